package dev.longview.config;

import static dev.longview.config.Key.defaulted;
import static dev.longview.config.Key.optional;
import static dev.longview.config.Key.required;

import dev.longview.config.Shape.Decimal;
import dev.longview.config.Shape.Fields;
import dev.longview.config.Shape.Flag;
import dev.longview.config.Shape.Items;
import dev.longview.config.Shape.Named;
import dev.longview.config.Shape.Reference;
import dev.longview.config.Shape.Span;
import dev.longview.config.Shape.Text;
import dev.longview.config.Shape.Words;
import dev.longview.log.FeatureDefinition;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The keys of {@code longview.yaml}: what is checked, what editors are told, and what {@code docs/config.md} says comes from here. */
final class FileSchema {
    /** Readings beyond this are refused by learners. */
    static final double MOST = 1e12;

    static final Duration LONGEST = Duration.ofDays(3650);

    // features
    static final Key<String> FEATURE_TYPE = required(
            "type",
            Words.of("type of feature", "embedding", "a list of as many numbers for each value, made elsewhere"),
            "a feature that says more than its kind");
    static final Key<Double> FEATURE_SIZE = required(
            "size",
            Decimal.whole(1, FeatureDefinition.LARGEST),
            "how many numbers each value has; a value of another length is refused where it comes in");
    static final Shape.WordOr FEATURE_KIND = new Shape.WordOr(
            Words.of(
                    "kind of feature",
                    "numeric",
                    "a number, standardised by the learner",
                    "categorical",
                    "a text, one of many",
                    "multi-valued",
                    "a list of texts"),
            Fields.of(FEATURE_TYPE, FEATURE_SIZE));
    static final Key<List<Named.Entry<Shape.WordOr.Choice>>> FEATURES = optional(
            "features",
            new Named<>(NameRule.FEATURE, FEATURE_KIND),
            "none",
            "what policies may read: columns of the log, as they were when a decision was served");

    // feedback
    static final Key<Boolean> RETRACTABLE = defaulted(
            "retractable",
            new Flag(),
            "false",
            "whether a later event may withdraw one of this kind; outcomes of it are final only after their horizon");
    static final Key<List<Named.Entry<Section>>> FEEDBACK = optional(
            "feedback",
            new Named<>(NameRule.PLAIN, Fields.of(RETRACTABLE)),
            "none",
            "the kinds of events that members send back. `impression` is reserved: when it is declared, surfaces tell"
                    + " what was really rendered, and a recommendation without one was not seen");

