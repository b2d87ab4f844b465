package dev.longview.simulate.published;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.FeedbackKind;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Candidates;
import dev.longview.simulate.GivenVisit;
import dev.longview.simulate.LogBlock;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.Service;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * {@link LoggedDecisions} as a service: a new member at each decision, one of ten candidates is shown, and {@code reward} follows at once
 * or not at all. The log has context.c0 … c9 and item.g0 … g3 as categories, context.u0 … u9 and item.v0 … v4 as numbers. Bias and W are
 * hidden. {@link #logging()} is the recommender that the source logs with.
 */
public final class LoggedDecisionsService implements Service {
    private static final List<FeatureDefinition> FEATURES = definitions();

    private final LoggedDecisions world;
    private final int decisionsPerDay;
    private final long start;
    private final int day;
    private final Truth truth;

    /** Told what is hidden, for judging alone. */
    @FunctionalInterface
    public interface Truth {
        /** A decision; read it at once, it is used again. */
        void decision(String decisionId, LoggedDecisions.Decision decision);
    }

    private LoggedDecisionsService(LoggedDecisions world, int decisionsPerDay, long start, int day, Truth truth) {
        this.world = world;
        this.decisionsPerDay = decisionsPerDay;
        this.start = start;
        this.day = day;
        this.truth = truth;
    }

    /**
     * 10,000 decisions a day, truth untold.
     *
     * @param startMicros the midnight at which it begins
     */
    public static LoggedDecisionsService of(LoggedDecisions world, long startMicros) {
        return new LoggedDecisionsService(world, 10_000, startMicros, 0, (id, decision) -> {});
    }

    /** @throws IllegalArgumentException when it is less than 1 */
    public LoggedDecisionsService withDecisionsPerDay(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("decisions per day must be at least 1: " + count);
        }
        return new LoggedDecisionsService(world, count, start, day, truth);
    }

    public LoggedDecisionsService withTruth(Truth sink) {
        return new LoggedDecisionsService(world, decisionsPerDay, start, day, sink);
    }

    /** The policy that the source logs with. It knows the hidden scores, and adds noise to them. */
    public Recommender logging() {
        return (visit, slate) -> {
            int candidates = visit.candidates().size();
            double[] context = new double[LoggedDecisions.CONTEXT_NUMBERS];
            for (int j = 0; j < context.length; j++) {
                context[j] = visit.number(LoggedDecisions.CONTEXT_TOKENS + j);
            }
            double[] scores = new double[candidates];
            for (int i = 0; i < candidates; i++) {
                int item = Integer.parseInt(visit.candidates().item(i).substring(1));
                scores[i] = world.score(Integer.parseInt(visit.text(0)), context, item);
            }
            double[] probabilities = new double[candidates];
            LoggedDecisions.logging(visit.seed(), scores, probabilities);
            int chosen = LoggedDecisions.choose(visit.seed(), probabilities);
            slate.policy("logging");
            slate.add(chosen, probabilities[chosen], probabilities[chosen], Double.NaN);
        };
    }

    @Override
    public String name() {
        return "logged decisions, %d items, %d decisions a day".formatted(LoggedDecisions.ITEMS, decisionsPerDay);
    }

    @Override
    public List<FeatureDefinition> features() {
        return FEATURES;
    }

    @Override
    public List<FeedbackKind> feedback() {
        return List.of(new FeedbackKind("reward", false));
    }

    @Override
    public long timeMicros() {
        return start + day * LogBlock.DAY;
    }

    @Override
    public LoggedDecisionsService run(int days, Assigner assigner, LogSink log, Progress progress) {
        Slate slate = new Slate(1);
        LogBlock rows = new LogBlock(FEATURES);
        LoggedDecisions.Decision decision = new LoggedDecisions.Decision();
        if (day == 0) {
            rows.items(items(LoggedDecisions.ITEMS, i -> i), 0, LoggedDecisions.ITEMS, start);
        }
        for (int d = day; d < day + days; d++) {
            for (int i = 0; i < decisionsPerDay; i++) {
                world.draw((long) d * decisionsPerDay + i, decision);
                decide(d, i, decision, assigner, slate, rows);
            }
            rows.drainTo(log);
            progress.day(d - day + 1, days, (d - day + 1L) * decisionsPerDay);
        }
        return new LoggedDecisionsService(world, decisionsPerDay, start, day + days, truth);
    }

    private void decide(
            int d, int i, LoggedDecisions.Decision decision, Assigner assigner, Slate slate, LogBlock rows) {
        long time = start + d * LogBlock.DAY + i * LogBlock.DAY / decisionsPerDay;
        Candidates candidates = items(LoggedDecisions.CANDIDATES, decision::item);
        rows.candidates(candidates, time);
        Visit visit = visit("%d-%d".formatted(d, i), time, candidates, decision);
        Assigner.Assignment assignment = assigner.assign(visit.account());
        slate.clear();
        assignment.recommender().recommend(visit, slate);
        rows.decision(visit, assignment.cells(), slate);
        truth.decision(visit.decisionId(), decision);
        if (slate.size() > 0 && decision.rewarded(slate.candidate(0))) {
            rows.feedback(visit, slate, 0, "reward", "", time + 5 * LogBlock.SECOND, Double.NaN);
        }
    }

    private static Visit visit(String who, long time, Candidates candidates, LoggedDecisions.Decision decision) {
        double[] numbers = new double[FEATURES.size()];
        String[] texts = new String[FEATURES.size()];
        for (int j = 0; j < LoggedDecisions.CONTEXT_TOKENS; j++) {
            texts[j] = Integer.toString(decision.token(j));
        }
        for (int j = 0; j < LoggedDecisions.CONTEXT_NUMBERS; j++) {
            numbers[LoggedDecisions.CONTEXT_TOKENS + j] = decision.number(j);
        }
        return new GivenVisit("d" + who, "a" + who, "m" + who, time, candidates, decision.policySeed(), numbers, texts);
    }

    private Candidates items(int count, IntUnaryOperator item) {
        Map<String, Column> features = new LinkedHashMap<>();
        for (int j = 0; j < LoggedDecisions.ITEM_TOKENS; j++) {
            int slot = j;
            int[] codes = IntStream.range(0, count)
                    .map(i -> world.itemToken(item.applyAsInt(i), slot))
                    .toArray();
            features.put("item.g" + j, new Column.Texts(codes, TOKENS));
        }
        for (int j = 0; j < LoggedDecisions.ITEM_NUMBERS; j++) {
            int slot = j;
            features.put(
                    "item.v" + j,
                    new Column.Doubles(IntStream.range(0, count)
                            .mapToDouble(i -> world.itemNumber(item.applyAsInt(i), slot))
                            .toArray()));
        }
        return Candidates.of(
                IntStream.range(0, count)
                        .mapToObj(i -> "i%04d".formatted(item.applyAsInt(i)))
                        .toList(),
                Batch.of(count, features),
                new double[count]);
    }

    private static final String[] TOKENS = IntStream.range(0, LoggedDecisions.ITEM_TOKEN_VALUES)
            .mapToObj(Integer::toString)
            .toArray(String[]::new);

    private static List<FeatureDefinition> definitions() {
        List<FeatureDefinition> features = new ArrayList<>();
        add(features, "context.c", LoggedDecisions.CONTEXT_TOKENS, Kind.CATEGORICAL);
        add(features, "context.u", LoggedDecisions.CONTEXT_NUMBERS, Kind.NUMERIC);
        add(features, "item.g", LoggedDecisions.ITEM_TOKENS, Kind.CATEGORICAL);
        add(features, "item.v", LoggedDecisions.ITEM_NUMBERS, Kind.NUMERIC);
        return List.copyOf(features);
    }

    private static void add(List<FeatureDefinition> features, String name, int count, Kind kind) {
        IntStream.range(0, count).forEach(j -> features.add(new FeatureDefinition(name + j, kind)));
    }
}
