package dev.longview.reward;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Nearest;
import dev.longview.syntax.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the names in an expression stand for, and what may have been meant by those that stand for nothing. */
final class Names {
    /** Takes what is wrong with a name. */
    interface Complaints {
        void tell(Span at, String message, String advice);
    }

    /** Names that mean something by themselves. */
    static final List<String> WORDS = List.of("true", "false", "if", "then", "else", "case", "and", "or", "not", "in");

    /** What other languages call what this one has. */
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("or", "orValue(item.x, 0) for what may be missing, a || b for a choice of conditions"),
            Map.entry("coalesce", "orValue(item.x, 0)"),
            Map.entry("ifnull", "orValue(item.x, 0)"),
            Map.entry("nvl", "orValue(item.x, 0)"),
            Map.entry("default", "orValue(item.x, 0)"),
            Map.entry("ln", "log(x)"),
            Map.entry("log10", "log(x) / log(10)"),
            Map.entry("log1p", "log(1 + x)"),
            Map.entry("power", "pow(x, y)"),
            Map.entry("least", "min(x, y)"),
            Map.entry("greatest", "max(x, y)"),
            Map.entry("round", "the number as it is: there is no rounding"),
            Map.entry("minutes", "days(x) or hours(x)"),
            Map.entry("weeks", "days(x) / 7"),
            Map.entry("sum", "a + b"),
            Map.entry("avg", "(a + b) / 2"),
            Map.entry("contains", "'x' in item.genres"),
            Map.entry("size", "'x' in item.genres for what a list holds"));

    private final Map<String, OutcomeDefinition> declared;
    private final Map<String, FeatureDefinition> features;
    private final Map<String, Type> parts;
    private final java.util.function.Function<String, Optional<String>> refusal;
    private final Complaints complaints;
    private final Set<String> looked = new HashSet<>();

    /**
     * @param parts those that may be used
     * @param refusal why another part may not
     */
    Names(
            Vocabulary vocabulary,
            Map<String, Type> parts,
            java.util.function.Function<String, Optional<String>> refusal,
            Complaints complaints) {
        this.declared = vocabulary.outcomes();
        this.features = vocabulary.features();
        this.parts = parts;
        this.refusal = refusal;
        this.complaints = complaints;
    }

    boolean declares(String name) {
        return declared.containsKey(name) || features.containsKey(name) || parts.containsKey(name);
    }

    /** Whether it is declared, or a part that may not be used here. */
    boolean known(String name) {
        return declares(name) || refusal.apply(name).isPresent();
    }

    /** Whether it is a feature of texts. */
    boolean isWord(String name) {
        FeatureDefinition feature = features.get(name);
        return feature != null && (feature.kind() == Kind.CATEGORICAL || feature.kind() == Kind.MULTI_VALUED);
    }

    List<String> outcomes(Predicate<OutcomeDefinition> which) {
        return declared.values().stream()
                .filter(which)
                .map(OutcomeDefinition::name)
                .toList();
    }

    Type type(Expression.Name n) {
        Type part = parts.get(n.name());
        if (part != null) {
            return part;
        }
        FeatureDefinition feature = features.get(n.name());
        if (feature != null) {
            return switch (feature.kind()) {
                case NUMERIC -> Type.AMOUNT;
                case CATEGORICAL -> Type.WORD;
                case MULTI_VALUED -> Type.WORDS;
                case EMBEDDING -> {
                    tell(
                            n.at(),
                            "'" + n.name() + "' is an embedding",
                            "its numbers mean nothing one by one: read a numeric, categorical or multi-valued feature");
                    yield Type.UNKNOWN;
                }
            };
        }
        OutcomeDefinition outcome = declared.get(n.name());
        if (outcome == null) {
            unknown(n.name(), n.at());
            return Type.UNKNOWN;
        }
        if (looked.add(n.name())) {
            usable(outcome, n.at());
        }
        return switch (outcome.as()) {
            case Aggregate.Occurred o -> Type.CONDITION;
            case Aggregate.TimeToFirst t -> Type.TIME;
            case Aggregate.Last l -> Type.CATEGORY;
            case Aggregate.Count c -> Type.NUMBER;
            case Aggregate.Sum s -> Type.NUMBER;
            case Aggregate.Max m -> Type.NUMBER;
        };
    }

    private void usable(OutcomeDefinition outcome, Span at) {
        Domain domain = new Domain(outcome, -1, -1);
        if (outcome.as() instanceof Aggregate.Last(List<String> values) && !values.contains(Aggregate.NONE)) {
            tell(
                    at,
                    "outcome '" + outcome.name() + "' has no value '" + Aggregate.NONE + "' for no event",
                    "add it to its values");
        } else if (!(domain.highest() >= 0 && domain.highest() <= Ranges.LARGEST)) {
            tell(
                    at,
                    "outcome '" + outcome.name() + "' has max " + domain.highest(),
                    "declare a finite max of at least 0");
        }
        Set<String> seen = new HashSet<>(Set.of(outcome.name()));
        Optional<String> origin = outcome.from();
        while (origin.isPresent()) {
            OutcomeDefinition from = declared.get(origin.get());
            if (from == null || !seen.add(origin.get())) {
                tell(
                        at,
                        "outcome '" + outcome.name() + "' runs from '" + origin.get() + "', "
                                + (from == null ? "which is not declared" : "in a circle"),
                        "correct 'from' of the outcome");
                return;
            }
            origin = from.from();
        }
    }

    /** The values of a category that is an outcome, or an opinion; empty for all else. */
    List<String> valuesOf(Expression category) {
        Expression of =
                category instanceof Expression.Call c && Trees.outcome(c).isPresent()
                        ? c.arguments().getFirst()
                        : category;
        OutcomeDefinition outcome = of instanceof Expression.Name name ? declared.get(name.name()) : null;
        if (outcome == null || !(outcome.as() instanceof Aggregate.Last(List<String> values))) {
            return List.of();
        }
        return category instanceof Expression.Name
                ? values
                : values.stream().filter(value -> !value.equals(Aggregate.NONE)).toList();
    }

    void unknown(String name, Span at) {
        Optional<String> refused = refusal.apply(name);
        if (refused.isPresent()) {
            boolean below = refused.get().endsWith("below");
            tell(
                    at,
                    refused.get(),
                    below
                            ? "parts use only parts above them: move it up"
                            : "break the circle: write out what is meant");
            return;
        }
        if (name.startsWith("item.") || name.startsWith("member.") || name.startsWith("context.")) {
            tell(
                    at,
                    "unknown feature '" + name + "'",
                    meant(name, features.keySet()) + "features declared: " + list(features.keySet()));
            return;
        }
        String functions = Function.of(name).isPresent() ? "'" + name + "' is a function: write " + name + "(…). " : "";
        List<String> all = new ArrayList<>(parts.keySet());
        all.addAll(declared.keySet());
        List<String> scoped = features.keySet().stream()
                .filter(feature -> feature.substring(feature.indexOf('.') + 1).equals(name))
                .toList();
        String scope = scoped.isEmpty() ? "" : "did you mean '" + scoped.getFirst() + "'? ";
        tell(
                at,
                "unknown outcome '" + name + "'",
                functions + (scope.isEmpty() ? meant(name, all) : scope) + "outcomes declared: "
                        + list(declared.keySet())
                        + (parts.isEmpty() ? "" : "; parts: " + list(new TreeSet<>(parts.keySet()))));
    }

    void unknownFunction(String name, Span at) {
        String foreign = FOREIGN.get(name.toLowerCase(Locale.ROOT));
        String known = Function.spellings().stream()
                .filter(spelling -> spelling.equalsIgnoreCase(name))
                .findFirst()
                .orElse("");
        String method = name.indexOf('.') > 0 ? "functions are not called on values: write f(x), not x.f(). " : "";
        tell(
                at,
                "unknown function '" + name + "'",
                method
                        + (foreign != null
                                ? "write " + foreign + ". "
                                : known.isEmpty() ? meant(name, Function.spellings()) : "write " + known + ". ")
                        + "functions: " + list(Function.spellings()));
    }

    static String meant(String word, Iterable<String> known) {
        List<String> words = new ArrayList<>();
        known.forEach(words::add);
        return Nearest.to(word, words)
                .map(near -> "did you mean '" + near + "'? ")
                .orElse("");
    }

    static String list(Collection<String> words) {
        return words.isEmpty()
                ? "none"
                : words.stream().limit(30).collect(Collectors.joining(", ", "", words.size() > 30 ? ", …" : ""));
    }

    private void tell(Span at, String message, String advice) {
        complaints.tell(at, message, advice);
    }
}
