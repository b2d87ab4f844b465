package dev.longview.serve.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.log.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {
    private static final int LARGE = 600_000;

    @TempDir
    Path folder;

    private static Key key(int n) {
        return Key.of(Table.FEEDBACK, "e" + n);
    }

    /** Rows of all sizes, some larger than what is read at once: many times that in all. */
    private static List<byte[]> lines(int count) {
        Random random = new Random(1);
        List<byte[]> lines = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            byte[] line = new byte[n % 40 == 3 ? LARGE : random.nextInt(1, 20_000)];
            Arrays.fill(line, (byte) ('a' + n % 26));
            lines.add(line);
        }
        return lines;
    }

    @Test
    void read_manyRowsOfAllSizes_isEachOnceInOrder_withoutThoseThatRepeatOthers() throws Exception {
        List<byte[]> lines = lines(300);
        try (JournalFile file = JournalFile.create(folder, 1)) {
            for (int n = 0; n < lines.size(); n += 3) {
                file.add(List.of(
                        new Entry(key(n), lines.get(n)),
                        new Entry(key(n + 1), lines.get(n + 1)),
                        new Entry(key(n + 2), lines.get(n + 2))));
            }
            assertThat(numbers(file, lines)).hasSize(lines.size());
            // An earlier file has some of them, single ones and runs: they are found in it.
            SeenKeys seen = new SeenKeys(1000);
            List<Integer> left = new ArrayList<>();
            for (int n = 0; n < lines.size(); n++) {
                boolean repeated = n % 40 < 5 || n % 7 == 0 || n > 290;
                if (repeated) {
                    seen.put(key(n), 0, n);
                } else {
                    left.add(n);
                }
            }
            file.dropRepeated(seen);
            assertThat(numbers(file, lines)).isEqualTo(left);
        }
    }

    /** Reads a few at a time, as who seals it does. */
    private static List<Integer> numbers(JournalFile file, List<byte[]> lines) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        int turns = 0;
        int next = 0;
        while (next >= 0) {
            next = file.read(next, (n, key, line) -> {
                assertThat(key).isEqualTo(key(n));
                assertThat(Arrays.equals(line, lines.get(n))).as("row %d", n).isTrue();
                numbers.add(n);
            });
            turns++;
        }
        assertThat(turns).isGreaterThan(5);
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        return numbers;
    }

    @Test
    void line_ofAFileThatIsDeleted_isNone() throws Exception {
        try (JournalFile file = JournalFile.create(folder, 1)) {
            file.add(List.of(new Entry(key(0), new byte[] {1})));
            assertThat(file.line(0)).isPresent();
            file.delete();
            assertThat(file.line(0)).isEmpty();
        }
    }
}
