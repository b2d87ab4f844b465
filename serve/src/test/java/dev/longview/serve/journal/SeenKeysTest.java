package dev.longview.serve.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenKeysTest {
    /** Keys that fall on each other's slots, so that those behind one that is taken back must move up. */
    private static Key key(int number) {
        return new Key(number, number % 7L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000})
    void keys_putFoundAndTakenBack_areTheOnesThatCameLast(int most) {
        Random random = new Random(most);
        SeenKeys seen = new SeenKeys(most);
        Map<Key, Place> expected = new LinkedHashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Key key = key(random.nextInt(2 * most + 20));
            assertThat(seen.find(key)).as("step %d", step).isEqualTo(Optional.ofNullable(expected.get(key)));
            if (random.nextInt(4) == 0) {
                seen.remove(key);
                expected.remove(key);
            } else if (!expected.containsKey(key)) {
                if (expected.size() >= most) {
                    // The older half makes way, of one the whole.
                    int left = Math.max(1, most / 2);
                    expected.keySet()
                            .removeAll(expected.keySet().stream()
                                    .limit(expected.size() - left)
                                    .toList());
                }
                seen.put(key, step, step / 2);
                expected.put(key, new Place(step, step / 2));
            }
            assertThat(seen.size()).isEqualTo(expected.size());
        }
    }
}
