package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.policy.ScoreExplanation;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a policy scores the recommendations of one decision as it does: which features, of the context as it was served and of the items
 * as they were, move each.
 */
public record PolicyExplanation(String policy, String decision, List<Recommendation> recommendations) {
    /** A recommendation of the decision. */
    public record Recommendation(long position, String item, ScoreExplanation score) {}

    public PolicyExplanation {
        recommendations = List.copyOf(recommendations);
    }

    /** @throws Refusal when the log has no such decision as of the window's moment */
    public static PolicyExplanation of(Loop loop, TrainedPolicy policy, String decision, Window window) {
        policy.requireDeclared(loop.configuration());
        List<Recommendation> found = new ArrayList<>();
        String reward = policy.artifact().manifest().path("reward").path("name").asText();
        loop.assemble(
                window, loop.outcomes(loop.reward(reward).outcomes()), batch -> take(batch, policy, decision, found));
        if (found.isEmpty()) {
            throw new Refusal("the log has no decision '" + decision + "' as of that moment");
        }
        return new PolicyExplanation(policy.id(), decision, found);
    }

    private static void take(Batch batch, TrainedPolicy policy, String decision, List<Recommendation> found) {
        Column.Texts decisions = batch.texts(Assembled.DECISION);
        int code = List.of(decisions.dictionary()).indexOf(decision);
        for (int row = 0; code >= 0 && row < batch.size(); row++) {
            if (decisions.codes()[row] == code) {
                found.add(new Recommendation(
                        batch.longs(Assembled.POSITION)[row],
                        batch.texts(Assembled.ITEM).text(row),
                        ScoreExplanation.of(policy.model(), batch, row)));
            }
        }
    }
}
