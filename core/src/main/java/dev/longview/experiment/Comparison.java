package dev.longview.experiment;

/**
 * A cell against the control on one metric.
 *
 * @param control the control's level, with its interval
 * @param treatment the cell's level, with its interval
 * @param difference treatment − control, in units of the metric
 * @param relative treatment / control − 1; unbounded where the control's level cannot be told from 0
 * @param pValue two-sided, of no difference: below 1 − level exactly where the difference's interval leaves out 0; NaN without one
 * @param verdict what it comes to
 */
public record Comparison(
        Estimate control, Estimate treatment, Estimate difference, Estimate relative, double pValue, Verdict verdict) {}
