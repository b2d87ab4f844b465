package dev.longview.label;

/**
 * What a label says about its item, with what its error has of its own and what it shares kept apart: value = θ + shared·e + noise, where
 * e ~ N(0, 1) is one number for all rows of the item that are not final yet, and noise is the row's own. A {@link Reading} has both in
 * one precision, for a given number of such rows; who adds rows and takes them out needs them apart.
 *
 * @param value z, in units of the reward
 * @param precision ρ²/ν, of the row's own noise, relative to that of a final label, which has 1; 0 when the row tells nothing yet
 * @param shared √c/ρ, the standard deviation of the error that it shares, in units of the reward; 0 of a final label
 */
public record Evidence(double value, double precision, double shared) {
    /** What a final label says. */
    public static Evidence settled(double reward) {
        return new Evidence(reward, 1, 0);
    }
}
