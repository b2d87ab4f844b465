package dev.longview.ingest;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of Vowpal Wabbit's text format: {@code label words [tag]|namespace[:scale] feature[:number] ... |namespace ...}.
 *
 * <p>A word that touches the first bar, or begins with a quote, is the tag. A namespace's name touches its bar; after a blank there is
 * none. By a convention of its users {@code name=value} is one feature with a category for a value: it is read as such.
 *
 * @param label the words before the bar but for the tag
 */
record VwLine(List<String> label, VwExample example) {
    private static final String BLANKS = "[ \\t]+";

    VwLine {
        label = List.copyOf(label);
    }

    static VwLine parse(String line) {
        int bar = line.indexOf('|');
        String head = bar < 0 ? line : line.substring(0, bar);
        List<String> words = new ArrayList<>(words(head));
        String tag = "";
        if (!words.isEmpty() && !words.equals(List.of("shared"))) {
            String last = words.getLast();
            boolean touches = bar >= 0 && head.endsWith(last);
            if (touches || last.startsWith("'")) {
                tag = last.startsWith("'") ? last.substring(1) : last;
                words.removeLast();
            }
        }
        List<VwFeature> features = new ArrayList<>();
        if (bar >= 0) {
            for (String group : line.substring(bar + 1).split("\\|", -1)) {
                group(group, features);
            }
        }
        return new VwLine(words, new VwExample(tag, features));
    }

    private static void group(String group, List<VwFeature> features) {
        boolean named = !group.isEmpty() && group.charAt(0) != ' ' && group.charAt(0) != '\t';
        List<String> words = words(group);
        String namespace = "";
        double scale = 1;
        if (named) {
            String name = words.getFirst();
            int colon = name.indexOf(':');
            double given = colon < 0 ? Double.NaN : VwNumber.parse(name.substring(colon + 1));
            scale = Double.isFinite(given) ? given : 1;
            namespace = colon < 0 ? name : name.substring(0, colon);
            words = words.subList(1, words.size());
        }
        for (String word : words) {
            features.add(feature(namespace, word, scale));
        }
    }

    private static VwFeature feature(String namespace, String word, double scale) {
        int colon = word.lastIndexOf(':');
        double number = colon < 0 ? Double.NaN : VwNumber.parse(word.substring(colon + 1));
        String text = Double.isFinite(number) ? word.substring(0, colon) : word;
        int equals = text.indexOf('=');
        // name:value with a text for a value is the newer spelling of the same.
        int split = equals >= 0 ? equals : Double.isFinite(number) ? -1 : text.indexOf(':');
        return new VwFeature(
                namespace,
                split < 0 ? text : text.substring(0, split),
                split < 0 ? "" : text.substring(split + 1),
                scale * (Double.isFinite(number) ? number : 1));
    }

    private static List<String> words(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? List.of() : List.of(stripped.split(BLANKS));
    }
}
