package dev.longview.label;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * How the label of a recommendation of any age is read: a {@link Line} for each landmark age and item type, made by a
 * {@link ReadingLearner}.
 *
 * <p>z = m(x) + (ŷ − p(x))/ρ, with precision ρ²/(ν + nc) relative to a final label's, where n rows of the item are as young. It applies
 * to all rows of an age, those too that are settled early: E[ŷ | θ] is the mean over both. Between two landmarks every number of a line
 * is interpolated linearly in age. From the last landmark on a label is final, and read as it is. Rows younger than the first, and those
 * with ρ below the floor, tell nothing yet: their precision is 0.
 *
 * @param floor of ρ
 * @param ages landmarks, in microseconds since the decision, ascending
 * @param covariates what rows are compared at equal values of, by name
 * @param means of the covariates
 * @param pooled by landmark but the last: for items whose type is not known, or thin
 * @param types ascending by name
 */
public record Readings(
        double floor, List<Long> ages, List<String> covariates, double[] means, List<Line> pooled, List<Type> types) {
    /** Below it a reading would be a tenth evidence and nine tenths noise, and an error of the slope would decide it. */
    public static final double LEAST_SLOPE = 0.1;

    /** @param lines by landmark but the last */
    public record Type(String name, List<Line> lines) {
        public Type {
            lines = List.copyOf(lines);
        }
    }

    /** @throws IllegalArgumentException when ages do not ascend, or there is not a line for each */
    public Readings {
        ages = List.copyOf(ages);
        covariates = List.copyOf(covariates);
        pooled = List.copyOf(pooled);
        types = List.copyOf(types);
        if (!(floor > 0)) {
            throw new IllegalArgumentException("the floor of a slope must be positive: " + floor);
        }
        for (int k = 1; k < ages.size(); k++) {
            if (ages.get(k) <= ages.get(k - 1)) {
                throw new IllegalArgumentException("landmark ages must ascend: " + ages);
            }
        }
        int lines = ages.size() - 1;
        if (lines < 1 || pooled.size() != lines || types.stream().anyMatch(type -> type.lines.size() != lines)) {
            throw new IllegalArgumentException(
                    ages.size() + " landmark ages need a line for each but the last, not " + pooled.size());
        }
        if (means.length != covariates.size()) {
            throw new IllegalArgumentException("covariates " + covariates + " need as many means, not " + means.length);
        }
    }

    /**
     * With another floor of ρ, where slopes are known well enough: an error of ρ by a share is one of readings by the same share.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Readings withFloor(double floor) {
        return new Readings(floor, ages, covariates, means, pooled, types);
    }

    /** With these covariates only: the others have no effect. */
    Readings keeping(int[] columns) {
        return new Readings(
                floor,
                ages,
                Arrays.stream(columns).mapToObj(covariates::get).toList(),
                Line.kept(means, columns),
                pooled.stream().map(line -> line.keeping(columns)).toList(),
                types.stream()
                        .map(type -> new Type(
                                type.name,
                                type.lines.stream()
                                        .map(line -> line.keeping(columns))
                                        .toList()))
                        .toList());
    }

    /** The age from which a label is final, in microseconds. */
    public long end() {
        return ages.getLast();
    }

    /**
     * The age from which on every row can be read, whatever its item's type: where types are told apart, those that can be read earlier
     * would else stand for all.
     */
    public long readableFrom() {
        long from = ages.getFirst();
        for (int k = 0; k < pooled.size(); k++) {
            int at = k;
            boolean read = pooled.get(k).slope() >= floor
                    && types.stream().allMatch(type -> type.lines.get(at).slope() >= floor);
            from = read ? from : ages.get(k + 1);
        }
        return from;
    }

    /** The index of a type, empty when it was not seen or its items are too few. */
    public OptionalInt type(String name) {
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).name.equals(name)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** The lines of a type; the pool's where there is none. */
    public List<Line> lines(OptionalInt type) {
        return type.isPresent() ? types.get(type.getAsInt()).lines : pooled;
    }

    /**
     * Reads a label.
     *
     * @param age of the row, in microseconds
     * @param x its covariates; one that is not a number is taken to be the mean
     * @param cohort how many rows of the same item are not final yet: they share their predictor's error
     */
    public Reading read(OptionalInt type, long age, double label, double[] x, double cohort) {
        if (age >= end()) {
            return new Reading(label, 1);
        }
        Line line = at(type, age);
        double precision = precision(line, age, cohort);
        return new Reading(value(line, label, x, precision > 0), precision);
    }

    /**
     * Reads a label as evidence that can be added and taken out again, whatever other rows there are.
     *
     * @param age of the row, in microseconds
     * @param x its covariates; one that is not a number is taken to be the mean
     */
    public Evidence evidence(OptionalInt type, long age, double label, double[] x) {
        if (age >= end()) {
            return Evidence.settled(label);
        }
        Line line = at(type, age);
        double slope = line.slope();
        boolean tells = age >= ages.getFirst() && slope >= floor && line.noise() > 0;
        return new Evidence(
                value(line, label, x, tells),
                tells ? slope * slope * line.finalNoise() / line.noise() : 0,
                tells ? Math.sqrt(line.shared()) / slope : 0);
    }

    /** m(x) + (ŷ − p(x))/ρ; m(x) of a row that tells nothing. */
    private double value(Line line, double label, double[] x, boolean tells) {
        double expected = line.mean();
        double predicted = line.predicted();
        for (int j = 0; j < means.length; j++) {
            double difference = x[j] - means[j];
            if (!Double.isNaN(difference)) {
                expected += line.effects()[j] * difference;
                predicted += line.predictedEffects()[j] * difference;
            }
        }
        return tells ? expected + (label - predicted) / line.slope() : expected;
    }

    /** The precision of one of {@code cohort} rows of an item at an age, relative to a final label's. */
    public double precision(OptionalInt type, long age, double cohort) {
        return age >= end() ? 1 : precision(at(type, age), age, cohort);
    }

    private double precision(Line line, long age, double cohort) {
        return age >= ages.getFirst() && line.slope() >= floor ? line.precision(cohort) : 0;
    }

    /** Interpolated between landmarks; before the first it is the first. */
    public Line at(OptionalInt type, long age) {
        List<Line> lines = lines(type);
        int k = 0;
        while (k + 1 < lines.size() && ages.get(k + 1) <= age) {
            k++;
        }
        Line line = lines.get(k);
        if (age <= ages.get(k)) {
            return line;
        }
        double width = ages.get(k + 1) - ages.get(k);
        double ahead = Math.max(0, (ages.get(k + 1) - age) / width);
        return line.towards(k + 1 < lines.size() ? lines.get(k + 1) : last(line), ahead);
    }

    /** A final label is its own reading. */
    private static Line last(Line line) {
        return new Line(
                line.rows(),
                line.items(),
                line.mean(),
                line.effects(),
                line.mean(),
                line.effects(),
                1,
                0,
                line.finalNoise(),
                0,
                line.itemVariance(),
                line.finalNoise());
    }
}
