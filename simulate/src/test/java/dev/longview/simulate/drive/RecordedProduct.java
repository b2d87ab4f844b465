package dev.longview.simulate.drive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps every file that it gets, and answers visits by a rule that a recommender can follow too. */
final class RecordedProduct implements Product {
    private static final int POSITIONS = 3;
    private static final Pattern VISIT = Pattern.compile("\\{\"decision_id\":\"([^\"]+)\".*\"candidates\":\\[(.*)]}");

    /** A file that was taken, by its lines, and the last moment that was named before. */
    record Taken(List<String> lines, long asOf) {}

    final List<Taken> taken = new ArrayList<>();
    final List<String> visits = new ArrayList<>();
    final List<Long> refreshed = new ArrayList<>();
    final List<Long> asked = new ArrayList<>();
    private long latest = Long.MIN_VALUE;

    @Override
    public void take(Path log) {
        taken.add(new Taken(lines(log), latest));
    }

    @Override
    public void refresh(long asOf) {
        refreshed.add(asOf);
        latest = asOf;
    }

    @Override
    public Path slates(Path file, long asOf) {
        asked.add(asOf);
        latest = asOf;
        List<String> answers = new ArrayList<>();
        for (String line : lines(file)) {
            visits.add(line);
            Matcher visit = VISIT.matcher(line);
            if (!visit.matches()) {
                throw new IllegalStateException("no visit: " + line);
            }
            answers.add(answer(visit.group(1), visit.group(2).split(",")));
        }
        Path out = file.resolveSibling("answers.jsonl");
        try {
            return Files.write(out, answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param candidates in quotes */
    private static String answer(String decision, String[] candidates) {
        StringBuilder slate = new StringBuilder();
        for (int p = 0; p < Math.min(POSITIONS, candidates.length); p++) {
            slate.append(p == 0 ? "" : ",")
                    .append("{\"item\":")
                    .append(candidates[place(decision, p, candidates.length)])
                    .append(",\"conditional_propensity\":0.25,\"score\":")
                    .append(p)
                    .append("}");
        }
        return "{\"extra\":[1],\"decision_id\":\"" + decision + "\",\"policy\":\"rule\",\"slate\":[" + slate + "]}";
    }

    static int place(String decision, int position, int candidates) {
        return Math.floorMod(decision.hashCode() + position, candidates);
    }

    static int positions() {
        return POSITIONS;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
