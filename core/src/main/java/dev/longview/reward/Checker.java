package dev.longview.reward;

import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Language;
import dev.longview.syntax.Lexer;
import dev.longview.syntax.Nearest;
import dev.longview.syntax.Problem;
import dev.longview.syntax.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Types: says all that is wrong with an expression before it can be evaluated. */
final class Checker {
    static final Language LANGUAGE = new Language(
            "a reward",
            "a number, an outcome, a function or a parenthesis",
            "+ - * / && || == != < <= > >= ? :",
            "a choice is condition ? this : that",
            "durations are compared as days(x) or hours(x)",
            false);

    private enum Type {
        NUMBER("a number"),
        CONDITION("a condition"),
        CATEGORY("a category"),
        TEXT("a quoted text"),
        /** A condition too. */
        TIME("a time-to-first"),
        /** Of what has been told already: fits everywhere. */
        UNKNOWN("unknown");

        private final String spoken;

        Type(String spoken) {
            this.spoken = spoken;
        }
    }

    private static final String QUOTE = "a category is compared with one of its values in quotes";

    private final String source;
    private final Map<String, OutcomeDefinition> declared;
    private final List<Problem> problems;
    private final Set<String> named = new LinkedHashSet<>();

    Checker(String source, Map<String, OutcomeDefinition> declared, List<Problem> problems) {
        this.source = source;
        this.declared = declared;
        this.problems = problems;
    }

    /** The declared outcomes that were met, in the order of the text. */
    Set<String> named() {
        return named;
    }

    void reward(Expression e) {
        number(e, "a reward");
    }

