package dev.longview.outcome;

import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.outcome.Condition.Comparison;
import dev.longview.outcome.Condition.Field;
import dev.longview.outcome.Condition.Node;
import dev.longview.outcome.Condition.Source;
import dev.longview.outcome.Condition.Term;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Language;
import dev.longview.syntax.Lexer;
import dev.longview.syntax.Nearest;
import dev.longview.syntax.Operator;
import dev.longview.syntax.Parser;
import dev.longview.syntax.Problem;
import dev.longview.syntax.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Types: says all that is wrong with a condition, or gives its meaning. What gives nothing has told why. */
final class ConditionChecker {
    static final Language LANGUAGE = new Language(
            "a condition",
            "event.NAME, a number, a quoted text, a function or a parenthesis",
            "&& || == != < <= > >= in",
            "there is no choice: write (a && b) || (!a && c)",
            "write the number alone",
            true,
            false);
    private static final List<String> FUNCTIONS = List.of("shares", "present", "number");
    private static final List<String> WORDS = List.of("true", "false", "if", "then", "else", "case");

    private final String source;
    private final ConditionFields fields;
    private final List<Problem> problems;

    private ConditionChecker(String source, ConditionScope scope, List<Problem> problems) {
        this.source = source;
        this.fields = new ConditionFields(scope, this::tell);
        this.problems = problems;
    }

    static Condition.Compilation compile(String source, ConditionScope scope) {
        if (source.length() > Parser.LONGEST) {
            return new Condition.Compilation.Refused(List.of(Problem.at(
                    source,
                    new Span(Parser.LONGEST, source.length()),
                    "the condition has " + source.length() + " characters, at most " + Parser.LONGEST + " are allowed",
                    "shorten it: long lists of values are better a feature of items")));
        }
        List<Problem> problems = new ArrayList<>();
        List<Lexer.Token> tokens = Lexer.tokens(source, LANGUAGE, problems);
        ConditionChecker checker = new ConditionChecker(source, scope, problems);
        Optional<Expression> parsed = Parser.parse(source, LANGUAGE, tokens, problems);
        if (parsed.isEmpty()) {
            checker.names(tokens);
        }
        Optional<Node> root = parsed.flatMap(checker::node);
        if (root.isPresent() && problems.isEmpty()) {
            return new Condition.Compilation.Compiled(new Condition(root.get()));
        }
        problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        return new Condition.Compilation.Refused(List.copyOf(new LinkedHashSet<>(problems)));
    }

