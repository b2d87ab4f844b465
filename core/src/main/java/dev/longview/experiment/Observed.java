package dev.longview.experiment;

/** What a cell's accounts showed on a metric: enough to compare it with another cell, and mergeable over parts of the log. */
public sealed interface Observed {
    /** A value per account. */
    record Values(PairSums sums) implements Observed {}

    /**
     * A value per account beside a covariate that the experiment could not touch, such as the same metric before it began. What the
     * covariate explains is taken out of the variance (CUPED: Deng et al., WSDM 2013).
     */
    record Adjusted(PairSums sums) implements Observed {}

    /**
     * A ratio of sums, such as plays per impression: first value the numerator, second the denominator. Its variance comes from the
     * delta method over accounts; a binomial one over impressions is far too small, because an account's impressions go together.
     */
    record Ratio(PairSums sums) implements Observed {}

    /** How many of the accounts did it. */
    record Proportion(long successes, long accounts) implements Observed {
        public Proportion {
            if (!(0 <= successes && successes <= accounts)) {
                throw new IllegalArgumentException(
                        "successes must be between 0 and the accounts: %d of %d".formatted(successes, accounts));
            }
        }
    }

    /** The share of accounts still members after so many days, where some have not been watched that long. */
    record Retained(Survival survival, int day) implements Observed {
        public Retained {
            if (day < 0) {
                throw new IllegalArgumentException("day must be at least 0: " + day);
            }
        }
    }

    /** Accounts seen. */
    default long accounts() {
        return switch (this) {
            case Values(PairSums sums) -> sums.count();
            case Adjusted(PairSums sums) -> sums.count();
            case Ratio(PairSums sums) -> sums.count();
            case Proportion proportion -> proportion.accounts();
            case Retained(Survival survival, int day) -> survival.accounts();
        };
    }
}
