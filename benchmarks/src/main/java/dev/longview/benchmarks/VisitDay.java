package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.outcome.Assembled;
import dev.longview.simulate.Candidates;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The recommendations of a day as training rows: features as they were served, and the watch time from a clicked one to the end of its
 * visit, less what was to be expected of a visit that had come as far, under the policies of that day. Without that, what a better policy
 * favours would be taken for the cause of the longer visits in which it is shown. A member has one visit a day. Items are offered once,
 * so that their names say nothing and are left out.
 */
final class VisitDay implements LogSink {
    /** How many decisions the visit will still have, as a category: doubled from one to the next. */
    static final String LEFT = "context.left";

    private static final class Visitor {
        int decisions;
        double watched;
    }

    private final List<FeatureDefinition> features;
    private final int visitLength;
    private final BatchBuilder builder;
    private final BatchBuilder one;
    private final Map<String, Visitor> visitors = new LinkedHashMap<>();
    /** The first row of each decision. */
    private final Map<String, Integer> rowOf = new HashMap<>();

    private final List<Visitor> visitorOf = new ArrayList<>();
    private double[] decisionsBefore = new double[1024];
    private double[] watchedBefore = new double[1024];
    private double[] rewards = new double[1024];
    private double[] weights = new double[1024];
    private Batch rows = Batch.of(0, Map.of());

    /**
     * @param features of the service
     * @param read those that the policy reads: of the service, and {@link #LEFT} where visits have one length
     * @param visitLength decisions of a visit; 0 where they differ
     */
    VisitDay(List<FeatureDefinition> features, List<FeatureDefinition> read, int visitLength) {
        this.features = features;
        this.visitLength = visitLength;
        Map<String, ColumnType> types = new LinkedHashMap<>();
        read.forEach(feature -> types.put(feature.name(), feature.kind().columnType()));
        one = new BatchBuilder(types);
        types.put(Assembled.ITEM, ColumnType.TEXT);
        types.put(Assembled.POSITION, ColumnType.BIGINT);
        types.put(Assembled.CONDITIONAL, ColumnType.DOUBLE);
        types.put(Assembled.MARGINAL, ColumnType.DOUBLE);
        builder = new BatchBuilder(types);
    }

    /** The context of a visit as it is now. */
    Batch context(Visit visit) {
        contextOf(visit, one);
        one.endRow();
        return one.build();
    }

    /** The candidates, by their features. */
    Batch items(Candidates candidates) {
        Map<String, Column> columns = new LinkedHashMap<>();
        features.stream()
                .filter(FeatureDefinition::ofItem)
                .forEach(feature ->
                        columns.put(feature.name(), candidates.features().column(feature.name())));
        int[] unknown = new int[candidates.size()];
        Arrays.fill(unknown, -1);
        columns.put(Assembled.ITEM, new Column.Texts(unknown, new String[0]));
        return Batch.of(candidates.size(), columns);
    }

    /** What was shown. */
    void decided(Visit visit, Slate slate) {
        Visitor visitor = visitor(visit);
        rowOf.put(visit.decisionId(), builder.size());
        for (int p = 0; p < slate.size(); p++) {
            int row = builder.size();
            if (row == rewards.length) {
                decisionsBefore = Arrays.copyOf(decisionsBefore, 2 * row);
                watchedBefore = Arrays.copyOf(watchedBefore, 2 * row);
                rewards = Arrays.copyOf(rewards, 2 * row);
                weights = Arrays.copyOf(weights, 2 * row);
            }
            decisionsBefore[row] = visitor.decisions;
            watchedBefore[row] = visitor.watched;
            visitorOf.add(visitor);
            contextOf(visit, builder);
            itemOf(visit.candidates(), slate.candidate(p));
            builder.set(Assembled.POSITION, (long) p)
                    .set(Assembled.CONDITIONAL, slate.conditional(p))
                    .set(Assembled.MARGINAL, slate.marginal(p))
                    .endRow();
        }
        visitor.decisions++;
    }

    @Override
    public void rows(Table table, Batch batch) {
        if (table != Table.FEEDBACK) {
            return;
        }
        Column.Texts kinds = batch.texts("kind");
        Column.Texts decisions = batch.texts("decision_id");
        for (int i = 0; i < batch.size(); i++) {
            int first = rowOf.getOrDefault(decisions.text(i), -1);
            if (first >= 0 && kinds.text(i).equals("watch")) {
                int row = first + (int) batch.longs("position")[i];
                weights[row] = 1;
                visitorOf.get(row).watched += batch.doubles("value")[i];
            }
        }
    }