    /** For text that does not parse: names that cannot be read, so that they are told at once. */
    private void names(List<Lexer.Token> tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            Lexer.Token token = tokens.get(i);
            if (token.kind() == Lexer.Kind.NAME && !WORDS.contains(token.text())) {
                if (!tokens.get(i + 1).is("(")) {
                    fields.read(token.text(), token.at());
                } else if (!FUNCTIONS.contains(token.text())) {
                    unknownFunction(token.text(), token.at());
                }
            }
        }
    }

    private Optional<Node> node(Expression e) {
        return switch (e) {
            case Expression.Truth(boolean value, Span at) -> Optional.of(new Condition.Truth(value));
            case Expression.Not(Expression of, Span at) -> node(of).map(Condition.Not::new);
            case Expression.Binary b -> binary(b);
            case Expression.Call c when c.function().equals("shares") -> both(c, Condition.Shares::new);
            case Expression.Call c
            when c.function().equals("present") ->
                one(c).flatMap(argument -> field(argument, "present")).map(Condition.Present::new);
            case Expression.Call c -> term(c).flatMap(term -> noCondition(c, "compare it: "));
            case Expression.Name n ->
                fields.read(n.name(), n.at())
                        .flatMap(field -> noCondition(
                                n, field.kind() == Kind.MULTI_VALUED ? "look into it: 'x' in " : "compare it: "));
            case Expression.Numeral n -> noCondition(n, "compare something with it: event.value > ");
            case Expression.Negative n -> term(n).flatMap(term -> noCondition(n, "compare something with it: "));
            case Expression.Listing l -> throw new AssertionError("conditions have no lists");
            case Expression.Text t -> noCondition(t, "compare something with it: event.label == ");
            case Expression.Conditional c -> {
                node(c.condition());
                node(c.then());
                node(c.otherwise());
                yield refuse(c.at(), "conditions have no ? :", "write (a && b) || (!a && c)");
            }
        };
    }

    private Optional<Node> noCondition(Expression e, String advice) {
        return refuse(e.at(), "a condition is expected here, this is a value", advice + e.normalised());
    }

    private Optional<Node> binary(Expression.Binary b) {
        return switch (b.operator()) {
            case AND -> zip(node(b.left()), node(b.right()), Condition.And::new);
            case OR -> zip(node(b.left()), node(b.right()), Condition.Or::new);
            case EQUAL -> compare(b, Comparison.EQUAL, b.left(), b.right());
            case UNEQUAL -> compare(b, Comparison.UNEQUAL, b.left(), b.right());
            case LESS -> compare(b, Comparison.LESS, b.left(), b.right());
            case AT_MOST -> compare(b, Comparison.AT_MOST, b.left(), b.right());
            case MORE -> compare(b, Comparison.LESS, b.right(), b.left());
            case AT_LEAST -> compare(b, Comparison.AT_MOST, b.right(), b.left());
            case IN -> in(b);
            case PLUS, MINUS, TIMES, OVER -> arithmetic(b);
        };
    }

    private <T> Optional<T> arithmetic(Expression.Binary b) {
        term(b.left());
        term(b.right());
        return refuse(
                b.at(),
                "conditions have no arithmetic",
                "compare with the number that you mean, or let the sender of the events write it as an attribute");
    }

    private Optional<Node> in(Expression.Binary b) {
        Optional<Term> text = term(b.left()).flatMap(term -> {
            if (term.kind() == Kind.CATEGORICAL) {
                return Optional.of(term);
            }
            boolean list = term.kind() == Kind.MULTI_VALUED;
            return refuse(
                    b.left().at(),
                    "'in' looks for a text, this is " + (list ? "a list" : "a number"),
                    list
                            ? "write shares(" + b.left().normalised() + ", "
                                    + b.right().normalised() + ")"
                            : "lists hold texts: write it in quotes");
        });
        return zip(text, list(b.right(), "'in'"), Condition.In::new);
    }

    private Optional<Node> compare(Expression.Binary b, Comparison comparison, Expression left, Expression right) {
        Optional<Term> first = comparable(left, b.operator());
        Optional<Term> second = comparable(right, b.operator());
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        if (literal(first.get()) && literal(second.get())) {
            return refuse(b.at(), "both sides are constants", "read something of the event: event.value, event.label");
        }
        boolean ordered = comparison == Comparison.LESS || comparison == Comparison.AT_MOST;
        Term l = first.get();
        Term r = second.get();
        if (ordered || r.kind() == Kind.NUMERIC) {
            l = numberOfAttribute(l);
        }
        if (ordered || l.kind() == Kind.NUMERIC) {
            r = numberOfAttribute(r);
        }
        if (ordered && (l.kind() != Kind.NUMERIC || r.kind() != Kind.NUMERIC)) {
            boolean onTheRight = l.kind() == Kind.NUMERIC || (l instanceof Condition.Text && r.kind() != Kind.NUMERIC);
            Expression text = onTheRight ? right : left;
            return refuse(
                    text.at(),
                    "'" + b.operator().symbol + "' compares numbers, this is a text",
                    text instanceof Expression.Text
                            ? "write the number without quotes"
                            : "texts have no order; when it spells a number, write number(" + text.normalised() + ")");
        }
        if (l.kind() != r.kind()) {
            Expression text = l.kind() == Kind.NUMERIC ? right : left;
            return refuse(
                    b.at(),
                    "a number is compared with a text",
                    text instanceof Expression.Text
                            ? "write the number without quotes"
                            : "when " + text.normalised() + " spells a number, write number(" + text.normalised()
                                    + "), else compare it with a text in quotes");
        }
        return Optional.of(new Condition.Compare(comparison, l, r));
    }

    private static boolean literal(Term term) {
        return term instanceof Condition.Numeral || term instanceof Condition.Text;
    }

    private static Term numberOfAttribute(Term term) {
        return term instanceof Field field && field.source() == Source.EVENT_ATTRIBUTE
                ? new Condition.AsNumber(field)
                : term;
    }

    private Optional<Term> comparable(Expression e, Operator operator) {
        return term(e).flatMap(term -> term.kind() != Kind.MULTI_VALUED
                ? Optional.of(term)
                : refuse(
                        e.at(),
                        "'" + operator.symbol + "' compares single values, '" + e.normalised() + "' is a list",
                        "write 'x' in " + e.normalised() + ", or shares(" + e.normalised() + ", another list)"));
    }

    private Optional<Term> term(Expression e) {
        return switch (e) {
            case Expression.Numeral(double value, Span at) -> number(value, at);
            case Expression.Negative(Expression.Numeral(double value, Span inner), Span at) -> number(-value, at);
            case Expression.Negative n -> {
                term(n.of());
                yield refuse(n.at(), "conditions have no arithmetic", "compare with a negative number instead");
            }
            case Expression.Listing l -> throw new AssertionError("conditions have no lists");
            case Expression.Text(String value, Span at) -> text(value, at);
            case Expression.Name(String name, Span at) -> fields.read(name, at).map(field -> field);
            case Expression.Call c when c.function().equals("number") -> asNumber(c);
            case Expression.Binary b when arithmetic(b.operator()) -> arithmetic(b);
            case Expression.Call c
            when !FUNCTIONS.contains(c.function()) -> {
                c.arguments().forEach(this::term);
                yield unknownFunction(
                        c.function(),
                        new Span(c.at().start(), c.at().start() + c.function().length()));
            }
            case Expression.Truth t ->
                refuse(
                        t.at(),
                        "a value is expected here, this is a condition",
                        "attributes are texts: write '" + t.value() + "' in quotes");
            case Expression.Not n -> noValue(n);
            case Expression.Binary b -> noValue(b);
            case Expression.Conditional c -> noValue(c);
            case Expression.Call c -> noValue(c);
        };
    }

    private static boolean arithmetic(Operator operator) {
        return switch (operator) {
            case PLUS, MINUS, TIMES, OVER -> true;
            case OR, AND, EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST, IN -> false;
        };
    }

    private Optional<Term> noValue(Expression e) {
        node(e);
        return refuse(
                e.at(),
                "a value is expected here, this is a condition",
                "join conditions with && and ||, negate with !");
    }

    private Optional<Term> number(double value, Span at) {
        return Double.isFinite(value)
                ? Optional.of(new Condition.Numeral(value + 0.0))
                : refuse(at, "the number is too large", "the largest is " + Double.MAX_VALUE);
    }

    private Optional<Term> text(String value, Span at) {
        boolean possible =
                value.codePoints().noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
        return possible
                ? Optional.of(new Condition.Text(value))
                : refuse(at, "this text holds NUL or half a character, which no text of the log may", "remove it");
    }

    private Optional<Term> asNumber(Expression.Call c) {
        return one(c).flatMap(argument -> field(argument, "number")
                .flatMap(field -> field.kind() == Kind.CATEGORICAL
                        ? Optional.of(new Condition.AsNumber(field))
                        : refuse(
                                argument.at(),
                                "number reads a text, '" + argument.normalised() + "' is "
                                        + (field.kind() == Kind.NUMERIC ? "a number already" : "a list"),
                                field.kind() == Kind.NUMERIC ? "write " + argument.normalised() : "compare texts")));
    }

    private <T> Optional<T> both(Expression.Call c, BiFunction<Field, Field, T> node) {
        if (c.arguments().size() != 2) {
            return refuse(
                    c.at(),
                    "shares takes 2 lists, not " + c.arguments().size(),
                    "write shares(one list, another list)");
        }
        return zip(list(c.arguments().get(0), "shares"), list(c.arguments().get(1), "shares"), node);
    }

    private Optional<Expression> one(Expression.Call c) {
        return c.arguments().size() == 1
                ? Optional.of(c.arguments().getFirst())
                : refuse(
                        c.at(),
                        c.function() + " takes 1 argument, not " + c.arguments().size(),
                        "write " + c.function() + "(event.NAME)");
    }

    private Optional<Field> field(Expression e, String of) {
        return term(e).flatMap(term -> term instanceof Field field
                ? Optional.of(field)
                : refuse(
                        e.at(),
                        of + " takes something that is read, this is a constant",
                        "write " + of + "(event.NAME)"));
    }

    private Optional<Field> list(Expression e, String of) {
        return term(e).flatMap(term -> {
            if (term instanceof Field field && field.kind() == Kind.MULTI_VALUED) {
                return Optional.of(field);
            }
            return refuse(
                    e.at(),
                    of + " needs a list, this is " + (term.kind() == Kind.NUMERIC ? "a number" : "a text"),
                    "lists are features of the kind multi-valued: " + fields.lists());
        });
    }

    private <T> Optional<T> unknownFunction(String name, Span at) {
        String near = Nearest.to(name, FUNCTIONS)
                .map(word -> "did you mean '" + word + "'? ")
                .orElse("");
        return refuse(at, "unknown function '" + name + "'", near + "functions: " + String.join(", ", FUNCTIONS));
    }

    private static <A, B, T> Optional<T> zip(Optional<A> a, Optional<B> b, BiFunction<? super A, ? super B, T> both) {
        return a.flatMap(x -> b.map(y -> both.apply(x, y)));
    }

    private <T> Optional<T> refuse(Span at, String message, String advice) {
        tell(at, message, advice);
        return Optional.empty();
    }

    private void tell(Span at, String message, String advice) {
        problems.add(Problem.at(source, at, message, advice));
    }
}
