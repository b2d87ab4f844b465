package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemRowsTest {
    /** Texts of all kinds and lengths: also of two and four bytes, and such as differ in one character. */
    private static String[] texts(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> texts = new LinkedHashSet<>(List.of("", "a"));
        while (texts.size() < n) {
            int[] points = IntStream.range(0, random.nextInt(12))
                    .map(i -> new int[] {'a', 'b', '7', 'é', '漢', 0x1F600}[random.nextInt(6)])
                    .toArray();
            texts.add(new String(points, 0, points.length));
        }
        return texts.toArray(String[]::new);
    }

    @Test
    void find_isTheRowOfEach_andMinusOneOfEveryOther() {
        for (int n : new int[] {2, 3, 4, 5, 100, 5_000}) {
            String[] items = texts(n, n);
            ItemRows rows = ItemRows.of(items);
            for (int row = 0; row < n; row++) {
                assertThat(rows.find(items[row])).isEqualTo(row);
            }
            Set<String> known = Set.of(items);
            for (String text : texts(n, n + 1L)) {
                assertThat(rows.find(text + "x")).isEqualTo(-1);
                if (!known.contains(text)) {
                    assertThat(rows.find(text)).isEqualTo(-1);
                }
            }
        }
        assertThat(ItemRows.of(new String[0]).find("a")).isEqualTo(-1);
    }

    /** "Aa" and "BB" have one hash: of twelve such pairs there are 4,096 texts of one hash. */
    @Test
    void find_amongThousandsOfOneHash_isStillRight() {
        String[] items = IntStream.range(0, 4_096)
                .mapToObj(i -> IntStream.range(0, 12)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .reduce("", String::concat))
                .toArray(String[]::new);
        assertThat(items[17].hashCode()).isEqualTo(items[4_000].hashCode());
        ItemRows rows = ItemRows.of(items);
        for (int row = 0; row < items.length; row++) {
            assertThat(rows.find(items[row])).isEqualTo(row);
        }
        assertThat(rows.find("AaBB")).isEqualTo(-1);
        items[4_000] = items[17];
        assertThatThrownBy(() -> ItemRows.of(items)).hasMessageContaining("stands in rows 17 and 4000");
    }

    @Test
    void of_anItemThatStandsTwice_isRefusedWithBothRows() {
        assertThatThrownBy(() -> ItemRows.of(new String[] {"a", "b", "a"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("item 'a' stands in rows 0 and 2 of the catalogue");
    }
}
