package dev.longview.reward;

import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Language;
import dev.longview.syntax.Lexer;
import dev.longview.syntax.Nearest;
import dev.longview.syntax.Operator;
import dev.longview.syntax.Problem;
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

/** Types: says all that is wrong with an expression before it can be evaluated. */
final class Checker {
    static final Language LANGUAGE = new Language(
            "a reward",
            "a number, an outcome, a function or a parenthesis",
            "+ - * / && || == != < <= > >= in ? :",
            "a choice is condition ? this : that",
            "durations are compared as days(x) or hours(x)",
            true,
            true);

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

    private static final String QUOTE = "a category is compared with one of its values in quotes";

    private final String source;
    private final Map<String, OutcomeDefinition> declared;
    private final Map<String, FeatureDefinition> features;
    private final Map<String, Type> parts;
    private final java.util.function.Function<String, Optional<String>> refusal;
    private final List<Problem> problems;
    private final Set<String> looked = new HashSet<>();

    /**
     * @param parts those that may be used
     * @param refusal why another part may not
     */
    Checker(
            String source,
            Vocabulary vocabulary,
            Map<String, Type> parts,
            java.util.function.Function<String, Optional<String>> refusal,
            List<Problem> problems) {
        this.source = source;
        this.declared = vocabulary.outcomes();
        this.features = vocabulary.features();
        this.parts = parts;
        this.refusal = refusal;
        this.problems = problems;
    }

    void reward(Expression e) {
        number(e, "a reward");
    }

    /** What a part is: a number or a condition. */
    Type part(Expression e) {
        Type type = type(e);
        if (type.isCondition()) {
            return Type.CONDITION;
        }
        expect(e, type, Type.NUMBER, "a part");
        return type == Type.NUMBER ? type : Type.UNKNOWN;
    }

