package dev.longview.simulate;

/**
 * A visit whose features are given as arrays, one element for each of {@link Service#features()}; where a feature is of the other type or
 * of items, its element is not read.
 */
@SuppressWarnings("ArrayRecordComponent") // A view for the length of one call; it is never compared.
public record GivenVisit(
        String decisionId,
        String account,
        String member,
        long timeMicros,
        Candidates candidates,
        long seed,
        double[] numbers,
        String[] texts)
        implements Visit {
    @Override
    public double number(int feature) {
        return numbers[feature];
    }

    @Override
    public String text(int feature) {
        return texts[feature];
    }
}
