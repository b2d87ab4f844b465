package dev.longview.cli;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.loop.Refusal;
import dev.longview.loop.TrainedPolicy;
import dev.longview.outcome.Assembled;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.Restrictions;
import dev.longview.policy.Scorer;
import dev.longview.policy.SlateSampler;
import dev.longview.simulate.Candidates;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A trained policy in service of a simulated one: it sees of a visit what the log will say, and nothing else. */
final class SimulatedPolicy implements Recommender {
    private final TrainedPolicy policy;
    private final List<FeatureDefinition> features;
    private final SlateSampler sampler;
    private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(() -> new Buffers(contextTypes()));
    private volatile @Nullable Day today;

    private record Day(Candidates candidates, List<Scorer> scorers) {}

    private static final class Buffers {
        private final BatchBuilder context;
        private double[] vector = new double[0];
        /** Model × candidate. */
        private double[][] scores = new double[0][0];

        private final Restrictions none = Restrictions.none();
        private final dev.longview.policy.Slate slate = new dev.longview.policy.Slate(1);

        Buffers(SequencedMap<String, ColumnType> types) {
            context = new BatchBuilder(types);
        }
    }

    /**
     * @param features of the service, whose visits it will serve
     * @throws Refusal when its slates keep to rules, which the simulator's visits bring nothing to apply to
     */
    SimulatedPolicy(TrainedPolicy policy, List<FeatureDefinition> features) {
        if (policy.artifact().manifest().has("slate_rules")) {
            throw new Refusal("policy " + policy.id() + " keeps to rules, which the simulator does not apply. Serve it"
                    + " with: longview recommend");
        }
        this.policy = policy;
        this.features = List.copyOf(features);
        this.sampler = policy.sampler();
    }

    @Override
    public void recommend(Visit visit, Slate out) {
        Candidates candidates = visit.candidates();
        List<Scorer> scorers = scorers(candidates);
        Buffers own = buffers.get();
        if (own.scores.length == 0 || own.scores[0].length < candidates.size()) {
            own.scores = new double[scorers.size()][candidates.size()];
            // A baseline's models may have other dimensions.
            own.vector = new double
                    [policy.models().stream()
                            .mapToInt(FactorisedModel::vectorLength)
                            .max()
                            .orElseThrow()];
        }
        Batch context = context(visit, own.context);
        for (int model = 0; model < scorers.size(); model++) {
            policy.models().get(model).contexts(context).read(0, own.vector);
            scorers.get(model).score(own.vector, own.scores[model]);
        }
        sampler.draw(own.scores, candidates.size(), own.none, visit.seed(), own.slate);
        out.policy(policy.id());
        for (int position = 0; position < Math.min(own.slate.size(), out.capacity()); position++) {
            int item = own.slate.item(position);
            double conditional = own.slate.conditional(position);
            // At the first position the marginal is the conditional; further down it costs more than the visit.
            out.add(
                    item,
                    conditional,
                    position == 0 ? conditional : Double.NaN,
                    mean(own.scores, policy.exploration().replicas(), item));
        }
    }

    private static double mean(double[][] scores, int models, int item) {
        return Arrays.stream(scores, 0, models)
                .mapToDouble(model -> model[item])
                .average()
                .orElseThrow();
    }

    private Batch context(Visit visit, BatchBuilder row) {
        for (int f = 0; f < features.size(); f++) {
            FeatureDefinition feature = features.get(f);
            if (!feature.ofItem()) {
                switch (feature.kind()) {
                    case NUMERIC -> row.set(feature.name(), visit.number(f));
                    case CATEGORICAL -> row.set(feature.name(), visit.text(f));
                    case MULTI_VALUED, EMBEDDING ->
                        throw new IllegalStateException("a visit has no feature of several values: " + feature.name());
                }
            }
        }
        row.endRow();
        return row.build();
    }

    private List<Scorer> scorers(Candidates candidates) {
        Day day = today;
        if (day == null || day.candidates() != candidates) {
            synchronized (this) {
                day = today;
                if (day == null || day.candidates() != candidates) {
                    Batch items = items(candidates);
                    day = new Day(
                            candidates,
                            policy.models().stream()
                                    .map(model -> Scorer.of(model, items))
                                    .toList());
                    today = day;
                }
            }
        }
        return day.scorers();
    }

    private static Batch items(Candidates candidates) {
        SequencedMap<String, Column> columns = new LinkedHashMap<>();
        columns.put(Assembled.ITEM, texts(candidates.items()));
        columns.putAll(candidates.features().columns());
        return Batch.of(candidates.size(), columns);
    }

    private static Column texts(List<String> distinct) {
        int[] codes = new int[distinct.size()];
        Arrays.setAll(codes, i -> i);
        return new Column.Texts(codes, distinct.toArray(String[]::new));
    }

    private SequencedMap<String, ColumnType> contextTypes() {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        features.stream()
                .filter(feature -> !feature.ofItem())
                .forEach(feature -> types.put(feature.name(), feature.kind().columnType()));
        return types;
    }
}
