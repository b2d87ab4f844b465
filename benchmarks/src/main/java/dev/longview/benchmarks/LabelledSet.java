package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * A classification set of the UCI repository as a bandit: a context is a row, its classes are the items, and showing one is rewarded when
 * it is the row's. Numbers are as they stand; letters are categories.
 */
final class LabelledSet {
    private final String name;
    private final List<String[]> rows;
    private final int labelAt;
    private final int from;
    private final boolean numeric;
    private final String[] classes;
    private final int[] labels;
    private final double[] mean;
    private final double[] deviation;

    private LabelledSet(String name, List<String[]> rows, int labelAt, int from, boolean numeric) {
        this.name = name;
        this.rows = rows;
        this.labelAt = labelAt;
        this.from = from;
        this.numeric = numeric;
        TreeMap<String, Integer> codes = new TreeMap<>();
        rows.forEach(row -> codes.put(label(row), 0));
        classes = codes.keySet().toArray(String[]::new);
        labels = rows.stream()
                .mapToInt(row -> List.of(classes).indexOf(label(row)))
                .toArray();
        mean = new double[rows.getFirst().length];
        deviation = new double[mean.length];
        if (numeric) {
            measure();
        }
    }

    /** The six sets, read from the folder that holds them. */
    static List<LabelledSet> all(Path folder) throws IOException {
        return List.of(
                of("ecoli", read(folder.resolve("ecoli.data"), "\\s+"), true, false, 1),
                of("satimage", read(folder.resolve("satimage.data.gz"), "\\s+"), true, false, 0),
                of("mushroom", read(folder.resolve("mushroom.data.gz"), ","), false, true, 0),
                of("optdigits", read(folder.resolve("optdigits.data.gz"), ","), true, false, 0),
                of("pendigits", read(folder.resolve("pendigits.data.gz"), ","), true, false, 0),
                of("letter", read(folder.resolve("letter-recognition.data.gz"), ","), true, true, 0));
    }

    private static LabelledSet of(String name, List<String[]> rows, boolean numeric, boolean labelFirst, int skipped) {
        int width = rows.getFirst().length;
        return labelFirst
                ? new LabelledSet(name, rows, 0, 1, numeric)
                : new LabelledSet(name, rows, width - 1, skipped, numeric);
    }

    private static List<String[]> read(Path file, String separator) throws IOException {
        List<String[]> rows = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    String[] fields = line.strip().split(separator, -1);
                    for (int i = 0; i < fields.length; i++) {
                        fields[i] = fields[i].strip();
                    }
                    rows.add(fields);
                }
            }
        }
        return rows;
    }

    private String label(String[] row) {
        return row[labelAt];
    }

    String name() {
        return name;
    }

    int size() {
        return rows.size();
    }

    int classes() {
        return classes.length;
    }

    /** The class of a row. */
    int label(int row) {
        return labels[row];
    }

    /** All rows in a seeded order. */
    int[] shuffled(long seed) {
        int[] order = IntStream.range(0, size()).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    List<FeatureDefinition> features() {
        FeatureDefinition.Kind kind = numeric ? FeatureDefinition.Kind.NUMERIC : FeatureDefinition.Kind.CATEGORICAL;
        return attributes()
                .mapToObj(at -> new FeatureDefinition("context.x" + at, kind))
                .toList();
    }

    private IntStream attributes() {
        return IntStream.range(from, rows.getFirst().length).filter(at -> at != labelAt);
    }

    /** The first {@code count} rows of an order, with the item that each showed. */
    Batch shown(int[] order, int count, int[] items) {
        Map<String, Column> columns = new LinkedHashMap<>();
        attributes().forEach(at -> columns.put("context.x" + at, column(order, count, at)));
        columns.put(Assembled.ITEM, new Column.Texts(Arrays.copyOf(items, count), classes));
        columns.put(Assembled.POSITION, new Column.Longs(new long[count], new boolean[0]));
        return Batch.of(count, columns);
    }

    /** The classes. */
    Batch catalogue() {
        return Batch.of(
                classes.length,
                Map.of(
                        Assembled.ITEM,
                        new Column.Texts(IntStream.range(0, classes.length).toArray(), classes)));
    }

    private Column column(int[] order, int count, int at) {
        if (numeric) {
            double[] values = new double[count];
            for (int n = 0; n < count; n++) {
                values[n] = Double.parseDouble(rows.get(order[n])[at]);
            }
            return new Column.Doubles(values);
        }
        Map<String, Integer> codes = new LinkedHashMap<>();
        int[] coded = new int[count];
        for (int n = 0; n < count; n++) {
            String text = rows.get(order[n])[at];
            coded[n] = codes.computeIfAbsent(text, first -> codes.size());
        }
        return new Column.Texts(coded, codes.keySet().toArray(String[]::new));
    }

    /**
     * A row as Vowpal Wabbit reads it: the context, then a line for each class; with a label on the one that was shown.
     *
     * @param standardised whether numbers have mean 0 and deviation 1 over the whole set, which ours only finds out as it goes
     */
    String[] lines(int row, boolean standardised, int shown, double cost, double probability) {
        String[] lines = new String[classes.length + 1];
        StringBuilder line = new StringBuilder("shared |C");
        attributes().forEach(at -> {
            String value = rows.get(row)[at];
            if (!numeric) {
                line.append(" x").append(at).append('=').append(value);
            } else {
                double number = Double.parseDouble(value);
                line.append(" x")
                        .append(at)
                        .append(':')
                        .append(standardised ? (number - mean[at]) / deviation[at] : number);
            }
        });
        lines[0] = line.toString();
        for (int k = 0; k < classes.length; k++) {
            String label = k == shown ? "0:" + cost + ":" + probability + " " : "";
            lines[k + 1] = label + "|A i=" + k;
        }
        return lines;
    }

    private void measure() {
        attributes().forEach(at -> {
            double[] values = rows.stream()
                    .mapToDouble(row -> Double.parseDouble(row[at]))
                    .toArray();
            mean[at] = Arrays.stream(values).average().orElseThrow();
            double squares = Arrays.stream(values)
                    .map(value -> (value - mean[at]) * (value - mean[at]))
                    .average()
                    .orElseThrow();
            deviation[at] = squares > 0 ? Math.sqrt(squares) : 1;
        });
    }
}
