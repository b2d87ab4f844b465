package dev.longview.reward;

import dev.longview.columns.Batch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;

/**
 * E[r] and its deviation over the joint of what is pending. Forecasts of different outcomes are independent but for this: a pending
 * outcome is absent where its origin has not happened. Since E[r(x)] is not r(E[x]), every combination of final values is evaluated,
 * for all rows at once that have the same outcomes to predict. Where there are more than {@link #MOST_COMBINATIONS} of them, final values
 * are drawn instead, {@link #DRAWS} times, by a seed of the recommendation's own, so that labels do not depend on the rows around it.
 */
final class Expectation {
    static final int MOST_COMBINATIONS = 200_000;
    /** So many that the error of a mean is a 64th of the deviation. */
    static final int DRAWS = 4_096;

    private static final int MOST_OUTCOMES = 62;
    private static final double SLACK = 1e-6;

    private final Domains domains;
    private final Columnar.Column reward;
    private final double[][] attributes;
    private final Forecast[] forecasts;
    private final boolean[] forecasted;
    /** By outcome: the one that its forecast is given, −1 for none. */
    private final int[] given;
    /** All outcomes, each after the one that its forecast is given and the one that starts its clock. */
    private final int[] order;

    private final double[][] values;
    private final boolean[][] pending;
    /** By outcome and row, whether it waits for a billing of which none is due: nobody predicts what nothing leads to. */
    private final boolean[][] undue;

    private final Batch batch;
    private final int most;

    /** @param most combinations to enumerate; draws beyond that */
    Expectation(Inputs inputs, Columnar.Column reward, Batch batch, Map<String, Forecast> byName, int most) {
        this.batch = batch;
        this.most = most;
        this.domains = inputs.domains();
        this.attributes = inputs.attributes().values(batch);
        this.reward = reward;
        int outcomes = domains.size();
        if (outcomes > MOST_OUTCOMES) {
            throw new IllegalArgumentException(
                    "a reward of " + outcomes + " outcomes; expectations take up to " + MOST_OUTCOMES);
        }
        Forecast none = new Forecast(new double[1], new double[0]);
        forecasts = new Forecast[outcomes];
        forecasted = new boolean[outcomes];
        values = new double[outcomes][];
        pending = new boolean[outcomes][];
        undue = new boolean[outcomes][];
        for (int k = 0; k < outcomes; k++) {
            Domain domain = domains.at(k);
            values[k] = domain.values(batch);
            pending[k] = domain.pending(batch);
            undue[k] = domain.undue(batch);
            Forecast forecast = byName.get(domain.name());
            forecasted[k] = forecast != null;
            forecasts[k] = forecast == null ? none : normal(domain, forecast, batch.size());
        }
        given = new int[outcomes];
        for (int k = 0; k < outcomes; k++) {
            given[k] = forecasts[k].given().map(this::indexOf).orElse(-1);
        }
        order = inOrder();
    }

    /** @throws IllegalArgumentException when the reward does not read that outcome: the forecast has to be averaged over it before */
    private int indexOf(String outcome) {
        for (int k = 0; k < domains.size(); k++) {
            if (domains.at(k).name().equals(outcome)) {
                return k;
            }
        }
        throw new IllegalArgumentException(
                "a forecast is given '" + outcome + "', which is none of " + domains.names());
    }

    private int[] inOrder() {
        int[] all = new int[domains.size()];
        boolean[] placed = new boolean[domains.size()];
        int count = 0;
        while (count < all.length) {
            int before = count;
            for (int k = 0; k < all.length; k++) {
                Domain domain = domains.at(k);
                if (!placed[k]
                        && (given[k] < 0 || placed[given[k]])
                        && (domain.origin() < 0 || placed[domain.origin()])
                        && (!domain.isOpinion() || placed[domain.spoken()])) {
                    placed[k] = true;
                    all[count++] = k;
                }
            }
            if (count == before) {
                throw new IllegalArgumentException("forecasts of " + domains.names() + " are given each other's ends");
            }
        }
        return all;
    }

