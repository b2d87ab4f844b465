package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.equal;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Served.RECOMMENDED;

import dev.longview.engine.Assembly;
import dev.longview.engine.sql.Query.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Outcomes that are summed up together: those of recommendations whose clocks are equally far from the decision, or one of a wider scope.
 *
 * @param id tells its steps from others'
 * @param relation of its events, each with its decision, and with its position where {@code byPosition}
 * @param recommendations whether its events are those that belong to recommendations
 * @param byPosition whether recommendations of a decision have outcomes of their own
 * @param tellsSeen whether it tells when each recommendation was seen
 */
record Group(
        String id,
        String relation,
        boolean recommendations,
        boolean byPosition,
        boolean tellsSeen,
        List<OutcomePlan> plans) {
    Group {
        plans = List.copyOf(plans);
    }

    static List<Group> of(Assembly assembly, List<OutcomePlan> outcomes) {
        List<OutcomePlan> own = outcomes.stream().filter(plan -> !plan.scoped()).toList();
        int levels = own.stream().mapToInt(plan -> plan.level() + 1).max().orElse(assembly.impressions() ? 1 : 0);
        List<Group> groups = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            int at = level;
            List<OutcomePlan> plans =
                    own.stream().filter(plan -> plan.level() == at).toList();
            groups.add(new Group("" + level, "answer", true, true, level == 0 && assembly.impressions(), plans));
        }
        for (OutcomePlan plan : outcomes) {
            if (plan.scoped()) {
                groups.add(new Group(
                        plan.group(), Around.relation(plan), false, Around.byPosition(plan), false, List.of(plan)));
            }
        }
        return groups;
    }

    String clock() {
        return "clocks_" + id;
    }

    String outcomes() {
        return "outcomes_" + id;
    }

    static String outcomes(String group) {
        return "outcomes_" + group;
    }

    List<String> key() {
        return byPosition ? List.of("decision_id", "position") : List.of("decision_id");
    }

    /** The step that tells where its clocks start; empty when that is the decision. */
    Optional<String> origin() {
        return plans.stream()
                .filter(plan -> plan.origin() >= 0)
                .map(plan -> outcomes("" + (plan.level() - 1)))
                .findFirst();
    }

    /** With the relation that tells where clocks start, and when billing is due. */
    Select joined(Select select, Optional<String> origin) {
        Select more = select;
        if (origin.isPresent()) {
            more = more.join(
                    origin.get(),
                    all(
                            equal(name(relation, "decision_id"), name(origin.get(), "decision_id")),
                            equal(name(relation, "position"), name(origin.get(), "position"))));
        }
        for (OutcomePlan plan : plans) {
            if (plan.dueNeeded()) {
                more = more.join(
                        plan.dueStep(), equal(name(relation, "decision_id"), name(plan.dueStep(), "decision_id")));
            }
        }
        return more;
    }

    /** A recommendation's row with its outcomes, if it has any. */
    Select outcomesOf(Select select, boolean outer) {
        Expression same = equal(name(RECOMMENDED, "decision_id"), name(outcomes(), "decision_id"));
        if (byPosition) {
            same = all(same, equal(name(RECOMMENDED, "position"), name(outcomes(), "position")));
        }
        Select more = outer ? select.outerJoin(outcomes(), same) : select.join(outcomes(), same);
        for (OutcomePlan plan : plans) {
            if (plan.dueNeeded()) {
                more = more.outerJoin(
                        plan.dueStep(), equal(name(RECOMMENDED, "decision_id"), name(plan.dueStep(), "decision_id")));
            }
        }
        return more;
    }
}
