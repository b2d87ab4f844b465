package dev.longview.simulate.streaming;

/**
 * P(a play that is going on is completed within some days), by the minutes that are left of it: C(left, n) = (1 − g)·(q·E[L ≥ left, or
 * C(left − L, n − 1)] + (1 − q)·C(left, n − 1)) for a kind that gives up with probability g a day, sits with q, for L minutes uniform
 * between two lengths. On a grid of minutes, with the integral over L by trapezoids.
 */
final class Remaining {
    private final int days;
    /** By kind, days and minutes left. */
    private final double[][][] table;

    /** @param leaves P(an account leaves on a day), which ends what is going on */
    Remaining(Engagement engagement, double leaves, int minutes, int days) {
        this.days = days;
        table = new double[Engagement.KINDS][days + 1][minutes + 1];
        for (int kind = 1; kind < Engagement.KINDS; kind++) {
            WorldParameters.Kind of = engagement.going(kind);
            double stays = (1 - of.givesUp()) * (1 - leaves);
            for (int n = 1; n <= days; n++) {
                double[] before = table[kind][n - 1];
                double[] area = area(before);
                for (int left = 0; left <= minutes; left++) {
                    double range = of.longest() - of.shortest();
                    double ends = Math.clamp((of.longest() - left) / range, 0.0, 1.0);
                    double later = (at(area, left - of.shortest()) - at(area, left - of.longest())) / range;
                    table[kind][n][left] = stays * (of.daily() * (ends + later) + (1 - of.daily()) * before[left]);
                }
            }
        }
    }

    /** @param fraction the share of the day after {@code whole} days that still counts */
    double completes(int kind, double left, int whole, double fraction) {
        int n = Math.clamp(whole, 0, days);
        int more = Math.min(days, n + 1);
        double now = at(table[kind][n], left);
        return whole < 0 ? 0 : now + fraction * (at(table[kind][more], left) - now);
    }

    private static double[] area(double[] of) {
        double[] area = new double[of.length];
        for (int i = 1; i < area.length; i++) {
            area[i] = area[i - 1] + (of[i - 1] + of[i]) / 2;
        }
        return area;
    }

    private static double at(double[] values, double x) {
        if (x <= 0) {
            return values[0];
        }
        int i = Math.min((int) x, values.length - 2);
        double part = Math.min(1, x - i);
        return values[i] + part * (values[i + 1] - values[i]);
    }
}
