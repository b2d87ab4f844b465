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
    int[] renewals = new int[0];
    /** 0 for no, 1 for a lapse that was wanted, 2 for one that was not; the latest counts. */
    byte[] lapse = new byte[0];

    double[] satisfaction = new double[0];
    double[] playSatisfaction = new double[0];

    void room(int accounts) {
        if (accounts <= activeDays.length) {
            return;
        }
        int to = Math.max(accounts, activeDays.length * 5 / 4);
        activeDays = Arrays.copyOf(activeDays, to);
        impressions = Arrays.copyOf(impressions, to);
        plays = Arrays.copyOf(plays, to);
        organicPlays = Arrays.copyOf(organicPlays, to);
        completions = Arrays.copyOf(completions, to);
        billings = Arrays.copyOf(billings, to);
        renewals = Arrays.copyOf(renewals, to);
        lapse = Arrays.copyOf(lapse, to);
        satisfaction = Arrays.copyOf(satisfaction, to);
        playSatisfaction = Arrays.copyOf(playSatisfaction, to);
    }

    Truth.AccountTruth account(int a, String account, Assigner.Assignment assignment) {
        return new Truth.AccountTruth(
                account,
                assignment.cells(),
                activeDays[a],
                impressions[a],
                plays[a],
                organicPlays[a],
                completions[a],
                satisfaction[a] / activeDays[a],
                playSatisfaction[a],
                billings[a],
                renewals[a],
                lapse[a] > 0,
                lapse[a] == 1);
    }
}
