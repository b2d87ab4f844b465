package dev.longview.reward;

import static dev.longview.reward.Sample.pick;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/** Draws well-typed rewards over {@link Sample}: every construct of the language, with and without parts. */
final class RandomRewards {
    private static final List<String> FINITE_NUMBERS = List.of("0", "1", "2.5", "-3", "1e-3", "plays", "plays");
    private static final List<String> OTHER_NUMBERS =
            List.of("minutes", "best", "days(seen)", "hours(completed)", "clamp(orValue(item.runtime, 90), -5, 300)");
    private static final List<String> FINITE_CONDITIONS = List.of(
            "played",
            "thumb == 'up'",
            "\"down\" != thumb",
            "thumb in ['up', 'down']",
            "opinion(thumb) == 'up'",
            "plays >= 2",
            "context.device == 'tv'",
            "'car' != context.device",
            "context.device in ['tv', 'phone']",
            "'drama' in item.genres",
            "orValue(item.runtime, 90) > 60");
    private static final List<String> OTHER_CONDITIONS = List.of("completed", "seen", "minutes > 30", "days(seen) < 2");

    /** A reward as its author would write it. */
    record Drawn(SequencedMap<String, String> parts, String is) {}

    private final SplittableRandom random;
    private final List<String> numbers = new ArrayList<>(FINITE_NUMBERS);
    private final List<String> conditions = new ArrayList<>(FINITE_CONDITIONS);
    private final SequencedMap<String, String> parts = new LinkedHashMap<>();

    private RandomRewards(SplittableRandom random, boolean finite) {
        this.random = random;
        if (!finite) {
            numbers.addAll(OTHER_NUMBERS);
            conditions.addAll(OTHER_CONDITIONS);
        }
    }

    /** @param finite whether only outcomes of few values are named */
    static Drawn draw(SplittableRandom random, int depth, boolean finite) {
        RandomRewards draws = new RandomRewards(random, finite);
        if (random.nextInt(3) > 0) {
            return new Drawn(new LinkedHashMap<>(), draws.number(depth));
        }
        draws.part("one", draws.number(Math.max(0, depth - 2)), draws.numbers);
        draws.part("two", draws.condition(Math.max(0, depth - 2)), draws.conditions);
        draws.part("three", "one + " + draws.number(Math.max(0, depth - 2)), draws.numbers);
        String is = "(two ? three : one) + " + draws.number(depth);
        return new Drawn(draws.parts, is);
    }

    private void part(String name, String text, List<String> leaves) {
        parts.put(name, text);
        leaves.add(name);
    }

    private String number(int depth) {
        if (depth == 0) {
            return numbers.get(random.nextInt(numbers.size()));
        }
        String a = number(depth - 1);
        String b = number(depth - 1);
        return switch (random.nextInt(15)) {
            case 0, 1 -> "(" + a + " + " + b + ")";
            case 2 -> a + " - (" + b + ")";
            case 3 -> "(" + a + ") * (" + b + ")";
            case 4 -> "(" + a + ") / (1 + abs(" + b + "))";
            case 5 -> "-(" + a + ")";
            case 6 -> "min(" + a + ", " + b + ", plays)";
            case 7 -> "max(" + a + "," + b + ")";
            case 8 -> "exp(clamp(" + a + ", -5, 2))";
            case 9 -> "log(1 + abs(" + a + "))";
            case 10 -> "sqrt(max(" + a + ", 0))";
            case 11 -> "pow(" + a + ", " + random.nextInt(4) + ")";
            case 12 -> "pow(1 + abs(" + a + "), clamp(" + b + ", -1, 1))";
            default -> "(" + condition(depth - 1) + " ? " + a + " : " + b + ")";
        };
    }

    /** One that may or may not hold: a constant one is drawn again. */
    private String condition(int depth) {
        for (int tries = 0; depth > 0 && tries < 10; tries++) {
            String drawn = joined(depth);
            Map<String, String> used = new LinkedHashMap<>(parts);
            String all = String.join(
                    " + ",
                    used.keySet().stream()
                            .map(part -> conditions.contains(part) ? "(" + part + " ? 1 : 0)" : part)
                            .toList());
            String is = "(" + drawn + " ? 1 : 0)" + (all.isEmpty() ? "" : " + " + all);
            if (Sample.compile(is, parts) instanceof Compilation.Compiled) {
                return drawn;
            }
        }
        return conditions.get(random.nextInt(conditions.size()));
    }

    private String joined(int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> "!(" + condition(depth - 1) + ")";
            case 1 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
            case 2 -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
            case 3 -> "((" + condition(depth - 1) + ") == (" + condition(0) + "))";
            default ->
                "(" + number(depth - 1) + pick(random, " < ", " <= ", " > ", " >= ", " == ", " != ") + number(depth - 1)
                        + ")";
        };
    }
}