    /** For text that does not parse: names that nothing declares, so that they are told at once. */
    void names(List<Lexer.Token> tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            Lexer.Token token = tokens.get(i);
            if (token.kind() == Lexer.Kind.NAME
                    && !List.of("true", "false", "if", "then", "else", "case").contains(token.text())) {
                if (tokens.get(i + 1).is("(")) {
                    if (Function.of(token.text()).isEmpty()) {
                        unknownFunction(token.text(), token.at());
                    }
                } else if (!declared.containsKey(token.text())) {
                    unknownOutcome(token.text(), token.at());
                }
            }
        }
    }

    private Type type(Expression e) {
        return switch (e) {
            case Expression.Numeral n -> {
                if (!(n.value() <= Ranges.LARGEST)) {
                    tell(n.at(), "the number " + n.value() + " is too large", "the largest is " + Ranges.LARGEST);
                    yield Type.UNKNOWN;
                }
                yield Type.NUMBER;
            }
            case Expression.Truth t -> Type.CONDITION;
            case Expression.Text t -> Type.TEXT;
            case Expression.Name n -> outcome(n);
            case Expression.Negative n -> {
                number(n.of(), "'-'");
                yield Type.NUMBER;
            }
            case Expression.Not n -> {
                condition(n.of(), "'!'");
                yield Type.CONDITION;
            }
            case Expression.Binary b -> binary(b);
            case Expression.Conditional c -> choice(c);
            case Expression.Call c -> call(c);
        };
    }

    private Type outcome(Expression.Name n) {
        OutcomeDefinition outcome = declared.get(n.name());
        if (outcome == null) {
            unknownOutcome(n.name(), n.at());
            return Type.UNKNOWN;
        }
        if (named.add(n.name())) {
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
        Domain domain = new Domain(outcome, -1);
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

    private Type binary(Expression.Binary b) {
        String of = "'" + b.operator().symbol + "'";
        return switch (b.operator()) {
            case OR, AND -> {
                condition(b.left(), of);
                condition(b.right(), of);
                yield Type.CONDITION;
            }
            case EQUAL, UNEQUAL -> {
                equality(b);
                yield Type.CONDITION;
            }
            case LESS, AT_MOST, MORE, AT_LEAST -> {
                number(b.left(), of);
                number(b.right(), of);
                yield Type.CONDITION;
            }
            case IN -> throw new AssertionError("an operator of conditions only");
            case PLUS, MINUS, TIMES, OVER -> {
                number(b.left(), of);
                number(b.right(), of);
                yield Type.NUMBER;
            }
        };
    }

    private void equality(Expression.Binary b) {
        // thumb == up: the forgotten quotes are told as such, not as an unknown outcome.
        if (unquoted(b.left(), b.right()) || unquoted(b.right(), b.left())) {
            return;
        }
        Type left = type(b.left());
        Type right = type(b.right());
        if (left == Type.CATEGORY && right == Type.TEXT) {
            member(b.left(), b.right());
        } else if (right == Type.CATEGORY && left == Type.TEXT) {
            member(b.right(), b.left());
        } else if (left == Type.CATEGORY || right == Type.CATEGORY) {
            if (left != Type.UNKNOWN && right != Type.UNKNOWN) {
                tell(
                        b.at(),
                        "a category cannot be compared with " + (left == Type.CATEGORY ? right : left).spoken,
                        QUOTE);
            }
        } else if (left == Type.NUMBER || right == Type.NUMBER) {
            expect(b.left(), left, Type.NUMBER, "'" + b.operator().symbol + "'");
            expect(b.right(), right, Type.NUMBER, "'" + b.operator().symbol + "'");
        } else {
            expect(b.left(), left, Type.CONDITION, "'" + b.operator().symbol + "'");
            expect(b.right(), right, Type.CONDITION, "'" + b.operator().symbol + "'");
        }
    }

    private boolean unquoted(Expression category, Expression word) {
        List<String> values = valuesOf(category);
        if (values.isEmpty() || !(word instanceof Expression.Name w) || declared.containsKey(w.name())) {
            return false;
        }
        type(category);
        String meant = Nearest.to(w.name(), values).orElse(values.getFirst());
        tell(
                w.at(),
                "the value '" + w.name() + "' of '" + category.normalised() + "' is not quoted",
                "write " + Expression.quoted(meant));
        return true;
    }

    private void member(Expression category, Expression text) {
        List<String> values = valuesOf(category);
        if (text instanceof Expression.Text t && !values.isEmpty() && !values.contains(t.value())) {
            tell(
                    t.at(),
                    "'" + category.normalised() + "' has no value '" + t.value() + "'",
                    meant(t.value(), values) + "its values: " + String.join(", ", values));
        }
    }

    /** The values of a category that is an outcome; empty for all else. */
    private List<String> valuesOf(Expression category) {
        OutcomeDefinition outcome = category instanceof Expression.Name name ? declared.get(name.name()) : null;
        return outcome != null && outcome.as() instanceof Aggregate.Last(List<String> values) ? values : List.of();
    }

    private Type choice(Expression.Conditional c) {
        condition(c.condition(), "'?'");
        Type then = type(c.then());
        Type otherwise = type(c.otherwise());
        boolean conditions = isCondition(then) && isCondition(otherwise);
        if (conditions) {
            return Type.CONDITION;
        }
        expect(c.then(), then, Type.NUMBER, "this choice");
        expect(c.otherwise(), otherwise, Type.NUMBER, "this choice");
        return then == Type.UNKNOWN || otherwise == Type.UNKNOWN ? Type.UNKNOWN : Type.NUMBER;
    }

    private static boolean isCondition(Type type) {
        return type == Type.CONDITION || type == Type.TIME;
    }

    private Type call(Expression.Call c) {
        Optional<Function> function = Function.of(c.function());
        if (function.isEmpty()) {
            unknownFunction(
                    c.function(),
                    new Span(c.at().start(), c.at().start() + c.function().length()));
            c.arguments().forEach(this::type);
            return Type.UNKNOWN;
        }
        int count = c.arguments().size();
        Function f = function.get();
        if (count < f.fewest || count > f.most) {
            tell(
                    c.at(),
                    c.function() + " takes " + (f.most > f.fewest ? "at least " : "") + f.fewest + " argument"
                            + (f.fewest == 1 ? "" : "s") + ", not " + count,
                    f == Function.CLAMP ? "write clamp(x, low, high)" : "separate arguments with commas");
        }
        for (Expression argument : c.arguments()) {
            if (f != Function.DAYS && f != Function.HOURS) {
                number(argument, c.function());
                continue;
            }
            Type type = type(argument);
            if (type != Type.UNKNOWN && !(type == Type.TIME && argument instanceof Expression.Name)) {
                tell(
                        argument.at(),
                        c.function() + " takes a time-to-first outcome, not " + type.spoken,
                        "time-to-first outcomes declared: " + list(times()));
            }
        }
        return Type.NUMBER;
    }

    private List<String> times() {
        return declared.values().stream()
                .filter(o -> o.as() instanceof Aggregate.TimeToFirst)
                .map(OutcomeDefinition::name)
                .toList();
    }

    private void number(Expression e, String of) {
        expect(e, type(e), Type.NUMBER, of);
    }

    private void condition(Expression e, String of) {
        expect(e, type(e), Type.CONDITION, of);
    }

    private void expect(Expression e, Type found, Type wanted, String of) {
        if (found == wanted || found == Type.UNKNOWN || (wanted == Type.CONDITION && found == Type.TIME)) {
            return;
        }
        String text = e.normalised();
        String piece = text.length() > 40
                ? "…"
                : e instanceof Expression.Name || e instanceof Expression.Call ? text : "(" + text + ")";
        String advice = switch (found) {
            case NUMBER -> "compare it: " + piece + " > 0";
            case CONDITION -> "conditions are not numbers: write " + piece + " ? 1 : 0";
            case TIME ->
                "write days(" + text + ") or hours(" + text + ") for the time, " + text + " ? 1 : 0 for whether";
            case CATEGORY -> QUOTE + ": " + text + " == '" + Aggregate.NONE + "'";
            case TEXT -> "texts are only compared with a category: category == " + text;
            case UNKNOWN -> "";
        };
        tell(e.at(), of + " needs " + wanted.spoken + ", this is " + found.spoken, advice);
    }

    private void unknownOutcome(String name, Span at) {
        String functions = Function.of(name).isPresent() ? "'" + name + "' is a function: write " + name + "(…). " : "";
        tell(
                at,
                "unknown outcome '" + name + "'",
                functions + meant(name, declared.keySet()) + "outcomes declared: " + list(declared.keySet()));
    }

    private void unknownFunction(String name, Span at) {
        tell(
                at,
                "unknown function '" + name + "'",
                meant(name, Function.spellings()) + "functions: " + list(Function.spellings()));
    }

    private static String meant(String word, Iterable<String> known) {
        List<String> words = new ArrayList<>();
        known.forEach(words::add);
        return Nearest.to(word, words)
                .map(near -> "did you mean '" + near + "'? ")
                .orElse("");
    }

    private static String list(Collection<String> words) {
        return words.isEmpty()
                ? "none"
                : words.stream().limit(30).collect(Collectors.joining(", ", "", words.size() > 30 ? ", …" : ""));
    }

    private void tell(Span at, String message, String advice) {
        problems.add(Problem.at(source, at, message, advice));
    }
}
