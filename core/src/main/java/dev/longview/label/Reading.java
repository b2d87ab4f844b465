package dev.longview.label;

/**
 * What a label says about its item.
 *
 * @param value z, in units of the reward: its mean given the item's effect is the effect; of a row that is withheld the pool's mean
 * @param precision relative to that of a final label, which has 1; 0 when the row tells nothing yet and is withheld
 */
public record Reading(double value, double precision) {}
