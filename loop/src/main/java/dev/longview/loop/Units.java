package dev.longview.loop;

import dev.longview.evaluate.LoggedRewards;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Recommendations to be evaluated, gathered as growing columns. */
final class Units {
    private final boolean bySlate;
    private final Accounts accounts = new Accounts();
    private double[] target = new double[1024];
    private double[] filled = new double[1024];
    private double[] logged = new double[1024];
    private double[] expected = new double[1024];
    private double[] reading = new double[1024];
    private double[] soFar = new double[1024];
    private double[] qLogged = new double[1024];
    private double[] qTarget = new double[1024];
    private int[] account = new int[1024];
    private boolean[] settled = new boolean[1024];
    private long[] age = new long[1024];
    private int size;
    private long decisions;
    private int perDecision = -1;
    private String open = "";
    private int openUnits;
    private boolean whole = true;

    /** @param bySlate whether whole slates of one length are valued as slates, not position by position */
    Units(boolean bySlate) {
        this.bySlate = bySlate;
    }

    /** Adds a row of a batch that could be evaluated. */
    void add(Evaluated evaluated, Labels labels, double read, int row, long rowAge, String ofAccount) {
        if (size == target.length) {
            grow();
        }
        target[size] = evaluated.target()[row];
        filled[size] = evaluated.filled()[row];
        logged[size] = evaluated.logged()[row];
        qLogged[size] = evaluated.qLogged()[row];
        qTarget[size] = evaluated.qTarget()[row];
        expected[size] = labels.expected()[row];
        reading[size] = read;
        age[size] = rowAge;
        soFar[size] = labels.soFar()[row];
        settled[size] = labels.settled()[row];
        account[size++] = accounts.code(ofAccount);
    }

    /** Ends the rows of a decision of which {@code units} were added; its rows may come in two batches, one after the other. */
    void endDecision(String id, int units) {
        if (id.equals(open)) {
            openUnits += units;
            return;
        }
        close();
        open = id;
        openUnits = units;
        decisions++;
    }

    private void close() {
        if (!open.isEmpty()) {
            whole &= perDecision < 0 || perDecision == openUnits;
            perDecision = openUnits;
        }
    }

    int size() {
        return size;
    }

    long decisions() {
        return decisions;
    }

    /** Whether each decision has as many units as every other: then values are per decision, else per recommendation. */
    boolean perDecision() {
        close();
        return bySlate && whole && perDecision > 0;
    }

    double settledShare() {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += settled[i] ? 1 : 0;
        }
        return (double) count / size;
    }

    /** Share of the positions that the target leaves empty. */
    double emptyShare() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += 1 - filled[i];
        }
        return sum / size;
    }

    /** On expected rewards. */
    LoggedRewards expected() {
        return rewards(expected, size);
    }

    /** On what has been observed, as if nothing more would come. */
    LoggedRewards soFar() {
        return rewards(soFar, size);
    }

    /** On readings, of decisions that are at least so old; empty where none is. */
    Optional<LoggedRewards> readings(long from) {
        return some(reading, i -> age[i] >= from);
    }

    /** How many decisions are at least so old. */
    long readDecisions(long from) {
        long units = IntStream.range(0, size).filter(i -> age[i] >= from).count();
        return perDecision() ? units / perDecision : units;
    }

    /** On those alone that nothing can change any more, whole decisions where values are of these; empty where there are none. */
    Optional<LoggedRewards> settled() {
        return some(expected, i -> settled[i]);
    }

    /** Values of decisions of which this holds for each unit, or of units where values are of those. */
    private Optional<LoggedRewards> some(double[] reward, IntPredicate holds) {
        int together = perDecision() ? perDecision : 1;
        int[] kept = IntStream.range(0, size)
                .filter(i -> IntStream.range(i - i % together, i - i % together + together)
                        .allMatch(holds))
                .toArray();
        return kept.length == 0
                ? Optional.empty()
                : Optional.of(rewards(
                        of(target, kept),
                        of(filled, kept),
                        of(logged, kept),
                        of(reward, kept),
                        IntStream.of(kept).map(i -> account[i]).toArray(),
                        of(qLogged, kept),
                        of(qTarget, kept)));
    }

    private static double[] of(double[] values, int[] kept) {
        return IntStream.of(kept).mapToDouble(i -> values[i]).toArray();
    }

    private LoggedRewards rewards(double[] reward, int n) {
        return rewards(
                Arrays.copyOf(target, n),
                Arrays.copyOf(filled, n),
                Arrays.copyOf(logged, n),
                Arrays.copyOf(reward, n),
                Arrays.copyOf(account, n),
                Arrays.copyOf(qLogged, n),
                Arrays.copyOf(qTarget, n));
    }

    private LoggedRewards rewards(
            double[] target,
            double[] filled,
            double[] logged,
            double[] reward,
            int[] account,
            double[] qLogged,
            double[] qTarget) {
        LoggedRewards rewards = LoggedRewards.of(target, logged, reward, account)
                .withFilled(filled)
                .withModel(qLogged, qTarget);
        return perDecision() ? rewards.inSlatesOf(perDecision) : rewards;
    }

    private void grow() {
        int capacity = 2 * size;
        target = Arrays.copyOf(target, capacity);
        filled = Arrays.copyOf(filled, capacity);
        logged = Arrays.copyOf(logged, capacity);
        expected = Arrays.copyOf(expected, capacity);
        reading = Arrays.copyOf(reading, capacity);
        age = Arrays.copyOf(age, capacity);
        soFar = Arrays.copyOf(soFar, capacity);
        qLogged = Arrays.copyOf(qLogged, capacity);
        qTarget = Arrays.copyOf(qTarget, capacity);
        account = Arrays.copyOf(account, capacity);
        settled = Arrays.copyOf(settled, capacity);
    }
}
