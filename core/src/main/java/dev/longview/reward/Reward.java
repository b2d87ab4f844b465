package dev.longview.reward;

import dev.longview.columns.Batch;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.syntax.Expression;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * A checked, compiled reward. Immutable, and safe for use by many threads.
 *
 * <p>The language looks like CEL: numbers, conditions, categories, {@code ? : || && ! == != < <= > >= + - * / in}, and min, max, abs,
 * exp, log, sqrt, pow, clamp, days, hours, orValue, opinion. What could fail or overflow for some outcomes is refused, so that every value
 * is finite. {@code docs/rewards.md} has it on a page, with every difference from CEL.
 *
 * <pre>{@code
 * switch (Reward.compile(definition, outcomes, features)) {
 *     case Compilation.Compiled(Reward reward) -> reward.evaluate(batch);
 *     case Compilation.Refused refused -> refused.problems().forEach(p -> System.err.println(p.render(definition.is(), place)));
 * }
 * }</pre>
 */
public final class Reward {
    /** Numbers that are read from features are brought within ± this. */
    public static final double LARGEST = Ranges.LARGEST;

    private static final int VERSION_DIGITS = 12;

    private final String name;
    private final Expression expression;
    private final Inputs inputs;
    private final Range range;
    private final Columnar.Column column;
    private final Warming stored;
    private final List<Terms.Term> terms;
    private final String version;

    /** @param expression checked, with its parts written out */
    Reward(String name, Expression expression, Vocabulary vocabulary, List<Terms.Term> terms) {
        this.name = name;
        this.expression = expression;
        this.inputs = Inputs.of(expression, vocabulary);
        this.range = Settlement.range(expression, inputs);
        Columnar.Column columns = new Columnar(inputs).compile(expression);
        Warming joint = new Warming(() -> Fused.compile(expression, inputs));
        this.column = frame -> joint.over(frame.size()).orElse(columns).of(frame);
        this.stored = new Warming(() -> Fused.compileStored(expression, inputs));
        this.terms = List.copyOf(terms);
        this.version = version(expression, inputs);
    }

    /**
     * Checks and compiles.
     *
     * @param features those that the workspace declares
     * @throws IllegalArgumentException when two outcomes or two features have the same name
     */
    public static Compilation compile(
            RewardDefinition definition, List<OutcomeDefinition> outcomes, List<FeatureDefinition> features) {
        return new Compiler(definition, Vocabulary.of(outcomes, features)).compile();
    }

    public String name() {
        return name;
    }

    /**
     * Equal for rewards of equal meaning only: a hash of {@link #normalised()}, of the outcomes it uses, and of the names and kinds of the
     * features that it reads. Not of the name, nor of how it is cut into parts.
     */
    public String version() {
        return version;
    }

    /** The expression with its parts written out, in the one spelling that all ways of writing it have in common. */
    public String normalised() {
        return expression.normalised();
    }

    /** The checked expression with its parts written out, for what renders it in another language. */
    public Expression expression() {
        return expression;
    }

    /** The outcomes that a batch must have: those named, and those that their clocks run from, origins first. */
    public List<String> outcomes() {
        return inputs.domains().outcomes();
    }

    /** The features that a batch must have, by name. */
    public Set<String> features() {
        return inputs.attributes().names();
    }

    /**
     * The opinions that it reads, as forecasts call them: {@code opinion(thumb)}. Nobody observes what the silent would have said, so that
     * {@link #expected} needs a forecast of each, given that the member stays silent.
     */
    public List<String> opinions() {
        Domains domains = inputs.domains();
        return domains.names().stream()
                .filter(each -> domains.at(domains.indexOf(each)).isOpinion())
                .toList();
    }

    /** Bounds of every value that {@link #evaluate} can return. */
    public Range range() {
        return range;
    }

    /**
     * The reward of the outcomes as they are, final or so far, for each row; finite, and within {@link #range()}. Who was silent has no
     * opinion here.
     */
    public double[] evaluate(Batch assembled) {
        return stored.over(assembled.size())
                .map(loop -> loop.of(inputs.stored(assembled)))
                .orElseGet(() -> column.of(inputs.frame(assembled)));
    }

    /**
     * Compiles the reward's own loop now, for a service that would not wait for it: otherwise it is compiled after some ten thousand rows.
     * Values are the same with it and without.
     */
    public Reward warmed() {
        stored.now();
        return this;
    }

    /** Whether its own loop has been compiled. */
    boolean hasLoop() {
        return stored.over(0).isPresent();
    }

    /** The top-level summands, each as an expression. */
    public List<String> terms() {
        return terms.stream().map(term -> term.tree().normalised()).toList();
    }

    /** What to call each of {@link #terms()}: the named part that it comes from, or the expression where there is none. */
    public List<String> termNames() {
        return terms.stream()
                .map(term -> term.part().orElseGet(() -> term.tree().normalised()))
                .toList();
    }

    /** One of {@link #terms()} for each row; over all terms these add up to {@link #evaluate}. */
    public double[] evaluateTerm(int term, Batch assembled) {
        return new Columnar(inputs).compile(terms.get(term).tree()).of(inputs.frame(assembled));
    }

    /**
     * Rows whose value no pending outcome can change any more, whatever it turns out to be. Sound, and exact where all that is pending has
     * finitely many values (up to {@link Settlement#MOST_COMBINATIONS} together); elsewhere a row may be settled unseen.
     */
    public boolean[] settled(Batch assembled) {
        return new Settlement(expression, inputs).settled(assembled);
    }

    /**
     * How {@link #expected} does it where everything that this reward reads is pending and forecast.
     *
     * @param points at how many final values the forecast of an outcome, or opinion, has probabilities; 1 where there is none
     */
    public Averaging averaging(ToIntFunction<String> points) {
        if (Substitutable.is(expression, inputs)) {
            return new Averaging.Substitution();
        }
        long combinations = 1;
        for (String outcome : inputs.domains().names()) {
            combinations *= Math.max(1, points.applyAsInt(outcome));
            if (combinations > Expectation.MOST_COMBINATIONS) {
                return new Averaging.Draws(Expectation.DRAWS);
            }
        }
        return new Averaging.Enumeration(combinations);
    }

    /**
     * The expectation over the joint of pending outcomes that have a forecast; those without one stand at their value so far. Settled
     * rows keep their value.
     *
     * @param forecasts by outcome, and by {@link #opinions() opinion}; of outcomes that this reward does not need they are ignored
     * @throws IllegalArgumentException when a row's probabilities do not add up to 1, an opinion has no forecast where it is needed, or a
     *     forecast is given an outcome that this reward does not read
     */
    public Expected expected(Batch assembled, Map<String, Forecast> forecasts) {
        return expected(assembled, forecasts, Expectation.MOST_COMBINATIONS);
    }

    /** @param most combinations of final values to enumerate; draws beyond that */
    Expected expected(Batch assembled, Map<String, Forecast> forecasts, int most) {
        return new Expectation(inputs, column, assembled, forecasts, most).over(settled(assembled));
    }

    private static String version(Expression expression, Inputs inputs) {
        StringBuilder meaning = new StringBuilder(expression.normalised());
        List<String> canonical = new ArrayList<>();
        for (String outcome : inputs.domains().outcomes()) {
            canonical.add(inputs.domains()
                    .at(inputs.domains().indexOf(outcome))
                    .outcome()
                    .canonical());
        }
        canonical.addAll(inputs.attributes().canonical());
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
