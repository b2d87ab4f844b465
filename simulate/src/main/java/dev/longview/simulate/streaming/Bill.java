package dev.longview.simulate.streaming;

import dev.longview.log.MembershipEvent;
import dev.longview.simulate.Draws;

/** The bill that comes every 30 days: an account pays, cancels, or fails to pay. */
final class Bill {
    private static final int HOURS_TO_RECOVER = 72;

    private final World world;
    private final WorldParameters.Billing of;
    private final Accounts accounts;
    private final Members members;
    private final Told told;
    private final Tally tally;
    private final Watching watching;
    private final double shift;

    Bill(World world, Told told, Tally tally, Watching watching) {
        this.world = world;
        this.of = world.parameters.billing();
        this.accounts = world.accounts;
        this.members = world.members;
        this.told = told;
        this.tally = tally;
        this.watching = watching;
        this.shift = -world.calendar.season(world.day)
                - (world.calendar.campaign(world.day)
                        ? world.parameters.marketing().churn()
                        : 0);
    }

    /** @param key the day's key of the account's first member */
    void due(int a, long key) {
        int days = world.day - accounts.billedFrom[a];
        if (days <= 0 || days % World.BILLING_DAYS != 0) {
            return;
        }
        int month = days / World.BILLING_DAYS;
        double satisfaction = mean(a, members.satisfaction);
        double habit = mean(a, members.habit);
        double logit = of.intercept()
                + of.firstMonth() * Math.exp(1 - month)
                - of.satisfaction() * satisfaction
                - of.habit() * habit
                + of.price() * accounts.priceSensitivity[a]
                + shift
                + of.noise() * Draws.normal(key, Purpose.BILLING, 1);
        double probability = Draws.logistic(logit);
        boolean cancels = Draws.uniform(key, Purpose.BILLING, 0) < probability;
        boolean fails = !cancels
                && world.parameters.effects().paymentFailures()
                && Draws.uniform(key, Purpose.PAYMENT, 0) < of.paymentFails();
        boolean recovers = fails && Draws.uniform(key, Purpose.PAYMENT, 1) < of.recovered();
        boolean lapses = cancels || (fails && !recovers);
        tally.billings[a]++;
        tell(a, cancels, fails, recovers);
        if (lapses) {
            lapse(a, cancels);
        } else {
            tally.renewals[a]++;
        }
        if (told.truth) {
            told.bill(new Truth.BillTruth(
                    accounts.id[a], world.day, month, satisfaction, habit, probability, lapses, cancels));
        }
    }

    private void tell(int a, boolean cancels, boolean fails, boolean recovers) {
        if (cancels) {
            event(a, MembershipEvent.CANCEL_REQUESTED, LogRows.Period.NONE, 0, true);
            event(a, MembershipEvent.LAPSE, LogRows.Period.ENDS, 1, true);
            return;
        }
        if (fails) {
            event(a, MembershipEvent.PAYMENT_FAILED, LogRows.Period.NONE, 0, false);
        }
        if (!fails) {
            event(a, MembershipEvent.RENEW, LogRows.Period.BEGINS, 0, true);
        } else if (recovers) {
            event(a, MembershipEvent.RENEW, LogRows.Period.BEGINS, HOURS_TO_RECOVER, true);
        } else {
            event(a, MembershipEvent.LAPSE, LogRows.Period.ENDS, 1, false);
        }
    }

    private void event(int a, MembershipEvent event, LogRows.Period period, int hour, boolean voluntary) {
        told.rows.membership(accounts.id[a], event, period, world.calendar.start(), world.day, hour, voluntary);
    }

    private void lapse(int a, boolean voluntary) {
        accounts.active[a] = false;
        accounts.billedFrom[a] = world.day;
        tally.lapse[a] = (byte) (voluntary ? 1 : 2);
        for (int i = accounts.first[a]; i < accounts.first[a + 1]; i++) {
            watching.stopAll(i);
        }
    }

    private double mean(int a, double[] of) {
        double sum = 0;
        for (int i = accounts.first[a]; i < accounts.first[a + 1]; i++) {
            sum += of[i];
        }
        return sum / (accounts.first[a + 1] - accounts.first[a]);
    }
}