    // outcomes
    static final Key<String> OF = required(
            "of",
            new Reference("a kind of feedback"),
            "the kind of feedback that is summed up; of an account an event of its membership (join, renew,"
                    + " cancel-requested, lapse, payment-failed, rejoin), or `decision` for its visits");
    static final Key<String> AS = required(
            "as",
            Words.of(
                    "aggregate",
                    "occurred",
                    "whether there was an event",
                    "count",
                    "how many events there were",
                    "sum",
                    "the sum of the events' values",
                    "max",
                    "the largest of the events' values",
                    "time-to-first",
                    "when the first event was, from the clock's origin",
                    "last",
                    "the label of the latest event"),
            "how its events become one value");
    static final Key<Double> MAX = new Key<>(
            "max",
            Decimal.above(0, MOST),
            new Presence.OnlyFor("as", List.of("count", "sum", "max")),
            "the value is capped here, so that rewards have a finite range; of a count a whole number");
    static final Key<List<Found<Node.Scalar>>> VALUES = new Key<>(
            "values",
            new Items<>(
                    new Text(
                            "a label of up to 64 characters, without quotes, \\ and |",
                            Pattern.compile("[^|'\"\\\\\\p{Cntrl}]{1,64}")),
                    2),
            new Presence.OnlyFor("as", List.of("last")),
            "the labels, with `none` among them for no event");
    static final Key<String> FROM = optional(
            "from",
            new Reference("an outcome"),
            "the decision",
            "the outcome whose first event starts the clock; while it has not happened, this one is pending");
    static final String NEXT_BILLING = "next-billing";
    static final Key<Shape.SpanOr.Either> FINAL_AFTER = optional(
            "final-after",
            new Shape.SpanOr(new Span(Duration.ofMinutes(1), LONGEST), NEXT_BILLING),
            "required, or `before`",
            "the horizon, from the clock's origin: later events do not count. Of an account also next-billing: when"
                    + " the period ends that the membership was in at the decision; pending while none is known");
    static final Key<Duration> GRACE = optional(
            "grace",
            new Span(Duration.ZERO, LONGEST),
            "1d",
            "with `final-after` next-billing: how long after it is due a payment still counts");
    static final Key<Duration> BEFORE = optional(
            "before",
            new Span(Duration.ofMinutes(1), LONGEST),
            "looks ahead",
            "instead of `final-after`: looks back so far from the decision, for a baseline; of a member only");
    static final Key<String> SCOPE = defaulted(
            "scope",
            Words.of(
                    "scope",
                    "recommendation",
                    "feedback on the recommendation itself",
                    "member",
                    "all feedback of the member, organic feedback too",
                    "account",
                    "what happens to the account: its membership, its visits"),
            "recommendation",
            "whose events are summed up");
    static final Key<String> EXCEPT = optional(
            "except",
            Words.of("exception", "same-item", "leaves out feedback on the recommended item"),
            "nothing",
            "of a member: which of its feedback does not count");
    static final Key<Node.Scalar> WHERE = optional(
            "where",
            Text.any("a condition on events"),
            "all of the kind",
            "which events count: a condition over event.value, event.label, event.ATTRIBUTE, event.item.FEATURE,"
                    + " item.FEATURE, member.FEATURE and context.FEATURE");
    static final Key<List<Named.Entry<Section>>> OUTCOMES = optional(
            "outcomes",
            new Named<>(
                    NameRule.OUTCOME,
                    Fields.of(OF, AS, MAX, VALUES, SCOPE, EXCEPT, WHERE, FROM, FINAL_AFTER, GRACE, BEFORE)),
            "none",
            "typed summaries of what a recommendation led to; rewards are made of them");

    // history
    static final Key<String> HISTORY_OF =
            required("of", new Reference("a kind of feedback"), "the kind of feedback that is looked back at");
    static final Key<String> HISTORY_AS = required(
            "as",
            Words.of(
                    "number",
                    "count",
                    "how many events there were",
                    "sum",
                    "the sum of their values",
                    "max",
                    "the largest of their values",
                    "days-since",
                    "days since the latest",
                    "share",
                    "the share of them for which `where` holds"),
            "how events become a number");
    static final Key<Duration> OVER =
            required("over", new Span(Duration.ofMinutes(1), LONGEST), "how far back, from the decision");
    static final Key<Node.Scalar> HISTORY_WHERE = optional(
            "where",
            Text.any("a condition on events"),
            "all of the kind",
            "which events count: a condition over event.value, event.label, event.ATTRIBUTE and event.item.FEATURE");
    static final Key<List<Named.Entry<Section>>> HISTORY = optional(
            "history",
            new Named<>(NameRule.FEATURE, Fields.of(HISTORY_OF, HISTORY_AS, OVER, HISTORY_WHERE)),
            "none",
            "numeric features, member.NAME, of what the member did before the decision, as far as it had been received"
                    + " by then. What was logged with the decision is preferred");

    // attribution
    static final Key<String> OPENED_BY = required(
            "opened-by",
            new Reference("a kind of feedback"),
            "the kind of event that opens an engagement of a member with an item: play");
    static final Key<Duration> WITHIN = defaulted(
            "within",
            new Span(Duration.ofMinutes(1), LONGEST),
            "7d",
            "how old a recommendation may be to win the event that opens one");
    static final Key<Duration> LASTS = defaulted(
            "lasts",
            new Span(Duration.ofMinutes(1), LONGEST),
            "28d",
            "how long an engagement owns what the member does with the item");
    static final Key<Boolean> CONTINUATIONS = defaulted(
            "continuations",
            new Flag(),
            "true",
            "whether what is recommended while the member is engaged with it trains policies");
    static final Key<Section> ATTRIBUTION = optional(
            "attribution",
            Fields.of(OPENED_BY, WITHIN, LASTS, CONTINUATIONS),
            "feedback counts for the decision that it names only",
            "how feedback that names no decision finds the recommendation that it answers");

