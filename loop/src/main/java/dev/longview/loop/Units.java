package dev.longview.loop;

import dev.longview.evaluate.LoggedRewards;
import java.util.Arrays;

/** Recommendations to be evaluated, gathered as growing columns. */
final class Units {
    private final boolean bySlate;
    private final Accounts accounts = new Accounts();
    private double[] target = new double[1024];
    private double[] logged = new double[1024];
    private double[] expected = new double[1024];
    private double[] soFar = new double[1024];
    private double[] qLogged = new double[1024];
    private double[] qTarget = new double[1024];
    private int[] account = new int[1024];
    private boolean[] settled = new boolean[1024];
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
    void add(Evaluated evaluated, Labels labels, int row, String ofAccount) {
        if (size == target.length) {
            grow();
        }
        target[size] = evaluated.target()[row];
        logged[size] = evaluated.logged()[row];
        qLogged[size] = evaluated.qLogged()[row];
        qTarget[size] = evaluated.qTarget()[row];
        expected[size] = labels.expected()[row];
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

    /** On expected rewards. */
    LoggedRewards expected() {
        return rewards(expected, size);
    }

    /** On what has been observed, as if nothing more would come. */
    LoggedRewards soFar() {
        return rewards(soFar, size);
    }

    private LoggedRewards rewards(double[] reward, int n) {
        LoggedRewards rewards = LoggedRewards.of(
                        Arrays.copyOf(target, n),
                        Arrays.copyOf(logged, n),
                        Arrays.copyOf(reward, n),
                        Arrays.copyOf(account, n))
                .withModel(Arrays.copyOf(qLogged, n), Arrays.copyOf(qTarget, n));
        return perDecision() ? rewards.inSlatesOf(perDecision) : rewards;
    }

    private void grow() {
        int capacity = 2 * size;
        target = Arrays.copyOf(target, capacity);
        logged = Arrays.copyOf(logged, capacity);
        expected = Arrays.copyOf(expected, capacity);
        soFar = Arrays.copyOf(soFar, capacity);
        qLogged = Arrays.copyOf(qLogged, capacity);
        qTarget = Arrays.copyOf(qTarget, capacity);
        account = Arrays.copyOf(account, capacity);
        settled = Arrays.copyOf(settled, capacity);
    }
}
