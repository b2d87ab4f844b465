package dev.longview.serve;

/**
 * What is wrong with a request.
 *
 * @param at where in it: {@code /3/time}, a JSON pointer; empty for the whole
 * @param message what was wrong, the value, what is allowed, what to do
 */
public record Problem(String at, String message) {}
