package dev.longview.config;

import static dev.longview.config.Key.optional;
import static dev.longview.config.Key.required;

import dev.longview.config.Shape.Decimal;
import dev.longview.config.Shape.Fields;
import dev.longview.config.Shape.Items;
import dev.longview.config.Shape.Named;
import dev.longview.config.Shape.Reference;
import dev.longview.config.Shape.Span;
import dev.longview.config.Shape.Text;
import java.time.Duration;
import java.util.List;

/** The keys of a policy's rules: which items it may show, and what its slates keep to. */
final class RuleKeys {
    private static final String CONDITION =
            "a condition over item.FEATURE, member.FEATURE and context.FEATURE, in the language of outcomes' `where`";

    static final Key<List<Found<Node.Scalar>>> EXCLUDE = optional(
            "exclude",
            new Items<>(Text.any("a condition on items"), 1),
            "nothing is excluded",
            CONDITION + ": an item for which one of them holds is not eligible. A comparison with a missing value does"
                    + " not hold");
    static final Key<String> AVAILABLE_FROM = optional(
            "available-from",
            new Reference("a numeric feature of items"),
            "from ever",
            "when an item may first be shown, in microseconds since 1970 in UTC, as times in the log; missing: ever");
    static final Key<String> AVAILABLE_UNTIL = optional(
            "available-until",
            new Reference("a numeric feature of items"),
            "for ever",
            "from when on it may be shown no more");
    static final Key<List<Found<String>>> WATCHED_OF = required(
            "of", new Items<>(new Reference("a kind of feedback"), 1), "the kinds of feedback that say so: play");
    static final Key<Duration> WATCHED_OVER = required(
            "over", new Span(Duration.ofMinutes(1), FileSchema.LONGEST), "how long it is not shown again, from then");
    static final Key<Section> WATCHED = optional(
            "watched",
            Fields.of(WATCHED_OF, WATCHED_OVER),
            "all are shown again",
            "what the member has watched is not eligible: in `recommend` as the log knows it as of `--as-of`, in"
                    + " `serve` from each event on");
    static final Key<List<Found<Node.Scalar>>> WITHOUT =
            optional("without", new Items<>(Text.any("an item"), 1), "none", "items that are never shown");
    static final Key<Node.Scalar> PIN_ITEM = required("item", Text.any("an item"), "the item");
    static final Key<Double> PIN_POSITION =
            required("position", Decimal.whole(0, 999), "where it stands, with probability 1; 0 is the first");
    static final Key<Node.Scalar> PIN_WHERE =
            optional("where", Text.any("a condition on the visit"), "always", "when: " + CONDITION);
    static final Key<List<Named.Entry<Section>>> PINS = optional(
            "pins",
            new Named<>(NameRule.PLAIN, Fields.of(PIN_ITEM, PIN_POSITION, PIN_WHERE)),
            "none",
            "items that stand at a position where they are eligible, whatever their score; of two at one position the"
                    + " first");
    static final Key<List<Named.Entry<Double>>> CAPS = optional(
            "caps",
            new Named<>(NameRule.FEATURE, Decimal.whole(1, 1000)),
            "none",
            "at most so many items of a slate have the same value of a categorical or multi-valued feature of items");

    static final Key<Section> RULES = optional(
            "rules",
            Fields.of(EXCLUDE, AVAILABLE_FROM, AVAILABLE_UNTIL, WATCHED, WITHOUT, PINS, CAPS),
            "every item of the catalogue may be shown",
            "which items may be shown, and what slates keep to: all of it before the draw, so that propensities stay"
                    + " exact");

    static final Key<String> BASELINE = required(
            "baseline",
            new Reference("a policy"),
            "the policy that it keeps to, as it is in use when this one is trained; without features it is popularity");
    static final Key<Double> AT_LEAST = required(
            "at-least",
            Decimal.above(0, 1),
            "each item is shown at each position with at least this share of the baseline's probability, given what"
                    + " stands above");
    static final Key<Section> GUARD = optional(
            "guard",
            Fields.of(BASELINE, AT_LEAST),
            "none",
            "a baseline that cannot be left by more than a stated amount: with the probability at-least it draws the"
                    + " position, else the policy does");

    private RuleKeys() {}
}
