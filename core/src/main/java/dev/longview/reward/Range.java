package dev.longview.reward;

/** The values that a reward can take lie in [low, high], both finite; it need not reach them. */
public record Range(double low, double high) {}
