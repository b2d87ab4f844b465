package dev.longview.simulate.counterfactual;

/**
 * What a difference between two courses was worth per account, over the horizon that was run.
 *
 * @param playSatisfaction what plays gave, summed over the horizon
 * @param satisfiedDays the hidden satisfaction S summed over the days on which the account was subscribed: a member who is content for
 *     longer counts for more, one who has left counts for nothing
 * @param retainedMonths days subscribed, in months of 30 days
 * @param plays recommended and organic
 * @param completions titles finished
 */
public record Effect(
        PairedMean playSatisfaction,
        PairedMean satisfiedDays,
        PairedMean retainedMonths,
        PairedMean plays,
        PairedMean completions) {}
