package dev.longview.reward;

import dev.longview.columns.Batch;
import java.util.Arrays;
import java.util.Map;

/**
 * E[r] and its deviation over the joint of what is pending. Forecasts of different outcomes are independent but for this: a pending
 * outcome is absent where its origin has not happened. Since E[r(x)] is not r(E[x]), every combination of final values is evaluated,
 * for all rows at once that have the same outcomes to predict.
 */
final class Expectation {
    private static final int MOST_COMBINATIONS = 200_000;
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

    Expectation(Inputs inputs, Columnar.Column reward, Batch batch, Map<String, Forecast> byName) {
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
        for (int k = 0; k < outcomes; k++) {
            Domain domain = domains.at(k);
            values[k] = domain.values(batch);
            pending[k] = domain.pending(batch);
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
        Expected expected = new Expected(new double[n], new double[n], new boolean[n]);
        for (long predicted : Arrays.stream(pattern).distinct().toArray()) {
            int[] rows = new int[n];
            int count = 0;
            for (int i = 0; i < n; i++) {
                if (pattern[i] == predicted) {
                    rows[count++] = i;
                }
            }
            enumerate(Arrays.copyOf(rows, count), predicted, expected);
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
     * opinion is asked for only where nothing has been said, or that may turn out.
     */
    private boolean canHappen(int k, int row, long predicted) {
        Domain domain = domains.at(k);
        if (domain.isOpinion() && values[k][row] != domain.absent() && (predicted >> domain.spoken() & 1) == 0) {
            return false;
        }
        int origin = domain.origin();
        return origin < 0
                || (predicted >> origin & 1) == 1
                || domains.at(origin).happened(values[origin][row]);
    }

    private int combinations(long predicted) {
        long product = 1;
        for (int k = 0; k < domains.size(); k++) {
            if ((predicted >> k & 1) == 1) {
                product *= forecasts[k].support().length;
            }
            if (product > MOST_COMBINATIONS) {
                throw new IllegalArgumentException(
                        "more than " + MOST_COMBINATIONS + " combinations of final values to evaluate for "
                                + domains.names() + "; forecast with fewer support points");
            }
        }
        return (int) product;
    }

    /** West, Updating mean and variance estimates, CACM 1979: weighted, one pass, without cancellation. */
    private void enumerate(int[] rows, long predicted, Expected expected) {
        int n = rows.length;
        double[] weight = new double[n];
        double[] total = new double[n];
        double[] mean = new double[n];
        double[] squares = new double[n];
        double[][] scenario = new double[domains.size()][n];
        int combinations = combinations(predicted);
        for (int combination = 0; combination < combinations; combination++) {
            Frame frame = scenario(rows, predicted, combination, scenario, weight);
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
            if (!(Math.abs(total[j] - 1) <= SLACK)) {
                throw new IllegalArgumentException("the probabilities of row " + rows[j] + " add up to " + total[j]
                        + ", not 1, over the forecasts of " + domains.names());
            }
            expected.mean()[rows[j]] = mean[j];
            expected.sd()[rows[j]] = Math.sqrt(squares[j] / total[j]);
            expected.predicted()[rows[j]] = predicted != 0;
        }
    }

    /** Fills {@code scenario} and each row's probability of it. The combination's digits choose among the supports. */
    private Frame scenario(int[] rows, long predicted, int combination, double[][] scenario, double[] weight) {
        Frame frame = Frame.empty(rows.length, domains.size(), Frame.rows(attributes, rows));
        Arrays.fill(weight, 1);
        int digits = combination;
        for (int k : order) {
            Domain domain = domains.at(k);
            boolean drawn = (predicted >> k & 1) == 1;
            int points = forecasts[k].support().length;
            int digit = drawn ? digits % points : 0;
            digits = drawn ? digits / points : digits;
            for (int j = 0; j < rows.length; j++) {
                int row = rows[j];
                boolean gone = pending[k][row]
                        && domain.origin() >= 0
                        && !domains.at(domain.origin()).happened(scenario[domain.origin()][j]);
                boolean said = domain.isOpinion() && scenario[domain.spoken()][j] != domain.absent();
                if (said) {
                    scenario[k][j] = scenario[domain.spoken()][j];
                    weight[j] *= digit == 0 ? 1 : 0;
                } else if (gone) {
                    scenario[k][j] = domain.absent();
                    weight[j] *= digit == 0 ? 1 : 0;
                } else if (drawn) {
                    scenario[k][j] = forecasts[k].support()[digit];
                    boolean happens = given[k] >= 0 && domains.at(given[k]).happened(scenario[given[k]][j]);
                    weight[j] *= forecasts[k].probability()[forecasts[k].offset(row, happens) + digit];
                } else {
                    scenario[k][j] = values[k][row];
                }
            }
            frame.set(k, domain, scenario[k]);
        }
        return frame;
    }
}
