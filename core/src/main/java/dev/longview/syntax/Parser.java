package dev.longview.syntax;

import dev.longview.syntax.Lexer.Kind;
import dev.longview.syntax.Lexer.Token;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Tokens to a tree, by precedence climbing. {@code ? :} binds loosest and to the right, comparisons do not chain, all else goes left to
 * right. Trees are bounded in depth, so that whoever walks one may recurse.
 */
public final class Parser {
    /** The most characters that a text may have; whoever parses checks it first. */
    public static final int LONGEST = 65_536;
    /** The most operations one within another. */
    public static final int DEEPEST = 400;

    private static final int DEEPEST_NESTING = 200;

    private final String source;
    private final Language language;
    private final List<Token> tokens;
    private final IdentityHashMap<Expression, Integer> depths = new IdentityHashMap<>();
    private int next;
    private int nesting;

    private Parser(String source, Language language, List<Token> tokens) {
        this.source = source;
        this.language = language;
        this.tokens = tokens;
    }

    /** The tree, or empty when it does not parse, which is told; parsing ends at the first mistake in syntax. */
    public static Optional<Expression> parse(
            String source, Language language, List<Token> tokens, List<Problem> problems) {
        if (tokens.stream().anyMatch(token -> token.kind() == Kind.UNCLOSED)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Parser(source, language, tokens).whole());
        } catch (Mistake mistake) {
            problems.add(mistake.problem);
            return Optional.empty();
        }
    }

    private Expression whole() {
        Expression all = conditional();
        Token rest = peek();
        if (rest.kind() == Kind.END) {
            return all;
        }
        throw mistake(
                rest.at(),
                "unexpected " + shown(rest) + " after the expression",
                switch (rest.text()) {
                    case ")" -> "remove it, or open a parenthesis before";
                    case ":" -> language.choice();
                    default -> "an operator is missing before it: " + language.operators();
                });
    }

    private Expression conditional() {
        enter();
        Expression condition = binary(1);
        Expression result = condition;
        if (peek().is("?")) {
            Token question = take();
            Expression then = conditional();
            if (!peek().is(":")) {
                throw mistake(
                        question.at(),
                        "this choice has no ':' part",
                        "write condition ? this : that, both parts are needed");
            }
            next++;
            Expression otherwise = conditional();
            result = node(
                    new Expression.Conditional(
                            condition, then, otherwise, condition.at().to(otherwise.at())),
                    condition,
                    then,
                    otherwise);
        }
        nesting--;
        return result;
    }

    private Expression binary(int loosest) {
        Expression left = unary();
        while (true) {
            Token token = peek();
            Optional<Operator> operator = token.kind() == Kind.SYMBOL ? Operator.of(token.text()) : Optional.empty();
            if (operator.isEmpty() || operator.get().precedence < loosest) {
                return left;
            }
            next++;
            int precedence = operator.get().precedence;
            if (precedence == Operator.RELATION
                    && left instanceof Expression.Binary b
                    && b.operator().precedence == Operator.RELATION
                    && !tokens.get(next - 2).is(")")) {
                throw mistake(token.at(), "comparisons do not chain", "write both, joined: a < b && b < c");
            }
            if (operator.get() == Operator.IN && language.lists()) {
                refuseRoundList();
            }
            Expression right = binary(precedence + 1);
            left = node(
                    new Expression.Binary(operator.get(), left, right, left.at().to(right.at())), left, right);
        }
    }

    /** Lists are in round brackets elsewhere: {@code x in ('a', 'b')}. */
    private void refuseRoundList() {
        boolean round = peek().is("(")
                && tokens.get(next + 1).kind() == Kind.TEXT
                && (tokens.get(next + 2).is(",") || tokens.get(next + 2).is(")"));
        if (round) {
            throw mistake(peek().at(), "a list stands in square brackets", "write in ['…', '…']");
        }
    }

    private Expression unary() {
        Token token = peek();
        if (token.is("-") || token.is("!")) {
            next++;
            enter();
            Expression of = unary();
            nesting--;
            Span at = token.at().to(of.at());
            return node(token.is("-") ? new Expression.Negative(of, at) : new Expression.Not(of, at), of);
        }
        return primary();
    }

    private Expression primary() {
        Token token = take();
        return switch (token.kind()) {
            case NUMBER -> node(new Expression.Numeral(Double.parseDouble(token.text()), token.at()));
            case TEXT -> node(new Expression.Text(token.text(), token.at()));
            case NAME -> named(token);
            case END ->
                throw mistake(
                        token.at(),
                        tokens.size() == 1 ? "the expression is empty" : "the expression ends too early",
                        "a value is expected here: " + language.value());
            case SYMBOL, UNCLOSED -> {
                if (token.is("[")) {
                    List<Expression> values = upTo("]");
                    Token last = close(token, "]");
                    yield node(
                            new Expression.Listing(values, token.at().to(last.at())),
                            values.toArray(Expression[]::new));
                }
                if (!token.is("(")) {
                    throw mistake(
                            token.at(), "unexpected " + shown(token), "a value is expected here: " + language.value());
                }
                Expression inner = conditional();
                close(token, ")");
                yield inner;
            }
        };
    }

    private Expression named(Token name) {
        if (name.text().equals("true") || name.text().equals("false")) {
            return node(new Expression.Truth(name.text().equals("true"), name.at()));
        }
        if (name.text().equals("if")
                || name.text().equals("case")
                || name.text().equals("then")) {
            throw mistake(name.at(), "there is no '" + name.text() + "'", language.choice());
        }
        if (!peek().is("(")) {
            return node(new Expression.Name(name.text(), name.at()));
        }
        Token open = take();
        List<Expression> arguments = upTo(")");
        Token last = close(open, ")");
        return node(
                new Expression.Call(name.text(), arguments, name.at().to(last.at())),
                arguments.toArray(Expression[]::new));
    }

    /** What stands between commas, as far as it goes. */
    private List<Expression> upTo(String end) {
        List<Expression> values = new ArrayList<>();
        while (!peek().is(end)) {
            if (!values.isEmpty()) {
                if (!peek().is(",")) {
                    break;
                }
                next++;
            }
            values.add(conditional());
        }
        return List.copyOf(values);
    }

    private Token close(Token open, String end) {
        if (!peek().is(end)) {
            Token found = peek();
            String what = open.is("[") ? "bracket" : "parenthesis";
            throw found.kind() == Kind.END
                    ? mistake(open.at(), "this " + what + " is not closed", "add the missing '" + end + "'")
                    : mistake(
                            found.at(),
                            "unexpected " + shown(found),
                            "an operator, or '" + end + "' for an earlier '" + open.text() + "', is expected here");
        }
        return take();
    }

    private Expression node(Expression expression, Expression... children) {
        int depth = 1;
        for (Expression child : children) {
            depth = Math.max(depth, 1 + depths.getOrDefault(child, 0));
        }
        depths.put(expression, depth);
        if (depth > DEEPEST) {
            throw mistake(
                    expression.at(),
                    "more than " + DEEPEST + " operations one within another",
                    "group long sums with parentheses");
        }
        return expression;
    }

    private void enter() {
        if (++nesting > DEEPEST_NESTING) {
            throw mistake(peek().at(), "nested more than " + DEEPEST_NESTING + " deep", "write it flatter");
        }
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    private Mistake mistake(Span at, String message, String advice) {
        return new Mistake(Problem.at(source, at, message, advice));
    }

    private static String shown(Token token) {
        return token.kind() == Kind.END ? "end" : "'" + token.text() + "'";
    }

    /** Unwinds the parser; has no stack trace, because it is the author's mistake and not the program's. */
    private static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Mistake(Problem problem) {
            super(problem.message(), null, false, false);
            this.problem = problem;
        }
    }
}
