package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.evaluate.CrossFit;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.TrainingRows;
import java.util.ArrayList;
import java.util.List;

/** One model for each fold of accounts, learned from the other folds: what it says of an account, it did not learn from it. */
final class FoldModels {
    private final PolicyDefinition definition;
    private final CrossFit crossFit;
    private final boolean continuations;
    private final List<OutcomeDefinition> outcomes;
    private final List<TrainingRows.Builder> builders = new ArrayList<>();

    FoldModels(
            PolicyDefinition definition,
            FeatureSpace space,
            Catalogue catalogue,
            CrossFit crossFit,
            boolean continuations,
            List<OutcomeDefinition> outcomes) {
        this.definition = definition;
        this.crossFit = crossFit;
        this.continuations = continuations;
        this.outcomes = outcomes;
        for (int fold = 0; fold < crossFit.folds(); fold++) {
            builders.add(catalogue.trainingRows(definition, space));
        }
    }

    /** @param precision of the targets, relative to a final label's */
    void add(Batch batch, double[] targets, double[] precision) {
        int[] folds = folds(batch, crossFit);
        double[] usable = UsableRows.weights(batch, continuations, outcomes);
        for (int row = 0; row < usable.length; row++) {
            usable[row] *= precision[row];
        }
        for (int fold = 0; fold < builders.size(); fold++) {
            double[] weights = usable.clone();
            for (int row = 0; row < weights.length; row++) {
                weights[row] = folds[row] == fold ? 0 : weights[row];
            }
            builders.get(fold).add(batch, targets, weights);
        }
    }

    /** @throws Refusal when there are too few accounts for each fold to have others to learn from */
    List<FactorisedModel> train(long seed) {
        return builders.stream()
                .map(builder ->
                        Training.train(definition, builder.build(), seed).model())
                .toList();
    }

    /** By fold, all models that the policy explores with. */
    List<List<FactorisedModel>> trainToExplore(long seed) {
        return builders.stream()
                .map(TrainingRows.Builder::build)
                .map(rows -> Training.models(definition, Training.train(definition, rows, seed), rows))
                .toList();
    }

    /** The fold of each row's account. */
    static int[] folds(Batch batch, CrossFit crossFit) {
        Column.Texts accounts = batch.texts(Assembled.ACCOUNT);
        int[] ofCode = new int[accounts.dictionary().length];
        for (int code = 0; code < ofCode.length; code++) {
            ofCode[code] = crossFit.fold(Accounts.hash(accounts.dictionary()[code]));
        }
        int[] folds = new int[batch.size()];
        for (int row = 0; row < folds.length; row++) {
            folds[row] = ofCode[accounts.codes()[row]];
        }
        return folds;
    }
}
