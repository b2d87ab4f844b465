package dev.longview.ingest;

import dev.longview.log.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One impression of the Open Bandit data after the other, as rows of decisions, slates and feedback. */
final class OpenBanditRows {
    static final List<String> COLUMNS = List.of(
            "timestamp",
            "item_id",
            "position",
            "click",
            "propensity_score",
            "user_feature_0",
            "user_feature_1",
            "user_feature_2",
            "user_feature_3");

    private static final Pattern AFFINITY = Pattern.compile("user[-_]item_affinity_(\\d{1,6})");

    private final NamedFields fields;
    private final OpenBanditItems items;
    private final RowProblems problems;
    private final TableRows decisions;
    private final TableRows slates;
    private final TableRows feedback;
    private final String prefix;
    private final String policy;
    private final String candidatesId;
    private final List<Integer> affinityFields = new ArrayList<>();
    private final List<String> affinityItems = new ArrayList<>();
    private final List<String> affinity = new ArrayList<>();
    private long ordinal = -1;
    private boolean click;
    private long earliest = Long.MAX_VALUE;

    OpenBanditRows(
            NamedFields fields,
            OpenBanditItems items,
            Tables tables,
            RowProblems problems,
            String campaign,
            String behaviour) {
        this.fields = fields;
        this.items = items;
        this.problems = problems;
        this.decisions = tables.of(Table.DECISIONS);
        this.slates = tables.of(Table.SLATES);
        this.feedback = tables.of(Table.FEEDBACK);
        this.prefix = campaign + "-" + behaviour + "-";
        this.policy = "open-bandit/" + campaign + "/" + behaviour;
        this.candidatesId = CandidateSets.id(items.names());
        for (int i = 0; i < fields.names().size(); i++) {
            Matcher matcher = AFFINITY.matcher(fields.names().get(i));
            if (matcher.matches() && items.has(Integer.parseInt(matcher.group(1)))) {
                affinityFields.add(i);
                affinityItems.add(items.name(Integer.parseInt(matcher.group(1))));
            }
        }
    }

    /** The time of the first impression that was kept. */
    long earliest() {
        return earliest;
    }

    /** Reads the row at which the fields stand; it is good when there are no problems afterwards. */
    void read() {
        ordinal++;
        decisions.begin();
        slates.begin();
        feedback.begin();
        if (!fields.isSound()) {
            problems.add(Reason.MALFORMED, "", "the row is not UTF-8 or has not the fields of the header");
            return;
        }
        String id = prefix + ordinal;
        time();
        long item = number("item_id", 0, Integer.MAX_VALUE);
        if (problems.isEmpty() && !items.has((int) item)) {
            problems.add(
                    Reason.OUT_OF_RANGE, "item_id", item + " is no item of the campaign, which has " + items.range());
        }
        long position = number("position", 1, 3) - 1;
        click = number("click", 0, 1) == 1;
        double propensity = propensity();
        decisions
                .set("decision_id", id)
                .set("account", id)
                .set("member", id)
                .set("surface", "open-bandit")
                .set("policy", policy)
                .set("candidates_id", candidatesId)
                .set("usable_off_policy", true)
                .set("context.affinity", affinity());
        for (int k = 0; k < 4; k++) {
            decisions.set("context.user_feature_" + k, fields.text("user_feature_" + k));
        }
        if (problems.isEmpty()) {
            String name = items.name((int) item);
            slates.set("decision_id", id)
                    .set("position", position)
                    .set("item", name)
                    .set("marginal_propensity", propensity)
                    .set("received", moment());
            feedback.set("event_id", id + "-click")
                    .set("kind", "click")
                    .set("member", id)
                    .set("item", name)
                    .set("time", moment())
                    .set("received", moment())
                    .set("decision_id", id)
                    .set("position", position);
        }
    }

    void keep() {
        earliest = Math.min(earliest, moment());
        decisions.keep();
        slates.keep();
        if (click) {
            feedback.keep();
        }
    }

    private long moment() {
        return decisions.cell("time").integer();
    }

    private void time() {
        String text = fields.text("timestamp");
        Cell time = decisions.cell("time");
        decisions.open(time);
        TextValue.time(time, text);
        if (problems.isEmpty()) {
            decisions.set("received", time.integer());
        }
    }

    private long number(String name, long lowest, long highest) {
        String text = fields.text(name);
        try {
            long value = Long.parseLong(text);
            if (value >= lowest && value <= highest) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        problems.add(
                Reason.OUT_OF_RANGE,
                name,
                RowProblems.quoted(text) + "; allowed: whole numbers from " + lowest + " to " + highest);
        return lowest;
    }

    private double propensity() {
        String text = fields.text("propensity_score");
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        problems.add(
                Reason.OUT_OF_RANGE,
                "propensity_score",
                RowProblems.quoted(text) + "; allowed: numbers above 0, at most 1");
        return Double.NaN;
    }

    /** The items of which the user has clicked before. */
    private List<String> affinity() {
        affinity.clear();
        for (int k = 0; k < affinityFields.size(); k++) {
            String text = fields.text(affinityFields.get(k));
            if (!text.equals("0.0") && positive(text)) {
                affinity.add(affinityItems.get(k));
            }
        }
        return affinity;
    }

    private boolean positive(String text) {
        try {
            return !text.isEmpty() && Double.parseDouble(text) > 0;
        } catch (NumberFormatException e) {
            problems.add(Reason.WRONG_TYPE, "user-item_affinity", RowProblems.quoted(text) + "; allowed: numbers");
            return false;
        }
    }
}
