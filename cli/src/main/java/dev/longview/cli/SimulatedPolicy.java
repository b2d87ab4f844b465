package dev.longview.cli;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.loop.TrainedPolicy;
import dev.longview.outcome.Assembled;
import dev.longview.policy.Scorer;
import dev.longview.policy.SlateSampler;
import dev.longview.simulate.Candidates;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.SimulatedLog;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A trained policy in service of a simulated one: it sees of a visit what the log will say, and nothing else. */
final class SimulatedPolicy implements Recommender {
    private static final SequencedMap<String, ColumnType> CONTEXT = types(false);
    private static final SequencedMap<String, ColumnType> ITEMS = types(true);

    private final TrainedPolicy policy;
    private final SlateSampler sampler;
    private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(Buffers::new);
    private volatile @Nullable Day today;

    private record Day(Candidates candidates, Scorer scorer) {}

    private static final class Buffers {
        private final BatchBuilder context = new BatchBuilder(CONTEXT);
        private double[] vector = new double[0];
        private double[] scores = new double[0];
        private final dev.longview.policy.Slate slate = new dev.longview.policy.Slate(1);
    }

    SimulatedPolicy(TrainedPolicy policy) {
        this.policy = policy;
        this.sampler = policy.sampler();
    }

    @Override
    public void recommend(Visit visit, Slate out) {
        Candidates candidates = visit.candidates();
        Scorer scorer = scorer(candidates);
        Buffers own = buffers.get();
        if (own.scores.length < candidates.size()) {
            own.scores = new double[candidates.size()];
            own.vector = new double[policy.model().vectorLength()];
        }
        policy.model().contexts(context(visit, own.context)).read(0, own.vector);
        scorer.score(own.vector, own.scores);
        sampler.draw(own.scores, candidates.size(), visit.seed(), own.slate);
        out.policy(policy.id());
        for (int position = 0; position < Math.min(own.slate.size(), out.capacity()); position++) {
            int item = own.slate.item(position);
            double conditional = own.slate.conditional(position);
            // At the first position the marginal is the conditional; further down it costs more than the visit.
            out.add(item, conditional, position == 0 ? conditional : Double.NaN, own.scores[item]);
        }
    }

    private static Batch context(Visit visit, BatchBuilder row) {
        row.set("context.device", visit.device())
                .set("context.hour", visit.hour())
                .set("member.tenure_days", visit.tenureDays())
                .set("member.favourite", visit.favourite())
                .endRow();
        return row.build();
    }

    private Scorer scorer(Candidates candidates) {
        Day day = today;
        if (day == null || day.candidates() != candidates) {
            synchronized (this) {
                day = today;
                if (day == null || day.candidates() != candidates) {
                    day = new Day(candidates, Scorer.of(policy.model(), items(candidates)));
                    today = day;
                }
            }
        }
        return day.scorer();
    }

    private static Batch items(Candidates candidates) {
        BatchBuilder rows = new BatchBuilder(ITEMS);
        for (int i = 0; i < candidates.size(); i++) {
            rows.set(Assembled.ITEM, candidates.item(i))
                    .set("item.genre", candidates.genre(i))
                    .set("item.kind", candidates.kind(i))
                    .set("item.runtime", candidates.runtime(i))
                    .endRow();
        }
        return rows.build();
    }

    private static SequencedMap<String, ColumnType> types(boolean ofItems) {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        if (ofItems) {
            types.put(Assembled.ITEM, ColumnType.TEXT);
        }
        for (FeatureDefinition feature : SimulatedLog.FEATURES) {
            if (feature.ofItem() == ofItems) {
                types.put(feature.name(), feature.kind().columnType());
            }
        }
        return types;
    }
}
