package dev.longview.simulate.streaming;

import java.util.SequencedMap;
import java.util.TreeMap;

/** The truth of a period by cell; an account in no experiment counts under the empty name. */
public final class TruthSummary implements Truth {
    private final SequencedMap<String, Sums> cells = new TreeMap<>();

    /**
     * Means over accounts, with the standard error of a mean beside it.
     *
     * @param satisfaction hidden satisfaction S
     * @param playSatisfaction satisfaction from plays, summed over the period
     * @param churn lapses per billing that came due
     */
    public record Cell(
            long accounts,
            double plays,
            double completions,
            double satisfaction,
            double satisfactionError,
            double playSatisfaction,
            double playSatisfactionError,
            double churn) {}

    @Override
    public void account(AccountTruth account) {
        if (account.cells().isEmpty()) {
            add("", account);
        }
        account.cells().forEach(cell -> add(cell, account));
    }

    private void add(String cell, AccountTruth account) {
        cells.computeIfAbsent(cell, name -> new Sums()).add(account);
    }

    public SequencedMap<String, Cell> cells() {
        SequencedMap<String, Cell> summary = new TreeMap<>();
        cells.forEach((name, sums) -> summary.put(name, sums.cell()));
        return summary;
    }

    private static final class Sums {
        private long accounts;
        private long plays;
        private long completions;
        private long billings;
        private long lapses;
        private double s;
        private double s2;
        private double p;
        private double p2;

        void add(AccountTruth account) {
            accounts++;
            plays += account.plays() + account.organicPlays();
            completions += account.completions();
            billings += account.billings();
            lapses += account.lapsed() ? 1 : 0;
            s += account.satisfaction();
            s2 += account.satisfaction() * account.satisfaction();
            p += account.playSatisfaction();
            p2 += account.playSatisfaction() * account.playSatisfaction();
        }

        Cell cell() {
            double n = accounts;
            return new Cell(
                    accounts,
                    plays / n,
                    completions / n,
                    s / n,
                    error(s, s2),
                    p / n,
                    error(p, p2),
                    billings == 0 ? Double.NaN : (double) lapses / billings);
        }

        private double error(double sum, double squares) {
            double n = accounts;
            return n < 2 ? Double.NaN : Math.sqrt(Math.max(0, squares / n - sum * sum / (n * n)) / (n - 1));
        }
    }
}
