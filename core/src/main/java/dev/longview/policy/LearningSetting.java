package dev.longview.policy;

/**
 * What a policy's learning is set by.
 *
 * @param learningRate of the adaptive gradient steps
 * @param regularisation L2, per step
 * @param dimensions size of the embeddings
 * @param epochs passes over the training rows
 */
public record LearningSetting(double learningRate, double regularisation, int dimensions, int epochs) {}
