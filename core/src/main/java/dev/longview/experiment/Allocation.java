package dev.longview.experiment;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who is in which cell: a pure function of the experiment's salt and the account, so that every process gives the same answer and
 * nothing has to be stored.
 *
 * <p>The salt and the account are hashed to one of 10,000 buckets by FNV-1a, twice: the second pass, over the first one's decimal
 * digits, breaks the dependence that FNV-1a alone leaves between experiments whose salts look alike. This is the algorithm that
 * GrowthBook calls version 2 [1], so that its experiments can be taken over without moving anyone. Text is hashed as UTF-8: some of its
 * clients hash UTF-16 units, and differ on accounts outside ASCII.
 *
 * <p>Each cell owns a stretch of [0, 1) as wide as its weight, and the share taking part is the beginning of each stretch: raising the
 * share adds accounts to every cell and moves none between cells.
 *
 * <p>[1] GrowthBook, Build your own SDK, specification 0.8.0.
 */
public final class Allocation {
    private static final int BUCKETS = 10_000;
    private static final int FNV_OFFSET = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;

    private final List<ExperimentDefinition.Cell> cells;
    private final int salted;
    private final double[] from;
    private final double[] to;

    private Allocation(ExperimentDefinition experiment, double[] from, double[] to) {
        this.cells = experiment.cells();
        this.salted = fnv1a(FNV_OFFSET, experiment.salt());
        this.from = from;
        this.to = to;
    }

    /** @throws IllegalArgumentException for a share outside (0, 1], a negative weight, or weights that are all 0 */
    public static Allocation of(ExperimentDefinition experiment) {
        double share = experiment.share();
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "experiment %s: share must be above 0 and at most 1: %s".formatted(experiment.name(), share));
        }
        double total = 0;
        for (ExperimentDefinition.Cell cell : experiment.cells()) {
            if (!(cell.weight() >= 0 && cell.weight() < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("experiment %s, cell %s: weight must be a number of at least 0: %s"
                        .formatted(experiment.name(), cell.name(), cell.weight()));
            }
            total += cell.weight();
        }
        if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "experiment %s: the cells' weights sum to %s; at least one must be above 0"
                            .formatted(experiment.name(), total));
        }
        double[] from = new double[experiment.cells().size()];
        double[] to = new double[from.length];
        double start = 0;
        for (int i = 0; i < from.length; i++) {
            double width = experiment.cells().get(i).weight() / total;
            from[i] = start;
            to[i] = start + share * width;
            start += width;
        }
        return new Allocation(experiment, from, to);
    }

    /** The account's cell; empty when it does not take part. */
    public Optional<ExperimentDefinition.Cell> cell(String account) {
        OptionalInt index = index(account);
        return index.isPresent() ? Optional.of(cells.get(index.getAsInt())) : Optional.empty();
    }

    /** Index of the account's cell in the experiment's list; empty when it does not take part. */
    public OptionalInt index(String account) {
        double position = position(salted, account);
        for (int i = 0; i < from.length; i++) {
            if (position >= from[i] && position < to[i]) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Where an account stands in [0, 1) under a salt, in steps of 1/10,000. */
    static double position(String salt, String account) {
        return position(fnv1a(FNV_OFFSET, salt), account);
    }

    private static double position(int salted, String account) {
        int first = fnv1a(salted, account);
        int second = fnv1a(FNV_OFFSET, Integer.toUnsignedString(first));
        return (double) Integer.remainderUnsigned(second, BUCKETS) / BUCKETS;
    }

    /** FNV-1a of 32 bits, going on from a state, over the text's UTF-8 bytes. */
    private static int fnv1a(int state, String text) {
        int hash = state;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }
}
