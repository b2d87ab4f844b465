package dev.longview.delay;

import dev.longview.outcome.OutcomeDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link BoostedEnds} as part of a model's bytes:
 *
 * <pre>
 * texts outcomes, texts numerics, int categories; of each: text feature, texts values
 * int given; the outcome, as {@link DelayBytes} has it
 * bytes of the trees that tell whether; int which; bytes of the trees that tell which
 * </pre>
 */
final class BoostedBytes {
    private BoostedBytes() {}

    static void write(ByteSink out, BoostedEnds boosted) {
        columns(out, boosted.columns());
        out.integer(boosted.given().isPresent() ? 1 : 0);
        boosted.given().ifPresent(given -> DelayBytes.outcome(out, given.outcome()));
        out.raw(boosted.changes().bytes());
        out.integer(boosted.which().isPresent() ? 1 : 0);
        boosted.which().ifPresent(which -> out.raw(which.bytes()));
    }

    static void columns(ByteSink out, TreeColumns columns) {
        out.texts(columns.outcomes()).texts(columns.numerics());
        out.integer(columns.categories().size());
        columns.categories().forEach(category -> out.text(category.feature()).texts(category.values()));
    }

    static TreeColumns columns(ByteSource in, TreeColumns.Runs runs) {
        List<String> outcomes = in.texts();
        List<String> numerics = in.texts();
        List<TreeColumns.Category> categories = new ArrayList<>();
        int size = in.length(8);
        for (int i = 0; i < size; i++) {
            categories.add(new TreeColumns.Category(in.text(), in.texts()));
        }
        return new TreeColumns(runs, outcomes, numerics, categories);
    }

    static BoostedEnds read(ByteSource in, OutcomeDefinition outcome, TreeLearner trees) {
        TreeColumns columns = columns(in, TreeColumns.Runs.of(outcome));
        Optional<Chain> given = in.integer() == 0 ? Optional.empty() : Optional.of(alone(DelayBytes.outcome(in)));
        TreeModel changes = BandedTrees.read(in.raw(), trees);
        Optional<TreeModel> which =
                in.integer() == 0 ? Optional.empty() : Optional.of(BandedTrees.read(in.raw(), trees));
        return new BoostedEnds(columns, given, changes, which);
    }

    static Chain alone(OutcomeDefinition outcome) {
        return new Chain(new DelayDefinition(outcome.name(), Optional.empty(), List.of(), Optional.empty()), outcome);
    }
}