    /** For text that does not parse: names that nothing declares, so that they are told at once. */
    void names(List<Lexer.Token> tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            Lexer.Token token = tokens.get(i);
            if (token.kind() == Lexer.Kind.NAME && !WORDS.contains(token.text())) {
                if (tokens.get(i + 1).is("(")) {
                    if (Function.of(token.text()).isEmpty()) {
                        unknownFunction(token.text(), token.at());
                    }
                } else if (!declared.containsKey(token.text())
                        && !parts.containsKey(token.text())
                        && !features.containsKey(token.text())) {
                    unknownName(token.text(), token.at());
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
            case Expression.Listing l -> {
                l.values().forEach(this::type);
                yield Type.LISTING;
            }
            case Expression.Name n -> name(n);
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

    private Type name(Expression.Name n) {
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
            };
        }
        OutcomeDefinition outcome = declared.get(n.name());
        if (outcome == null) {
            unknownName(n.name(), n.at());
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
            case IN -> {
                in(b);
                yield Type.CONDITION;
            }
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
        boolean leftWords = left == Type.CATEGORY || left == Type.WORD;
        if (leftWords && right == Type.TEXT) {
            member(b.left(), b.right());
        } else if ((right == Type.CATEGORY || right == Type.WORD) && left == Type.TEXT) {
            member(b.right(), b.left());
        } else if (left == Type.WORDS || right == Type.WORDS) {
            if (left != Type.UNKNOWN && right != Type.UNKNOWN) {
                Expression list = left == Type.WORDS ? b.left() : b.right();
                Expression other = left == Type.WORDS ? b.right() : b.left();
                String text = other instanceof Expression.Text ? other.normalised() : "'…'";
                String looked = text + " in " + piece(list);
                tell(
                        b.at(),
                        piece(list) + " is several texts, or none: it equals no single one",
                        "write " + (b.operator() == Operator.UNEQUAL ? "!(" + looked + ")" : looked));
            }
        } else if (leftWords && right == Type.LISTING) {
            String listed = piece(b.left()) + " in " + piece(b.right());
            tell(
                    b.at(),
                    "'" + b.operator().symbol + "' compares with one value, this is a list",
                    "write " + (b.operator() == Operator.UNEQUAL ? "!(" + listed + ")" : listed));
        } else if (leftWords || right == Type.CATEGORY || right == Type.WORD) {
            if (left != Type.UNKNOWN && right != Type.UNKNOWN) {
                tell(
                        b.at(),
                        (leftWords ? left : right).spoken + " cannot be compared with "
                                + (leftWords ? right : left).spoken,
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

    private void in(Expression.Binary b) {
        Type left = type(b.left());
        Type right = b.right() instanceof Expression.Listing ? Type.LISTING : type(b.right());
        if (right == Type.LISTING && (left == Type.CATEGORY || left == Type.WORD)) {
            listed(b.left(), (Expression.Listing) b.right());
        } else if ((right == Type.WORDS && left == Type.TEXT) || left == Type.UNKNOWN || right == Type.UNKNOWN) {
            return;
        } else if (left == Type.WORDS && right == Type.LISTING) {
            List<String> texts = Trees.texts(b.right());
            String each = texts.stream()
                    .limit(5)
                    .map(text -> Expression.quoted(text) + " in " + piece(b.left()))
                    .collect(Collectors.joining(" || "));
            tell(
                    b.left().at(),
                    "'in' looks for one text, this is " + left.spoken,
                    "write " + (each.isEmpty() ? "'…' in " + piece(b.left()) : each));
        } else if (right == Type.LISTING && (left == Type.NUMBER || left == Type.AMOUNT)) {
            tell(
                    b.at(),
                    "'in' looks for a text, this is a number",
                    "compare with each: " + piece(b.left()) + " == 1 || " + piece(b.left()) + " == 2");
        } else if (right == Type.WORD || right == Type.CATEGORY || right == Type.TEXT) {
            String one = right == Type.TEXT ? piece(b.right()) : "'…'";
            String of = right == Type.TEXT ? piece(b.left()) : piece(b.right());
            tell(
                    b.right().at(),
                    "'in' looks into a list, this is " + right.spoken,
                    "write " + of + " == " + one + ", or " + of + " in [" + one + ", '…']");
        } else if (right == Type.WORDS) {
            tell(
                    b.left().at(),
                    "'in' looks for a quoted text, this is " + left.spoken,
                    "write 'drama' in " + piece(b.right()));
        } else if (right == Type.LISTING) {
            tell(
                    b.left().at(),
                    "'in' looks for a category, this is " + left.spoken,
                    "write thumb in ['up', 'down'], with a category on its left");
        } else {
            tell(
                    b.right().at(),
                    "'in' looks into a list, this is " + right.spoken,
                    "write thumb in ['up', 'down'], or 'drama' in item.genres");
        }
    }

    private void listed(Expression category, Expression.Listing list) {
        if (list.values().isEmpty()) {
            tell(list.at(), "the list is empty: nothing is in it", "write the values that you mean: ['…', '…']");
        }
        Set<String> seen = new HashSet<>();
        for (Expression value : list.values()) {
            if (value instanceof Expression.Text text) {
                member(category, text);
                if (!seen.add(text.value())) {
                    tell(text.at(), text.normalised() + " stands twice in the list", "remove one");
                }
            } else if (!unquoted(category, value)) {
                tell(value.at(), "a list holds quoted texts, this is " + type(value).spoken, "write '…' in quotes");
            }
        }
    }

    private boolean unquoted(Expression category, Expression word) {
        if (!(word instanceof Expression.Name w) || known(w.name())) {
            return false;
        }
        List<String> values = valuesOf(category);
        boolean free = category instanceof Expression.Name name
                && features.containsKey(name.name())
                && features.get(name.name()).kind() != FeatureDefinition.Kind.NUMERIC;
        if (values.isEmpty() && !free) {
            return false;
        }
        type(category);
        String meant =
                values.isEmpty() ? w.name() : Nearest.to(w.name(), values).orElse(values.getFirst());
        tell(
                w.at(),
                "the value '" + w.name() + "' of '" + category.normalised() + "' is not quoted",
                "write " + Expression.quoted(meant));
        return true;
    }

    private boolean known(String name) {
        return declared.containsKey(name)
                || features.containsKey(name)
                || parts.containsKey(name)
                || refusal.apply(name).isPresent();
    }

    private void member(Expression category, Expression text) {
        List<String> values = valuesOf(category);
        if (text instanceof Expression.Text t && !values.isEmpty() && !values.contains(t.value())) {
            boolean silence = t.value().equals(Aggregate.NONE);
            tell(
                    t.at(),
                    "'" + category.normalised() + "' has no value '" + t.value() + "'",
                    silence
                            ? "an opinion is never none; for silence write "
                                    + category.normalised().replaceAll("^opinion\\(|\\)$", "") + " == 'none'"
                            : meant(t.value(), values) + "its values: " + String.join(", ", values));
        }
    }

    /** The values of a category that is an outcome, or an opinion; empty for all else. */
    private List<String> valuesOf(Expression category) {
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

    private Type choice(Expression.Conditional c) {
        condition(c.condition(), "'?'");
        Type then = type(c.then());
        Type otherwise = type(c.otherwise());
        boolean conditions = then.isCondition() && otherwise.isCondition();
        if (conditions) {
            return Type.CONDITION;
        }
        expect(c.then(), then, Type.NUMBER, "this choice");
        expect(c.otherwise(), otherwise, Type.NUMBER, "this choice");
        return then == Type.UNKNOWN || otherwise == Type.UNKNOWN ? Type.UNKNOWN : Type.NUMBER;
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
                    switch (f) {
                        case CLAMP -> "write clamp(x, low, high)";
                        case OR_VALUE -> "write orValue(item.runtime, 90), with what stands for a missing value";
                        case DAYS, HOURS, OPINION -> "write " + c.function() + "(…) of one outcome";
                        case MIN, MAX, ABS, EXP, LOG, SQRT, POW -> "separate arguments with commas";
                    });
        }
        if (f == Function.OPINION) {
            return opinion(c);
        }
        if (f == Function.OR_VALUE) {
            return orValue(c);
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

    private Type opinion(Expression.Call c) {
        for (Expression argument : c.arguments()) {
            Type type = type(argument);
            if (type != Type.UNKNOWN && !(type == Type.CATEGORY && argument instanceof Expression.Name)) {
                tell(
                        argument.at(),
                        "opinion takes a category that is an outcome, this is " + type.spoken,
                        "categories declared: " + list(named(outcome -> outcome.as() instanceof Aggregate.Last)));
                return Type.UNKNOWN;
            }
        }
        return c.arguments().size() == 1 ? Type.CATEGORY : Type.UNKNOWN;
    }

    private Type orValue(Expression.Call c) {
        for (int i = 0; i < c.arguments().size(); i++) {
            Expression argument = c.arguments().get(i);
            if (i > 0) {
                number(argument, c.function());
                continue;
            }
            Type type = type(argument);
            if (type != Type.UNKNOWN && type != Type.AMOUNT) {
                boolean text = type == Type.WORD || type == Type.WORDS;
                tell(
                        argument.at(),
                        text
                                ? "orValue is for numbers, this is " + type.spoken
                                : "orValue is for features that are numbers and may be missing, this is " + type.spoken,
                        text
                                ? "compare it as it is: a missing text equals none"
                                : "write " + piece(argument) + " alone: it is never missing");
            }
        }
        return Type.NUMBER;
    }

    private List<String> named(Predicate<OutcomeDefinition> which) {
        return declared.values().stream()
                .filter(which)
                .map(OutcomeDefinition::name)
                .toList();
    }

    private List<String> times() {
        return named(outcome -> outcome.as() instanceof Aggregate.TimeToFirst);
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
            case NUMBER ->
                wanted == Type.CONDITION ? "compare it: " + piece + " > 0" : "take what it stands for by itself";
            case CONDITION -> "conditions are not numbers: write " + piece + " ? 1 : 0";
            case TIME ->
                "write days(" + text + ") or hours(" + text + ") for the time, " + text + " ? 1 : 0 for whether";
            case CATEGORY -> QUOTE + ": " + text + " == '" + Aggregate.NONE + "'";
            case WORD -> "compare it: " + text + " == '…'";
            case WORDS -> "look into it: '…' in " + text;
            case AMOUNT ->
                "say what stands for missing, and between what bounds it counts: clamp(orValue(" + text
                        + ", 0), 0, 1000)" + (wanted == Type.CONDITION ? " > 0" : "");
            case LISTING -> "a list stands only right of 'in': category in " + text;
            case TEXT -> "texts are only compared with a category: category == " + text;
            case UNKNOWN -> "";
        };
        tell(e.at(), of + " needs " + wanted.spoken + ", this is " + found.spoken, advice);
    }

    private void unknownName(String name, Span at) {
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

    private void unknownFunction(String name, Span at) {
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

    private String piece(Expression e) {
        return Compiler.piece(source, e.at());
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
