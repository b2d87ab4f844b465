package dev.longview.engine;

/**
 * How many rows met a rule for bad input.
 *
 * @param rule its name: {@code duplicate-event}, {@code retracted}, {@code past-lateness}, {@code orphan}, {@code unseen}, …
 * @param rows how many
 * @param meaning what was done with them
 */
public record Finding(String rule, long rows, String meaning) {}
