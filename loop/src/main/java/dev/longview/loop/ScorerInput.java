package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.onnx.OnnxModel;
import dev.longview.onnx.Tensor;
import dev.longview.outcome.Assembled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An input of a model that was trained elsewhere, and the feature that it takes.
 *
 * @param name of the input: the feature's, with {@code ?} behind it for whether it is missing
 * @param column of the feature, {@code item} for the item's identity
 * @param ofItem whether it is read from the catalogue, else from the visit
 * @param width numbers for each row
 * @param flat whether rows come as a list of single numbers, not as a matrix of one column
 * @param form how the value becomes numbers
 * @param index of a text, by what the file says; a text that it does not say comes after them
 */
record ScorerInput(
        String name, String column, boolean ofItem, int width, boolean flat, Form form, Map<String, Integer> index) {
    private static final String MISSING = "?";
    private static final String VALUES = "longview.values.";

    /** How a value becomes numbers. */
    enum Form {
        /** 1 where there is no value, else 0. */
        ABSENCE,
        NUMBER,
        NUMBERS,
        /** The place of a text in the file's list. */
        PLACE,
        /** 1 at the place of each text, 0 elsewhere. */
        ONE_HOT
    }

    /** @throws IllegalArgumentException when it is no input for a feature of these */
    static ScorerInput of(OnnxModel.Input input, List<FeatureDefinition> features, Map<String, List<String>> values) {
        String name = input.name();
        boolean absence = name.endsWith(MISSING);
        String column = absence ? name.substring(0, name.length() - MISSING.length()) : name;
        FeatureDefinition feature = column.equals(Assembled.ITEM)
                ? new FeatureDefinition(Assembled.ITEM, FeatureDefinition.Kind.CATEGORICAL)
                : features.stream()
                        .filter(each -> each.name().equals(column))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("its input '" + name
                                + "' is none of the policy's features: item"
                                + features.stream()
                                        .map(each -> ", " + each.name())
                                        .reduce("", String::concat)));
        List<String> known = values.getOrDefault(column, List.of());
        Form form = absence ? Form.ABSENCE : form(input, feature, known);
        int width = switch (form) {
            case ABSENCE, NUMBER, PLACE -> 1;
            case NUMBERS -> feature.size();
            case ONE_HOT -> known.size();
        };
        List<Integer> shape = input.shape();
        boolean flat = shape.size() == 1;
        int last = shape.isEmpty() ? -1 : shape.getLast();
        if (shape.size() > 2 || (flat && width != 1) || (shape.size() == 2 && last >= 0 && last != width)) {
            throw new IllegalArgumentException("its input '" + name + "' has the shape " + shape
                    + " (-1: any), must be [-1, " + width + "]" + (width == 1 ? " or [-1]" : ""));
        }
        Map<String, Integer> index = new HashMap<>();
        known.forEach(text -> index.putIfAbsent(text, index.size()));
        boolean ofItem = column.equals(Assembled.ITEM) || feature.ofItem();
        return new ScorerInput(name, column, ofItem, width, flat, form, index);
    }

    private static Form form(OnnxModel.Input input, FeatureDefinition feature, List<String> known) {
        Form form = switch (feature.kind()) {
            case NUMERIC -> Form.NUMBER;
            case EMBEDDING -> Form.NUMBERS;
            case CATEGORICAL -> input.whole() ? Form.PLACE : Form.ONE_HOT;
            case MULTI_VALUED -> Form.ONE_HOT;
        };
        boolean whole = form == Form.PLACE;
        if (whole ? !input.whole() : !input.real()) {
            throw new IllegalArgumentException("its input '" + input.name() + "' must be of "
                    + (feature.kind() == FeatureDefinition.Kind.CATEGORICAL
                            ? "int64 (the place of a text) or float (1 at its place)"
                            : "float"));
        }
        if ((whole || form == Form.ONE_HOT) && known.isEmpty()) {
            throw new IllegalArgumentException("it does not say which text of " + input.name()
                    + " stands at which place: write its texts as a JSON list into the file's metadata, under "
                    + VALUES + input.name());
        }
        return form;
    }

    /** The key of the file's metadata that has the texts of a feature. */
    static String valuesOf(String feature) {
        return VALUES + feature;
    }

    /** The features that a file's metadata has texts of. */
    static List<String> described(Map<String, String> metadata) {
        return metadata.keySet().stream()
                .filter(key -> key.startsWith(VALUES))
                .map(key -> key.substring(VALUES.length()))
                .sorted()
                .toList();
    }

    Tensor tensor(int rows, double[] values) {
        return flat ? new Tensor(new int[] {rows}, values) : Tensor.matrix(rows, width, values);
    }

    /** A missing number is NaN, unless the model is told of missing ones. */
    void read(Batch batch, int row, boolean told, double[] into, int at) {
        double missing = told ? 0 : Double.NaN;
        Column of = batch.column(column);
        switch (form) {
            case ABSENCE -> into[at] = of.isMissing(row) ? 1 : 0;
            case NUMBER -> {
                double value = batch.doubles(column)[row];
                into[at] = Double.isFinite(value) ? value : missing;
            }
            case NUMBERS -> {
                Column.FloatLists lists = batch.floatLists(column);
                int from = lists.offsets()[row];
                for (int i = 0; i < width; i++) {
                    into[at + i] = of.isMissing(row) ? missing : lists.values()[from + i];
                }
            }
            case PLACE ->
                into[at] = texts(batch, row).stream()
                        .map(text -> index.getOrDefault(text, index.size()))
                        .findFirst()
                        .orElse(index.size());
            case ONE_HOT -> {
                Arrays.fill(into, at, at + width, 0);
                for (String text : texts(batch, row)) {
                    int place = index.getOrDefault(text, -1);
                    if (place >= 0) {
                        into[at + place] = 1;
                    }
                }
            }
        }
    }

    private List<String> texts(Batch batch, int row) {
        if (batch.column(column) instanceof Column.TextLists lists) {
            List<String> texts = new ArrayList<>();
            for (int i = lists.offsets()[row]; i < lists.offsets()[row + 1]; i++) {
                texts.add(lists.dictionary()[lists.codes()[i]]);
            }
            return texts;
        }
        Column.Texts texts = batch.texts(column);
        return texts.isMissing(row) ? List.of() : List.of(texts.text(row));
    }
}
