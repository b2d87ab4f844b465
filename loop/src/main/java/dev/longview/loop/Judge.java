package dev.longview.loop;

import dev.longview.policy.FactorisedModel;
import dev.longview.policy.Scorer;
import java.util.List;

/**
 * A reward that a policy is judged by, with the reward model of each fold of accounts, learned from the other folds.
 *
 * @param reader how its labels are to be read
 * @param scorers of the models, over the catalogue
 */
record Judge(String reward, Labeller labeller, LabelReader reader, List<FactorisedModel> models, List<Scorer> scorers) {
    Judge {
        models = List.copyOf(models);
        scorers = List.copyOf(scorers);
    }

    static Judge of(
            String reward, Labeller labeller, LabelReader reader, List<FactorisedModel> models, Catalogue catalogue) {
        return new Judge(
                reward,
                labeller,
                reader,
                models,
                models.stream().map(catalogue::scorer).toList());
    }
}
