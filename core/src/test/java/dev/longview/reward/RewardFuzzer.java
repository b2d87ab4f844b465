package dev.longview.reward;

import dev.longview.syntax.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * Compiles anything at all. What is right must have a finite range, and what is wrong problems that stand in the text; nothing may throw.
 *
 * <p>{@link #fuzzerTestOneInput} is what Jazzer looks for, which needs no dependency: how to run it stands in CONTRIBUTING.md. The tests
 * mutate texts by themselves, without looking at coverage.
 */
public final class RewardFuzzer {
    private static final String[] SEEDS = {
        "played ? (completed ? 1 + 0.5 * exp(-days(completed) / 2) : 0.2 * min(minutes / 60, 1)) : 0",
        "(thumb == 'up' ? 1 : thumb == 'down' ? -2 : 0) + 0.3 * min(plays, 3)",
        "thumb in ['up', 'down'] && !('drama' in item.genres) ? clamp(orValue(item.runtime, 90), 0, 300) / 60 : 0",
        "opinion(thumb) == 'up' || context.device != \"tv\" ? pow(plays, 2) - sqrt(minutes) : log(1 + best)",
        "max(min(hours(seen), 24, 1e2), abs(-3)) >= .5 ? 1 : 0"
    };
    private static final String[] PIECES = {
        "(",
        ")",
        "[",
        "]",
        "?",
        ":",
        "'",
        "\"",
        ",",
        ".",
        "-",
        "!",
        "&&",
        "||",
        "|",
        "=",
        "==",
        "<",
        "in",
        "not in",
        " in [",
        "played",
        "plays",
        "thumb",
        "'up'",
        "item.runtime",
        "item.genres",
        "context.device",
        "orValue(",
        "opinion(",
        "clamp(",
        "pow(",
        "days(",
        "min(",
        "1",
        "0",
        "1e",
        "1e308",
        "1e-320",
        "0x",
        "99999999999999999999",
        "true",
        "if",
        "or(",
        "part",
        "other",
        "\n",
        "\t",
        "\0",
        "\\",
        "é",
        "\uD83D\uDE00",
        "\uD800",
        "\uDC00",
        "\u202E",
        "\u0301",
        "ﬀ",
        "١",
        " ",
        "%",
        "^",
        "#",
        "//",
        "null",
        "NaN"
    };

    private RewardFuzzer() {}

    /** The text up to the first zero is the reward, what follows its parts. */
    public static void fuzzerTestOneInput(byte[] data) {
        String[] texts = new String(data, StandardCharsets.UTF_8).split("\0", 4);
        SequencedMap<String, String> parts = new LinkedHashMap<>();
        for (int i = 1; i < texts.length; i++) {
            parts.put(i == 1 ? "part" : i == 2 ? "other" : "last", texts[i]);
        }
        compile(texts[0], parts);
    }

    static void compile(String is, SequencedMap<String, String> parts) {
        switch (Sample.compile(is, parts)) {
            case Compilation.Compiled(Reward reward) -> {
                require(
                        Double.isFinite(reward.range().low())
                                && Double.isFinite(reward.range().high()),
                        is);
                require(reward.range().low() <= reward.range().high(), is);
                require(reward.terms().size() == reward.termNames().size(), is);
            }
            case Compilation.Refused refused -> {
                require(!refused.problems().isEmpty() || !refused.ofParts().isEmpty(), is);
                within(is, refused.problems());
                refused.ofParts().forEach((part, problems) -> within(Sample.at(parts, part), problems));
            }
        }
    }

    private static void within(String source, List<Problem> problems) {
        for (Problem problem : problems) {
            require(problem.line() >= 1 && problem.line() <= source.split("\n", -1).length, source);
            String rendered = problem.render(source, "here");
            require(
                    rendered.startsWith("here: ")
                            && rendered.contains("^")
                            && !problem.advice().isEmpty(),
                    source);
        }
    }

    private static void require(boolean holds, String text) {
        if (!holds) {
            throw new AssertionError(text);
        }
    }

    /** A seed changed here and there, now and then two of them as parts of each other, cut anywhere: also in the middle of a character. */
    static void mutated(SplittableRandom random) {
        SequencedMap<String, String> parts = new LinkedHashMap<>();
        if (random.nextInt(8) == 0) {
            parts.put("part", text(random));
            parts.put("other", text(random));
        }
        compile(text(random), parts);
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder(SEEDS[random.nextInt(SEEDS.length)]);
        int changes = random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(12));
            String piece = PIECES[random.nextInt(PIECES.length)];
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end).repeat(random.nextInt(4)));
                case 2 -> text.replace(at, end, piece);
                case 3 -> text.insert(at, (char) random.nextInt(0x10000));
                case 4 -> text.insert(at, piece.repeat(1 + random.nextInt(3)));
                default -> text.insert(at, piece);
            }
        }
        return text.toString();
    }
}
