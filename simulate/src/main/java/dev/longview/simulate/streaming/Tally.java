package dev.longview.simulate.streaming;

import dev.longview.simulate.Assigner;
import java.util.Arrays;

/** What happened to each account during one run: truth, kept apart from the log. */
final class Tally {
    int[] activeDays = new int[0];
    int[] impressions = new int[0];
    int[] plays = new int[0];
    int[] organicPlays = new int[0];
    int[] completions = new int[0];
    int[] billings = new int[0];
    int[] lapses = new int[0];
    double[] satisfaction = new double[0];
    double[] playSatisfaction = new double[0];

    void room(int accounts) {
        activeDays = Arrays.copyOf(activeDays, accounts);
        impressions = Arrays.copyOf(impressions, accounts);
        plays = Arrays.copyOf(plays, accounts);
        organicPlays = Arrays.copyOf(organicPlays, accounts);
        completions = Arrays.copyOf(completions, accounts);
        billings = Arrays.copyOf(billings, accounts);
        lapses = Arrays.copyOf(lapses, accounts);
        satisfaction = Arrays.copyOf(satisfaction, accounts);
        playSatisfaction = Arrays.copyOf(playSatisfaction, accounts);
    }

    Truth.AccountTruth account(int i, String account, Assigner.Assignment assignment) {
        return new Truth.AccountTruth(
                account,
                assignment.cells(),
                activeDays[i],
                impressions[i],
                plays[i],
                organicPlays[i],
                completions[i],
                satisfaction[i] / activeDays[i],
                playSatisfaction[i],
                billings[i],
                lapses[i] > 0);
    }
}
