package dev.longview.ingest;

import dev.longview.ingest.VwDecision.Action;
import dev.longview.ingest.VwDecision.Choice;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decisions of Vowpal Wabbit as rows of the log.
 *
 * <p>A cost has no sign that is good: below 0 it is a reward. Sums of the log count nothing below 0, so a cost above 0 becomes feedback
 * of kind {@code cost}, and any other feedback of kind {@code reward}, of its negative: {@code reward - cost} loses nothing.
 */
final class VwRows {
    private static final int REMEMBERED = 1 << 16;

    private record Version(String features, long from) {}

    private final TableRows decisions;
    private final TableRows slates;
    private final TableRows feedback;
    private final TableRows items;
    private final VwFeatures context;
    private final VwFeatures ofItems;
    private final VwUndeclared undeclared = new VwUndeclared();
    private final CandidateSets sets;
    private final Optional<VwIdentity> memberBy;
    private final String policy;
    private List<String> candidates = List.of();
    private String candidatesId = "";
    private double largestReward;
    private double largestCost;

    private final Map<String, Version> versions = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Version> eldest) {
            return size() > REMEMBERED;
        }
    };

    VwRows(Tables tables, List<FeatureDefinition> features, Optional<VwIdentity> memberBy, String policy) {
        this.decisions = tables.of(Table.DECISIONS);
        this.slates = tables.of(Table.SLATES);
        this.feedback = tables.of(Table.FEEDBACK);
        this.items = tables.of(Table.ITEMS);
        this.sets = new CandidateSets(tables.of(Table.CANDIDATE_SETS));
        this.context = new VwFeatures(decisions, "context.", features, undeclared);
        this.ofItems = new VwFeatures(items, "item.", features, undeclared);
        this.memberBy = memberBy;
        this.policy = policy;
    }

    /** Takes a decision; it is good when there are no problems afterwards. */
    void read(VwDecision decision) {
        decisions.begin();
        String member = member(decision);
        decisions
                .set("decision_id", decision.id())
                .set("account", member)
                .set("member", member)
                .set("time", decision.time())
                .set("received", decision.time())
                .set("surface", "vw")
                .set("policy", decision.policy().isEmpty() ? policy : decision.policy())
                .set("usable_off_policy", decision.unusable().isEmpty())
                .set("unusable_reason", decision.unusable());
        candidates = decision.actions().stream()
                .map(Action::item)
                .sorted()
                .distinct()
                .toList();
        if (!candidates.isEmpty()) {
            candidatesId = CandidateSets.id(candidates);
            decisions.set("candidates_id", candidatesId);
        }
        context.set(decision.context());
    }

    /** Keeps the good decision that was read. */
    void keep(VwDecision decision) {
        decisions.keep();
        if (!candidates.isEmpty()) {
            sets.keep(candidatesId, candidates, decision.time());
        }
        decision.actions().forEach(action -> item(action, decision.time()));
        for (int position = 0; position < decision.slate().size(); position++) {
            Choice choice = decision.slate().get(position);
            item(new Action(choice.item(), VwExample.EMPTY), decision.time());
            slates.begin();
            slates.set("decision_id", decision.id())
                    .set("position", position)
                    .set("item", choice.item())
                    .set("conditional_propensity", choice.probability())
                    // Below the first, what stands above was drawn too.
                    .set("marginal_propensity", position == 0 ? choice.probability() : Double.NaN)
                    .set("received", decision.time());
            slates.keep();
            if (!Double.isNaN(choice.cost())) {
                begin(choice.cost(), decision.id() + "-" + position, decision.time());
                feedback.set("member", member(decision))
                        .set("item", choice.item())
                        .set("decision_id", decision.id())
                        .set("position", position);
                feedback.keep();
            }
        }
    }

    /** A label that came without its decision, which may be in another file; it is good when there are no problems afterwards. */
    void lateReward(String decisionId, String eventId, double reward, long time) {
        begin(-reward, eventId, time);
        feedback.set("member", decisionId).set("decision_id", decisionId).set("position", 0);
    }

    void keepLateReward() {
        feedback.keep();
    }

    /** What to tell of what was kept. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(undeclared.notes());
        if (feedback.kept() > 0) {
            notes.add("largest value of reward %s, of cost %s; outcomes of them need a max of as much"
                    .formatted(largestReward, largestCost));
        }
        return notes;
    }

    private void begin(double cost, String eventId, long time) {
        boolean paid = cost > 0;
        // Not −0, which reads as if it meant something.
        double value = paid ? cost : Math.abs(cost);
        largestReward = paid ? largestReward : Math.max(largestReward, value);
        largestCost = paid ? Math.max(largestCost, value) : largestCost;
        feedback.begin();
        feedback.set("event_id", eventId)
                .set("kind", paid ? "cost" : "reward")
                .set("value", value)
                .set("time", time)
                .set("received", time);
    }

    private String member(VwDecision decision) {
        return memberBy.flatMap(by -> by.of(decision.context(), 0)).orElse(decision.id());
    }

    /** A row for an item that is new, known earlier than it was, or has other features than before. */
    private void item(Action action, long time) {
        Version before = versions.get(action.item());
        boolean featureless = !ofItems.any() || action.features().features().isEmpty();
        String features =
                featureless ? "" : ContentHash.ofText(action.features().text());
        boolean same = before != null
                && before.from() <= time
                && (featureless || before.features().equals(features));
        if (!same) {
            versions.put(action.item(), new Version(features, time));
            items.begin();
            items.set("item", action.item()).set("valid_from", time).set("received", time);
            ofItems.set(action.features());
            items.keep();
        }
    }
}