    // rewards
    static final Key<Node.Scalar> IS = required(
            "is", Text.any("an expression over outcomes, features and parts"), "the reward of one recommendation");
    static final Key<List<Named.Entry<Node.Scalar>>> PARTS = optional(
            "parts",
            new Named<>(NameRule.OUTCOME, Text.any("an expression over outcomes, features and the parts above it")),
            "none",
            "numbers and conditions that `is` and parts further below call by name; an explanation tells what each"
                    + " came to");
    static final Key<Node.Scalar> HYPOTHESIS =
            optional("hypothesis", Text.any("a sentence"), "none", "what its author believes that it measures");
    static final Key<String> PARENT =
            optional("parent", new Reference("a reward"), "none", "the reward that it was refined from");
    static final Key<List<Named.Entry<Section>>> REWARDS = optional(
            "rewards",
            new Named<>(NameRule.PLAIN, Fields.of(PARTS, IS, HYPOTHESIS, PARENT)),
            "none",
            "what policies learn to raise");

    // delay
    static final Key<String> STATE = optional(
            "state",
            new Reference("an outcome (occurred, count, sum or max)"),
            "none",
            "the outcome whose value so far tells most about the final one");
    static final Key<List<Found<Double>>> CUTS = new Key<>(
            "cuts",
            new Items<>(Decimal.between(0, MOST), 1),
            new Presence.With("state"),
            "the upper bounds of all bins of the state but the last, ascending");
    static final Key<String> BY = optional(
            "by",
            new Reference("a categorical feature"),
            "none",
            "estimated apart for each value of it, pooled where it is thin");
    static final Key<List<Found<String>>> TREE_OUTCOMES = defaulted(
            "outcomes",
            new Items<>(new Reference("an outcome"), 0),
            "[]",
            "further outcomes whose values so far tell something; its own and the state are always read");
    static final Key<List<Found<String>>> TREE_FEATURES = defaulted(
            "features",
            new Items<>(new Reference("a numeric or categorical feature"), 0),
            "[]",
            "what else is read: of items their attributes, never who they are");
    static final Key<String> AFTER = optional(
            "after",
            new Reference("an outcome that has trees"),
            "none",
            "the outcome whose end is given: whether it happens changes what is expected of this one");
    static final Key<Section> TREES = optional(
            "trees",
            Fields.of(TREE_OUTCOMES, TREE_FEATURES, AFTER),
            "none: the table alone",
            "boosted trees that correct the table");
    static final Key<List<Found<String>>> OPINION_OUTCOMES = defaulted(
            "outcomes",
            new Items<>(new Reference("an outcome"), 0),
            "[]",
            "outcomes whose values so far are read; what was said itself tells nothing of the silent");
    static final Key<Section> OPINION = optional(
            "opinion",
            Fields.of(OPINION_OUTCOMES, TREE_FEATURES),
            "none: rewards that read it are refused labels",
            "what tells who answers, and what the silent would have said: a forecast of `opinion(…)`");
    static final Key<Duration> PERIOD = optional(
            "period",
            new Span(Duration.ofDays(1), LONGEST),
            "31d",
            "of what ends with the next billing: the longest time from a decision to it that is learned from");
    static final Key<List<Named.Entry<Section>>> DELAY = optional(
            "delay",
            new Named<>(NameRule.OUTCOME, Fields.of(STATE, CUTS, BY, TREES, OPINION, PERIOD)),
            "none: pending outcomes stand at their value so far",
            "which outcomes are predicted while they are pending, under their names");

