package dev.longview.report;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A scale from values to coordinates.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}, above {@code low}
 */
record Axis(double low, double high, double from, double to, Measure measure) {
    /** A tick, with where the middle of its label goes. */
    record Tick(double at, String label, double labelAt) {}

    /** A range that holds all finite values, with a margin of a share of its length on either side. */
    static double[] range(DoubleStream values, double margin) {
        double[] finite = values.filter(Double::isFinite).toArray();
        double low = DoubleStream.of(finite).min().orElse(0);
        double high = DoubleStream.of(finite).max().orElse(1);
        double length = high - low;
        if (!(length > 1e-9 * Math.max(Math.abs(low), Math.abs(high)))) {
            double around = low == 0 ? 1 : 0.1 * Math.abs(low);
            return new double[] {low - around, high + around};
        }
        return new double[] {low - margin * length, high + margin * length};
    }

    double at(double value) {
        return from + (Math.clamp(value, low, high) - low) / (high - low) * (to - from);
    }

    List<Tick> ticks(int wanted) {
        return Ticks.between(measure.shown(low), measure.shown(high), wanted).places().stream()
                .map(place -> {
                    double at = at(place.doubleValue() / measure.factor());
                    return new Tick(at, Numbers.exact(place) + measure.unit(), at);
                })
                .toList();
    }

    /** As many ticks as there is room for between their labels, which stay within a drawing of that width. */
    List<Tick> ticksThatFit(double size, double width) {
        int wanted = 7;
        List<Tick> ticks = within(ticks(wanted), size, width);
        while (wanted > 1 && crowded(ticks, size)) {
            wanted--;
            ticks = within(ticks(wanted), size, width);
        }
        return ticks;
    }

    private static List<Tick> within(List<Tick> ticks, double size, double width) {
        return ticks.stream()
                .map(tick -> {
                    double half = Math.min(width, Lettering.width(tick.label(), size)) / 2;
                    return new Tick(tick.at(), tick.label(), Math.clamp(tick.at(), half, width - half));
                })
                .toList();
    }

    private static boolean crowded(List<Tick> ticks, double size) {
        for (int i = 1; i < ticks.size(); i++) {
            double labels =
                    Lettering.width(ticks.get(i - 1).label() + ticks.get(i).label(), size) / 2;
            if (ticks.get(i).labelAt() - ticks.get(i - 1).labelAt() < labels + size) {
                return true;
            }
        }
        return false;
    }
}
