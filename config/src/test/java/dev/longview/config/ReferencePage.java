package dev.longview.config;

import java.util.LinkedHashSet;
import java.util.Set;

/** The generated part of {@code docs/config.md}: a table for each map of the file. */
final class ReferencePage {
    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    static String tables() {
        ReferencePage reference = new ReferencePage();
        reference.section("The file", FileSchema.ROOT, "");
        return reference.page.toString();
    }

    /** Every key of the schema, each name once. */
    static Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        collect(FileSchema.ROOT, keys);
        return keys;
    }

    private static void collect(Shape<?> shape, Set<String> into) {
        if (shape instanceof Shape.Fields fields) {
            fields.keys().forEach(key -> {
                into.add(key.name());
                collect(key.shape(), into);
            });
        } else if (shape instanceof Shape.Named<?> named) {
            collect(named.each(), into);
        } else if (shape instanceof Shape.WordOr either) {
            collect(either.fields(), into);
        }
    }

    private void section(String title, Shape.Fields fields, String path) {
        page.append("\n### ").append(title).append("\n\n| key | value | default | meaning |\n|---|---|---|---|\n");
        for (Key<?> key : fields.keys()) {
            page.append("| `%s` | %s | %s | %s |%n"
                    .formatted(
                            key.name(),
                            cell(value(key.shape())),
                            cell(key.presence().spoken()),
                            cell(key.meaning())));
        }
        for (Key<?> key : fields.keys()) {
            String inner = path.isEmpty() ? key.name() : path + "." + key.name();
            switch (key.shape()) {
                case Shape.Words words -> words(inner, words);
                case Shape.Fields nested -> section("`" + inner + "`", nested, inner);
                case Shape.Named<?>(NameRule rule, Shape.Fields nested) ->
                    section("`" + inner + ".NAME`", nested, inner + ".NAME");
                case Shape.Named<?>(NameRule rule, Shape.Words words) -> words(inner + ".NAME", words);
                case Shape.Named<?>(NameRule rule, Shape.WordOr(Shape.Words words, Shape.Fields nested)) -> {
                    words(inner + ".NAME", words);
                    section("`" + inner + ".NAME` as a map", nested, inner + ".NAME");
                }
                default -> {}
            }
        }
    }

    private void words(String path, Shape.Words words) {
        page.append("\n`").append(path).append("` is one of\n\n");
        words.meanings().forEach((word, meaning) -> page.append("- `%s`: %s%n".formatted(word, meaning)));
    }

    private static String value(Shape<?> shape) {
        return switch (shape) {
            case Shape.Named<?> named -> "names (" + named.rule().spoken + ") with values";
            case Shape.Fields fields -> (fields.choice() ? "exactly one of " : "") + "the keys below";
            default -> shape.allowed();
        };
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