    /** Watch time of a visit, over the visitors. */
    double meanVisit() {
        return visitors.values().stream()
                .mapToDouble(each -> each.watched)
                .average()
                .orElse(0);
    }

    /** The visits are over: what came of each recommendation is final. */
    VisitDay closed() {
        int n = builder.size();
        for (int row = 0; row < n; row++) {
            rewards[row] = visitorOf.get(row).watched - watchedBefore[row];
        }
        rewards = Arrays.copyOf(rewards, n);
        weights = Arrays.copyOf(weights, n);
        lessExpected();
        rows = builder.build();
        visitors.clear();
        rowOf.clear();
        visitorOf.clear();
        return this;
    }

    /**
     * Takes off the mean of the day's recommendations at the same decision of their visits, and what was watched before explains beyond it,
     * by least squares within decisions. Visits of a day are offered the same items at the same decision, and the same ones after it:
     * what is left differs by what was drawn.
     */
    private void lessExpected() {
        Map<Integer, double[]> means = new HashMap<>();
        for (int row = 0; row < rewards.length; row++) {
            double[] of = means.computeIfAbsent((int) decisionsBefore[row], unseen -> new double[3]);
            of[0]++;
            of[1] += (rewards[row] - of[1]) / of[0];
            of[2] += (watchedBefore[row] - of[2]) / of[0];
        }
        double squares = 0;
        double products = 0;
        for (int row = 0; row < rewards.length; row++) {
            double[] of = Objects.requireNonNull(means.get((int) decisionsBefore[row]));
            rewards[row] -= of[1];
            watchedBefore[row] -= of[2];
            squares += watchedBefore[row] * watchedBefore[row];
            products += watchedBefore[row] * rewards[row];
        }
        double slope = squares > 0 ? products / squares : 0;
        for (int row = 0; row < rewards.length; row++) {
            rewards[row] -= slope * watchedBefore[row];
        }
    }

    /** Once it is closed. */
    Batch rows() {
        return rows;
    }

    /** Watch time from the recommendation to the end of the visit, less what was to be expected. */
    double[] rewards() {
        return rewards;
    }

    /** 1 of a recommendation that was clicked, 0 of another: it has no reward. */
    double[] weights() {
        return weights;
    }

    private Visitor visitor(Visit visit) {
        return visitors.computeIfAbsent(visit.member(), unseen -> new Visitor());
    }

    private void contextOf(Visit visit, BatchBuilder into) {
        Visitor visitor = visitor(visit);
        if (visitLength > 0) {
            into.set(
                    LEFT,
                    Integer.toString(Integer.SIZE - Integer.numberOfLeadingZeros(visitLength - visitor.decisions)));
        }
        for (int f = 0; f < features.size(); f++) {
            FeatureDefinition feature = features.get(f);
            if (!feature.ofItem()) {
                switch (feature.kind()) {
                    case NUMERIC -> into.set(feature.name(), visit.number(f));
                    case CATEGORICAL -> into.set(feature.name(), visit.text(f));
                    case MULTI_VALUED, EMBEDDING ->
                        throw new IllegalStateException("a visit has no lists: " + feature.name());
                }
            }
        }
    }

    private void itemOf(Candidates candidates, int item) {
        for (FeatureDefinition feature : features) {
            if (feature.ofItem()) {
                switch (candidates.features().column(feature.name())) {
                    case Column.Doubles c -> builder.set(feature.name(), c.values()[item]);
                    case Column.Texts c -> builder.set(feature.name(), c.text(item));
                    case Column.Longs c -> throw notNeeded(feature);
                    case Column.Booleans c -> throw notNeeded(feature);
                    case Column.TextLists c -> throw notNeeded(feature);
                    case Column.FloatLists c -> throw notNeeded(feature);
                    case Column.TextMaps c -> throw notNeeded(feature);
                }
            }
        }
    }

    private static IllegalStateException notNeeded(FeatureDefinition feature) {
        return new IllegalStateException("no item of these worlds has such values: " + feature.name());
    }
}
