package dev.longview.outcome;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random conditions, as text, and rows that make them hold about as often as not. */
final class RandomConditions {
    static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("item.genres", Kind.MULTI_VALUED),
            new FeatureDefinition("item.top.genre-2x", Kind.CATEGORICAL),
            new FeatureDefinition("item.runtime", Kind.NUMERIC),
            new FeatureDefinition("context.device", Kind.CATEGORICAL),
            new FeatureDefinition("member.tenure", Kind.NUMERIC),
            new FeatureDefinition("member.likes", Kind.MULTI_VALUED));

    static final List<String> NUMBERS =
            List.of("event.value", "event.item.runtime", "item.runtime", "member.tenure", "number(event.label)");
    static final List<String> TEXTS =
            List.of("event.label", "event.season", "event.item.top.genre-2x", "item.top.genre-2x", "context.device");
    static final List<String> LISTS = List.of("event.item.genres", "item.genres", "member.likes");
    private static final String[] WORDS = {"a", "b", "it's", "\\", "1", "2.5", "-3", "1e", " 1", "nan"};

    private final SplittableRandom random;

    RandomConditions(SplittableRandom random) {
        this.random = random;
    }

    String condition(int depth) {
        if (depth > 0 && random.nextInt(5) > 0) {
            return switch (random.nextInt(3)) {
                case 0 -> "!(" + condition(depth - 1) + ")";
                case 1 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
                default -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
            };
        }
        return switch (random.nextInt(8)) {
            case 0 -> pick(NUMBERS) + pick(List.of(" < ", " <= ", " > ", " >= ", " == ", "!=")) + pick(NUMBERS);
            case 1 -> number() + pick(List.of(" < ", " <= ", " > ", ">=", " == ", " != ")) + pick(NUMBERS);
            case 2 -> "event.season" + pick(List.of(" < ", " >= ", " == ", " != ")) + number();
            case 3 -> pick(TEXTS) + pick(List.of(" == ", " != ")) + pick(TEXTS);
            case 4 -> pick(TEXTS) + pick(List.of("==", " != ")) + text();
            case 5 -> (random.nextBoolean() ? text() : pick(TEXTS)) + " in " + pick(LISTS);
            case 6 -> "shares(" + pick(LISTS) + ", " + pick(LISTS) + ")";
            default ->
                random.nextInt(6) == 0
                        ? pick(List.of("true", "false"))
                        : "present(" + pick(pick(List.of(TEXTS, LISTS, List.of("event.value")))) + ")";
        };
    }

    /** Values by spelling; what is missing has no entry. */
    Map<String, Object> row() {
        Map<String, Object> row = new HashMap<>();
        NUMBERS.stream().filter(name -> name.indexOf('(') < 0).forEach(name -> {
            if (random.nextInt(4) > 0) {
                row.put(name, random.nextInt(6) == 0 ? Double.NaN : pick(List.of(-3.0, -0.0, 0.0, 1.0, 2.5)));
            }
        });
        TEXTS.forEach(name -> {
            if (random.nextInt(4) > 0) {
                row.put(name, word());
            }
        });
        LISTS.forEach(name -> {
            if (random.nextInt(4) > 0) {
                List<String> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(word());
                }
                row.put(name, List.copyOf(list));
            }
        });
        return row;
    }

    private String number() {
        return pick(List.of("0", "-3", "2.5", ".5", "1.", "1e0", "-0"));
    }

    private String text() {
        return "'" + word().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
