package dev.longview.reward;

import java.util.Arrays;

/**
 * The outcomes of some rows as an expression reads them. All are total: conditions are 0 or 1, a time is 1 where it has come, with the
 * microseconds elapsed beside, which are the whole horizon where it has not.
 *
 * @param value outcome × row
 * @param elapsed outcome × row; empty arrays but for times
 * @param attribute question × row, as {@link Attributes} answers them
 */
record Frame(int size, double[][] value, double[][] elapsed, double[][] attribute) {
    /** Of outcomes that are yet to be set. */
    static Frame empty(int size, int outcomes, double[][] attribute) {
        double[][] none = new double[outcomes][];
        Arrays.fill(none, new double[0]);
        return new Frame(size, none, none.clone(), attribute);
    }

    /** Some rows of columns. */
    static double[][] rows(double[][] columns, int[] rows) {
        double[][] some = new double[columns.length][];
        for (int k = 0; k < some.length; k++) {
            double[] all = columns[k];
            some[k] = Arrays.stream(rows).mapToDouble(row -> all[row]).toArray();
        }
        return some;
    }

    /** Sets an outcome's values, normal ones of its domain. The array is kept unless it is of times. */
    void set(int k, Domain domain, double[] values) {
        if (!domain.isTime()) {
            value[k] = values;
            return;
        }
        double[] happened = new double[size];
        double[] micros = new double[size];
        double horizon = domain.horizon();
        for (int i = 0; i < size; i++) {
            boolean never = Double.isNaN(values[i]);
            happened[i] = never ? 0 : 1;
            micros[i] = never ? horizon : values[i];
        }
        value[k] = happened;
        elapsed[k] = micros;
    }
}
