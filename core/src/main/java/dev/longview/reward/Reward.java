package dev.longview.reward;

import dev.longview.columns.Batch;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Lexer;
import dev.longview.syntax.Parser;
import dev.longview.syntax.Problem;
import dev.longview.syntax.Span;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A checked, compiled reward. Immutable, and safe for use by many threads.
 *
 * <p>The language looks like CEL: numbers, conditions, categories, {@code ? : || && ! == != < <= > >= + - * /}, and min, max, abs, exp,
 * log, sqrt, pow, clamp, days, hours. Unlike CEL: all numbers are doubles and integers promote; an outcome that occurred, or a
 * time-to-first, is a condition; {@code days(x)} of an event that did not happen is its whole horizon; comparisons do not chain; there
 * are no lists, maps, comments or {@code %}; and what could fail or overflow for some outcomes is refused, so that every value is
 * finite.
 *
 * <pre>{@code
 * switch (Reward.compile(definition, outcomes)) {
 *     case Compilation.Compiled(Reward reward) -> reward.evaluate(batch);
 *     case Compilation.Refused(var problems) -> problems.forEach(p -> System.err.println(p.render(definition.is(), place)));
 * }
 * }</pre>
 */
public final class Reward {
    private static final int VERSION_DIGITS = 12;

    private final String name;
    private final Expression expression;
    private final Domains domains;
    private final Set<Integer> named;
    private final Range range;
    private final Columnar.Column column;
    private final Warming stored;
    private final List<Expression> terms;
    private final String version;

    private Reward(String name, Expression expression, Domains domains, Set<Integer> named, Range range) {
        this.name = name;
        this.expression = expression;
        this.domains = domains;
        this.named = Set.copyOf(named);
        this.range = range;
        Columnar.Column columns = new Columnar(domains).compile(expression);
        Warming joint = new Warming(() -> Fused.compile(expression, domains));
        this.column = frame -> joint.over(frame.size()).orElse(columns).of(frame);
        this.stored = new Warming(() -> Fused.compileStored(expression, domains));
        this.terms = Terms.of(expression);
        this.version = version(expression, domains);
    }

    /** @throws IllegalArgumentException when two outcomes have the same name */
    public static Compilation compile(RewardDefinition definition, List<OutcomeDefinition> outcomes) {
        Map<String, OutcomeDefinition> declared = new LinkedHashMap<>();
        for (OutcomeDefinition outcome : outcomes) {
            if (declared.put(outcome.name(), outcome) != null) {
                throw new IllegalArgumentException("two outcomes are called '" + outcome.name() + "'");
            }
        }
        String source = definition.is();
        if (source.length() > Parser.LONGEST) {
            return new Compilation.Refused(List.of(Problem.at(
                    source,
                    new Span(Parser.LONGEST, source.length()),
                    "the expression has " + source.length() + " characters, at most " + Parser.LONGEST + " are allowed",
                    "shorten it: feedback is better summed up by outcomes")));
        }
        List<Problem> problems = new ArrayList<>();
        List<Lexer.Token> tokens = Lexer.tokens(source, Checker.LANGUAGE, problems);
        Checker checker = new Checker(source, declared, problems);
        Optional<Expression> parsed = Parser.parse(source, Checker.LANGUAGE, tokens, problems);
        parsed.ifPresentOrElse(checker::reward, () -> checker.names(tokens));
        if (parsed.isEmpty() || !problems.isEmpty()) {
            return refused(problems);
        }
        Expression expression = parsed.get();
        Domains domains = new Domains(checker.named(), declared);
        Ranges.Bounds bounds = Settlement.anywhere(
                expression,
                domains,
                hazard -> problems.add(Problem.at(source, hazard.at(), hazard.message(), hazard.advice())));
        if (!problems.isEmpty()) {
            return refused(problems);
        }
        Set<Integer> named = new HashSet<>();
        checker.named().forEach(outcome -> named.add(domains.indexOf(outcome)));
        Range range = new Range(bounds.low()[0], bounds.high()[0]);
        return new Compilation.Compiled(new Reward(definition.name(), expression, domains, named, range));
    }

    private static Compilation refused(List<Problem> problems) {
        problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        return new Compilation.Refused(List.copyOf(new LinkedHashSet<>(problems)));
    }

    public String name() {
        return name;
    }

    /** Equal for rewards of equal meaning only: a hash of {@link #normalised()} and of the outcomes it uses. Not of the name. */
    public String version() {
        return version;
    }

    /** The expression, in the one spelling that all ways of writing it have in common. */
    public String normalised() {
        return expression.normalised();
    }

    /** The outcomes that a batch must have: those named, and those that their clocks run from, origins first. */
    public List<String> outcomes() {
        return domains.names();
    }

    /** Bounds of every value that {@link #evaluate} can return. */
    public Range range() {
        return range;
    }

    /** The reward of the outcomes as they are, final or so far, for each row; finite, and within {@link #range()}. */
    public double[] evaluate(Batch assembled) {
        Optional<Columnar.Column> loop = stored.over(assembled.size());
        if (loop.isEmpty()) {
            return evaluate(column, assembled);
        }
        Frame frame = Frame.empty(assembled.size(), domains.size());
        for (int k : named) {
            frame.value()[k] = domains.at(k).stored(assembled);
        }
        return loop.get().of(frame);
    }

    /** The top-level summands, each as an expression. */
    public List<String> terms() {
        return terms.stream().map(Expression::normalised).toList();
    }

    /** One of {@link #terms()} for each row; over all terms these add up to {@link #evaluate}. */
    public double[] evaluateTerm(int term, Batch assembled) {
        return evaluate(new Columnar(domains).compile(terms.get(term)), assembled);
    }

    /**
     * Compiles the reward's own loop now, for a service that would not wait for it: otherwise it is compiled after some ten thousand rows.
     * Values are the same with it and without.
     */
    public Reward warmed() {
        stored.now();
        return this;
    }

    private double[] evaluate(Columnar.Column column, Batch assembled) {
        Frame frame = Frame.empty(assembled.size(), domains.size());
        for (int k : named) {
            frame.set(k, domains.at(k), domains.at(k).values(assembled));
        }
        return column.of(frame);
    }

    /** Rows whose value no pending outcome can change any more, whatever it turns out to be. Sound; a row may be settled unseen. */
    public boolean[] settled(Batch assembled) {
        return new Settlement(expression, domains, named).settled(assembled);
    }

    /**
     * The expectation over the joint of pending outcomes that have a forecast; those without one stand at their value so far. Settled
     * rows keep their value.
     *
     * @param forecasts by outcome; of outcomes that this reward does not need they are ignored
     * @throws IllegalArgumentException when a row's probabilities do not add up to 1, or the combinations are too many
     */
    public Expected expected(Batch assembled, Map<String, Forecast> forecasts) {
        return new Expectation(domains, column, assembled, forecasts).over(settled(assembled));
    }

    private static String version(Expression expression, Domains domains) {
        StringBuilder meaning = new StringBuilder(expression.normalised());
        List<String> canonical = new ArrayList<>();
        for (int k = 0; k < domains.size(); k++) {
            canonical.add(domains.at(k).outcome().canonical());
        }
        canonical.sort(Comparator.naturalOrder());
        canonical.forEach(outcome -> meaning.append('\n').append(outcome));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(meaning.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, VERSION_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