    // policies
    static final Key<String> REWARD = required("reward", new Reference("a reward"), "the reward that it is trained on");
    static final Key<String> LABELS = defaulted(
            "labels",
            Words.of(
                    "use of labels",
                    "readings",
                    "each row's reading by its precision, where `delay fit` has fitted any; else as expected",
                    "expected",
                    "the expected reward as if it were final",
                    "settled",
                    "final rewards alone: other rows wait",
                    "so-far",
                    "what has arrived, as if nothing more would come"),
            "readings",
            "what it takes of rewards that are not final yet; the others are there to be compared with");
    static final Key<List<Found<String>>> POLICY_FEATURES = required(
            "features",
            new Items<>(new Reference("a feature"), 0),
            "the features that its model reads; the item's identity is always one");
    static final Key<Double> DIMENSIONS =
            defaulted("dimensions", Decimal.whole(1, 1024), "8", "size of the embeddings");
    static final Key<Double> LEARNING_RATE =
            defaulted("learning-rate", Decimal.above(0, 10), "0.1", "size of the adaptive gradient steps");
    static final Key<Double> REGULARISATION =
            defaulted("regularisation", Decimal.between(0, 10), "0.000001", "L2 of the parameters, per step");
    static final Key<Double> EPOCHS = defaulted("epochs", Decimal.whole(1, 1000), "3", "passes over the training rows");
    static final Key<Double> SLATE_SIZE =
            defaulted("slate-size", Decimal.whole(1, 1000), "5", "how many items a decision shows");
    static final Key<Double> IMPORTANCE_CAP = defaulted(
            "cap",
            Decimal.between(1, 1e6),
            "10",
            "the most that the policy's probability over the logged propensity weighs: more is less biased, and"
                    + " noisier");
    static final Key<Boolean> DOUBLY_ROBUST = defaulted(
            "doubly-robust",
            new Flag(),
            "true",
            "whether a regression of the reward speaks for what was not shown, and weights for its errors only");
    static final Key<Section> POLICY_VALUE = required(
            "policy-value",
            Fields.of(IMPORTANCE_CAP, DOUBLY_ROBUST),
            "the value of the policy softmax(score), by its estimate from what was logged");
    static final Key<Section> OBJECTIVE = optional(
            "objective",
            Fields.of(POLICY_VALUE),
            "the reward of each item in each context, by regression",
            "what the model is fitted to; with policy-value, exploration must be softmax of temperature 1");
    static final Key<Node.Scalar> SCORER = optional(
            "scorer",
            Text.any("a file, relative to the workspace"),
            "a model is trained here",
            "an ONNX model that was trained elsewhere and scores instead, with the features as its inputs; what is"
                    + " learned by has no meaning then");
    static final Fields POLICY = Fields.of(
            REWARD,
            LABELS,
            POLICY_FEATURES,
            DIMENSIONS,
            LEARNING_RATE,
            REGULARISATION,
            EPOCHS,
            OBJECTIVE,
            SCORER,
            ExplorationKeys.EXPLORATION,
            SLATE_SIZE,
            RuleKeys.RULES,
            RuleKeys.GUARD);
    static final Key<List<Named.Entry<Section>>> POLICIES = optional(
            "policies", new Named<>(NameRule.PLAIN, POLICY), "none", "models that choose items, and how they explore");

    // experiments
    static final Key<Node.Scalar> SALT = optional(
            "salt", Text.any("a text"), "the experiment's name", "hashed with the account; another salt, another draw");
    static final Key<Double> SHARE =
            defaulted("share", Decimal.above(0, 1), "1", "share of all accounts that take part");
    static final Key<String> CELL_POLICY =
            required("policy", new Reference("a policy"), "the policy that serves the cell");
    static final Key<Double> WEIGHT = defaulted(
            "weight", Decimal.above(0, 1e6), "1", "share of the participants, relative to the other cells' weights");
    static final Key<List<Named.Entry<Section>>> CELLS = required(
            "cells",
            new Named<>(NameRule.PLAIN, Fields.of(CELL_POLICY, WEIGHT, ServingKeys.LEARNS_FROM)),
            "the arms, at least two; the first is the control");
    static final Key<Node.Scalar> DECISION =
            optional("decision", Text.any("a sentence"), "none", "what was decided by it; reward histories tell it");
    static final Key<List<Named.Entry<Section>>> EXPERIMENTS = optional(
            "experiments",
            new Named<>(NameRule.PLAIN, Fields.of(SALT, SHARE, CELLS, DECISION)),
            "none",
            "randomised tests of policies against each other");

    static final Key<Duration> LATENESS = defaulted(
            "lateness",
            new Span(Duration.ZERO, Duration.ofDays(365)),
            "2d",
            "how long after its time an event may be received and still count");

    static final Fields ROOT = Fields.of(
            LATENESS,
            FEATURES,
            FEEDBACK,
            ATTRIBUTION,
            HISTORY,
            OUTCOMES,
            REWARDS,
            DELAY,
            POLICIES,
            EXPERIMENTS,
            ServingKeys.SERVING);

    private FileSchema() {}
}
