package dev.longview.log;

import static dev.longview.columns.ColumnType.BIGINT;
import static dev.longview.columns.ColumnType.BOOLEAN;
import static dev.longview.columns.ColumnType.DOUBLE;
import static dev.longview.columns.ColumnType.TEXT;
import static dev.longview.columns.ColumnType.TEXT_LIST;
import static dev.longview.columns.ColumnType.TEXT_MAP;

import dev.longview.columns.ColumnType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * The tables of the log and their columns. A column may be added in a minor version of the schema (absent means missing, never 0); a
 * type never changes under its name.
 */
public enum Table {
    /** One visit served. Feature columns ({@code context.*}, {@code member.*}) follow the fixed ones, as served. */
    DECISIONS(
            List.of("context.", "member."),
            required("decision_id", TEXT, "identity of the visit served"),
            required("account", TEXT, "unit of billing, allocation and retention"),
            required("member", TEXT, "who was served"),
            required("time", BIGINT, "when it was served"),
            required("received", BIGINT, "when the log got it"),
            optional("surface", TEXT, "where it was shown: home row, search page"),
            optional("policy", TEXT, "version of the policy that chose the slate"),
            optional("cells", TEXT_LIST, "experiment/cell, one for each experiment that the account is in"),
            optional("seed", BIGINT, "seed of the draw of the slate"),
            optional("candidates_id", TEXT, "the candidate set that was eligible"),
            optional("rules", TEXT, "version of the policy's rules that the candidates and the slate keep to"),
            required("usable_off_policy", BOOLEAN, "whether the propensities are those of what was shown"),
            optional("unusable_reason", TEXT, "why not, when not")),

    /** One recommendation: an item at a position of a decision's slate. */
    SLATES(
            List.of(),
            required("decision_id", TEXT, "the decision"),
            required("position", BIGINT, "0 is the first"),
            required("item", TEXT, "the item recommended"),
            optional(
                    "conditional_propensity",
                    DOUBLE,
                    "probability of the item here, given the positions above; (0, 1]"),
            optional("marginal_propensity", DOUBLE, "probability of the item here, whatever stands above; (0, 1]"),
            optional("marginal_error", DOUBLE, "standard error of the marginal, where it is not exact"),
            optional("score", DOUBLE, "what the policy's model said of the item"),
            required("received", BIGINT, "when the log got it")),

    /** Which items were eligible; stored once, named by the hash of its content. */
    CANDIDATE_SETS(
            List.of(),
            required("candidates_id", TEXT, "hash of the items"),
            required("items", TEXT_LIST, "the items, sorted"),
            required("received", BIGINT, "when the log got it")),

    /** One event. The reserved kind {@code impression} says that a recommendation was really rendered. */
    FEEDBACK(
            List.of(),
            required("event_id", TEXT, "identity: the same id twice is one event"),
            required("kind", TEXT, "play, watch, complete, thumb, impression, …"),
            required("member", TEXT, "who"),
            optional("item", TEXT, "about what"),
            required("time", BIGINT, "when it happened"),
            required("received", BIGINT, "when the log got it"),
            optional("decision_id", TEXT, "the decision that it answers, when known"),
            optional("position", BIGINT, "the position that it answers, when known"),
            optional("value", DOUBLE, "a number: minutes, price, rating"),
            optional("label", TEXT, "a category: up, down"),
            optional("attributes", TEXT_MAP, "anything else"),
            optional("retracts", TEXT, "event_id of an earlier event that this one withdraws")),

    /** What happened to an account's membership; retention comes from here. */
    MEMBERSHIPS(
            List.of(),
            required("event_id", TEXT, "identity: the same id twice is one event"),
            required("account", TEXT, "the account"),
            optional("member", TEXT, "the member, where the account has several"),
            required("event", TEXT, "join, renew, cancel-requested, lapse, payment-failed, rejoin"),
            optional("plan", TEXT, "the plan"),
            optional("period_start", BIGINT, "start of the period that the event is about"),
            optional("period_end", BIGINT, "its end: the next due billing"),
            optional("voluntary", BOOLEAN, "whether a lapse was chosen"),
            required("time", BIGINT, "when it happened"),
            required("received", BIGINT, "when the log got it")),

    /** An item's features from a moment on. Feature columns ({@code item.*}) follow the fixed ones. */
    ITEMS(
            List.of("item."),
            required("item", TEXT, "the item"),
            required("valid_from", BIGINT, "from when these features hold"),
            required("received", BIGINT, "when the log got it"));

    /**
     * A column: its name, type, whether a row without it is refused, and what it means.
     *
     * @param length how many numbers a list of numbers has; 0 of every other type
     */
    public record ColumnDefinition(String name, ColumnType type, boolean required, String meaning, int length) {
        public ColumnDefinition(String name, ColumnType type, boolean required, String meaning) {
            this(name, type, required, meaning, 0);
        }

        /** That of a feature. */
        public static ColumnDefinition of(FeatureDefinition feature, boolean required, String meaning) {
            return new ColumnDefinition(feature.name(), feature.kind().columnType(), required, meaning, feature.size());
        }

        /** The same, required or not. */
        public ColumnDefinition required(boolean needed, String why) {
            return new ColumnDefinition(name, type, needed, why, length);
        }
    }

    private final List<String> featurePrefixes;
    private final List<ColumnDefinition> columns;

    Table(List<String> featurePrefixes, ColumnDefinition... columns) {
        this.featurePrefixes = featurePrefixes;
        this.columns = List.of(columns);
    }

    private static ColumnDefinition required(String name, ColumnType type, String meaning) {
        return new ColumnDefinition(name, type, true, meaning);
    }

    private static ColumnDefinition optional(String name, ColumnType type, String meaning) {
        return new ColumnDefinition(name, type, false, meaning);
    }

    /** The table's name, as its folder is called: {@code candidate_sets}. */
    public String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public List<ColumnDefinition> columns() {
        return columns;
    }

    /** The prefixes of feature columns that this table carries, each ending in a dot. */
    public List<String> featurePrefixes() {
        return featurePrefixes;
    }

    /** The fixed columns, then the columns of those of the given features that belong to this table. */
    public SequencedMap<String, ColumnType> types(List<FeatureDefinition> features) {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        columns.forEach(column -> types.put(column.name(), column.type()));
        features.stream()
                .filter(feature -> featurePrefixes.stream().anyMatch(feature.name()::startsWith))
                .forEach(feature -> types.put(feature.name(), feature.kind().columnType()));
        return types;
    }
}