    private static Forecast normal(Domain domain, Forecast forecast, int size) {
        if (forecast.rows() != size) {
            throw new IllegalArgumentException(
                    "the forecast of '" + domain.name() + "' has " + forecast.rows() + " rows, the batch " + size);
        }
        double[] support = new double[forecast.support().length];
        for (int s = 0; s < support.length; s++) {
            support[s] = domain.normal(forecast.support()[s], s);
            if (domain.isOpinion() && support[s] == domain.absent()) {
                throw new IllegalArgumentException("the forecast of '" + domain.name()
                        + "' has 'none' in its support; an opinion is one of the other values");
            }
        }
        return new Forecast(support, forecast.probability(), forecast.given());
    }

    /** @param settled rows that keep their value: what is decided is never predicted */
    Expected over(boolean[] settled) {
        int n = settled.length;
        long[] pattern = new long[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < domains.size() && !settled[i]; k++) {
                if (pending[k][i] && canHappen(k, i, pattern[i])) {
                    requireOpinion(k);
                    pattern[i] |= forecasted[k] ? 1L << k : 0;
                }
            }
        }
        Expected expected = new Expected(new double[n], new double[n], new double[n], new boolean[n]);
        for (long predicted : Arrays.stream(pattern).distinct().toArray()) {
            int[] rows = new int[n];
            int count = 0;
            for (int i = 0; i < n; i++) {
                if (pattern[i] == predicted) {
                    rows[count++] = i;
                }
            }
            int[] alike = Arrays.copyOf(rows, count);
            long combinations = combinations(predicted);
            if (combinations <= most) {
                average(alike, predicted, (int) combinations, new Enumerated(predicted), expected);
            } else {
                average(alike, predicted, DRAWS, new Drawn(alike), expected);
                for (int row : alike) {
                    expected.error()[row] = expected.sd()[row] / Math.sqrt(DRAWS);
                }
            }
        }
        return expected;
    }

    private void requireOpinion(int k) {
        if (domains.at(k).isOpinion() && !forecasted[k]) {
            throw new IllegalArgumentException(
                    "nothing forecasts '" + domains.at(k).name()
                            + "': what the silent would have said was not observed, and nobody predicts it. Read '"
                            + domains.at(k).outcome().name() + "' instead, or forecast it given that nothing is said");
        }
    }

    /**
     * Whether the outcome's origin has happened, or is predicted too; else the outcome is absent and there is nothing to enumerate. An
     * opinion is asked for only where nothing has been said, or that may turn out. What ends with a billing can only happen when one is
     * known to be due.
     */
    private boolean canHappen(int k, int row, long predicted) {
        Domain domain = domains.at(k);
        if (undue[k][row]) {
            return false;
        }
        if (domain.isOpinion() && values[k][row] != domain.absent() && (predicted >> domain.spoken() & 1) == 0) {
            return false;
        }
        int origin = domain.origin();
        return origin < 0
                || (predicted >> origin & 1) == 1
                || domains.at(origin).happened(values[origin][row]);
    }

    /** As far as they are few enough to enumerate. */
    private long combinations(long predicted) {
        long product = 1;
        for (int k = 0; k < domains.size(); k++) {
            if ((predicted >> k & 1) == 1) {
                product *= forecasts[k].support().length;
            }
            if (product > most) {
                return Long.MAX_VALUE;
            }
        }
        return product;
    }

    /** How the pending outcomes of a scenario end. */
    private interface Ends {
        void scenario(int number);

        /** Which point of the outcome's support, of row j, whose distribution begins there. */
        int point(int k, int j, int offset);

        /** What a point contributes to a scenario's probability. */
        double weight(double probability);

        /** The same of an outcome that is not drawn from its forecast, since another's end decides it. */
        double weightOfNone(int k);
    }

    /** All combinations, one after the other; the digits of its number choose among the supports. */
    private final class Enumerated implements Ends {
        private final long predicted;
        private final int[] digits = new int[domains.size()];

        Enumerated(long predicted) {
            this.predicted = predicted;
        }

        @Override
        public void scenario(int number) {
            int left = number;
            for (int k = 0; k < digits.length; k++) {
                if ((predicted >> k & 1) == 1) {
                    int points = forecasts[k].support().length;
                    digits[k] = left % points;
                    left /= points;
                }
            }
        }

        @Override
        public int point(int k, int j, int offset) {
            return digits[k];
        }

        @Override
        public double weight(double probability) {
            return probability;
        }

        @Override
        public double weightOfNone(int k) {
            return digits[k] == 0 ? 1 : 0;
        }
    }

    /** Independent draws from the joint distribution. */
    private final class Drawn implements Ends {
        private final int[] rows;
        private final long[] seeds;
        /** By outcome, which of its distributions have been seen to add up to 1. */
        private final BitSet[] sound = new BitSet[domains.size()];

        private int number;

        Drawn(int[] rows) {
            this.rows = rows;
            seeds = RecommendationSeeds.of(batch, rows);
            Arrays.setAll(sound, k -> new BitSet());
        }

        @Override
        public void scenario(int draw) {
            number = draw;
        }

        @Override
        public int point(int k, int j, int offset) {
            double[] probability = forecasts[k].probability();
            if (!sound[k].get(offset)) {
                requireOne(rows[j], sum(probability, offset, forecasts[k].support().length));
                sound[k].set(offset);
            }
            double left = RecommendationSeeds.uniform(seeds[j], number, k);
            int last = 0;
            for (int s = 0; s < forecasts[k].support().length; s++) {
                double p = probability[offset + s];
                last = p > 0 ? s : last;
                left -= p;
                if (left < 0) {
                    return s;
                }
            }
            return last;
        }

        @Override
        public double weight(double probability) {
            return 1;
        }

        @Override
        public double weightOfNone(int k) {
            return 1;
        }
    }

    /** West, Updating mean and variance estimates, CACM 1979: weighted, one pass, without cancellation. */
    private void average(int[] rows, long predicted, int scenarios, Ends ends, Expected expected) {
        int n = rows.length;
        double[] weight = new double[n];
        double[] total = new double[n];
        double[] mean = new double[n];
        double[] squares = new double[n];
        double[][] scenario = new double[domains.size()][n];
        for (int number = 0; number < scenarios; number++) {
            ends.scenario(number);
            Frame frame = scenario(rows, predicted, ends, scenario, weight);
            double[] r = reward.of(frame);
            for (int j = 0; j < n; j++) {
                if (weight[j] == 0) {
                    continue;
                }
                double before = total[j];
                double difference = r[j] - mean[j];
                total[j] += weight[j];
                double step = difference * weight[j] / total[j];
                mean[j] += step;
                squares[j] += before * difference * step;
            }
        }
        for (int j = 0; j < n; j++) {
            if (ends instanceof Enumerated) {
                requireOne(rows[j], total[j]);
            }
            expected.mean()[rows[j]] = mean[j];
            expected.sd()[rows[j]] = Math.sqrt(squares[j] / total[j]);
            expected.predicted()[rows[j]] = predicted != 0;
        }
    }

    private void requireOne(int row, double total) {
        if (!(Math.abs(total - 1) <= SLACK)) {
            throw new IllegalArgumentException("the probabilities of row " + row + " add up to " + total
                    + ", not 1, over the forecasts of " + domains.names());
        }
    }

    private static double sum(double[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        return sum;
    }

    /** Fills {@code scenario} and each row's weight of it. */
    private Frame scenario(int[] rows, long predicted, Ends ends, double[][] scenario, double[] weight) {
        Frame frame = Frame.empty(rows.length, domains.size(), Frame.rows(attributes, rows));
        Arrays.fill(weight, 1);
        for (int k : order) {
            Domain domain = domains.at(k);
            boolean drawn = (predicted >> k & 1) == 1;
            for (int j = 0; j < rows.length; j++) {
                int row = rows[j];
                boolean gone = pending[k][row]
                        && domain.origin() >= 0
                        && !domains.at(domain.origin()).happened(scenario[domain.origin()][j]);
                boolean said = domain.isOpinion() && scenario[domain.spoken()][j] != domain.absent();
                if (said) {
                    scenario[k][j] = scenario[domain.spoken()][j];
                    weight[j] *= ends.weightOfNone(k);
                } else if (gone) {
                    scenario[k][j] = domain.absent();
                    weight[j] *= ends.weightOfNone(k);
                } else if (drawn) {
                    boolean happens = given[k] >= 0 && domains.at(given[k]).happened(scenario[given[k]][j]);
                    int offset = forecasts[k].offset(row, happens);
                    int point = ends.point(k, j, offset);
                    scenario[k][j] = forecasts[k].support()[point];
                    weight[j] *= ends.weight(forecasts[k].probability()[offset + point]);
                } else {
                    scenario[k][j] = values[k][row];
                }
            }
            frame.set(k, domain, scenario[k]);
        }
        return frame;
    }
}
