package dev.longview.delay;

import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A {@link DelayModel} as bytes, the same on every machine, and the same for the same model. Little-endian:
 *
 * <pre>
 * magic "LVDM", int version (3), long length of the whole
 * outcome:    text name, text kind, int aggregate, double max, texts labels, texts from, long seconds, int nanoseconds, int mayFall,
 *             int billed (whether it ends with the next billing)
 * definition: texts state, doubles cuts, texts by, int trees; with trees: texts outcomes, texts features, texts after; longs
 *             seconds of the longest period
 * landmarks:  longs ages
 * model:      texts categories, doubles support, doubles upper, int landmarks with growth, doubles growth of each, doubles table
 * trees:      int present; {@link BoostedBytes}
 * summary:    longs rows, recommendations, finished, impossible; longs open, changes, happening, happened, ended, finals
 * int CRC-32 of all bytes before
 * </pre>
 *
 * An array is its int length and its values; a text is its length in bytes and UTF-8; what may be absent is an array of none or one.
 */
public final class DelayBytes {
    static final int VERSION = 3;
    private static final int MAGIC = 0x4D44564C;
    private static final int HEADER = 16;

    private DelayBytes() {}

    public static byte[] write(DelayModel model) {
        ByteSink out = new ByteSink();
        out.integer(MAGIC).integer(VERSION).whole(0);
        outcome(out, model.outcome());
        definition(out, model.definition());
        out.longs(model.landmarks.ages().stream().mapToLong(Long::longValue).toArray());
        out.texts(model.categories());
        out.doubles(model.points.support()).doubles(model.points.upper());
        out.integer(model.points.growth().length);
        for (double[] growth : model.points.growth()) {
            out.doubles(growth);
        }
        out.doubles(model.table);
        out.integer(model.boosted.isPresent() ? 1 : 0);
        model.boosted.ifPresent(boosted -> BoostedBytes.write(out, boosted));
        summary(out, model.summary());
        return out.sealed(HEADER - 8);
    }

    static void outcome(ByteSink out, OutcomeDefinition outcome) {
        out.text(outcome.name()).text(outcome.of());
        switch (outcome.as()) {
            case Aggregate.Occurred() -> aggregate(out, 1, 0, List.of());
            case Aggregate.Count(double max) -> aggregate(out, 2, max, List.of());
            case Aggregate.Sum(double max) -> aggregate(out, 3, max, List.of());
            case Aggregate.Max(double max) -> aggregate(out, 4, max, List.of());
            case Aggregate.TimeToFirst() -> aggregate(out, 5, 0, List.of());
            case Aggregate.Last(List<String> values) -> aggregate(out, 6, 0, values);
        }
        out.texts(outcome.from().stream().toList());
        out.whole(outcome.finalAfter().toSeconds())
                .integer(outcome.finalAfter().toNanosPart())
                .integer(outcome.mayFall() ? 1 : 0)
                .integer(Clock.billed(outcome) ? 1 : 0);
    }

    private static void definition(ByteSink out, DelayDefinition definition) {
        out.texts(definition.state().stream().toList());
        out.doubles(definition.cuts().stream().mapToDouble(Double::doubleValue).toArray());
        out.texts(definition.by().stream().toList());
        out.integer(definition.trees().isPresent() ? 1 : 0);
        definition
                .trees()
                .ifPresent(trees -> out.texts(trees.outcomes())
                        .texts(trees.features())
                        .texts(trees.after().stream().toList()));
        out.longs(definition.period().stream().mapToLong(Duration::toSeconds).toArray());
    }

    private static void aggregate(ByteSink out, int code, double max, List<String> labels) {
        out.integer(code).number(max).texts(labels);
    }

    private static void summary(ByteSink out, DelaySummary summary) {
        out.longs(summary.rows(), summary.recommendations(), summary.finished(), summary.impossible());
        List<DelaySummary.Bin> bins = summary.bins();
        List<DelaySummary.Landmark> landmarks = summary.landmarks();
        out.longs(bins.stream().mapToLong(DelaySummary.Bin::open).toArray());
        out.longs(bins.stream().mapToLong(DelaySummary.Bin::changes).toArray());
        out.longs(landmarks.stream().mapToLong(DelaySummary.Landmark::happening).toArray());
        out.longs(landmarks.stream().mapToLong(DelaySummary.Landmark::happened).toArray());
        out.longs(landmarks.stream().mapToLong(DelaySummary.Landmark::ended).toArray());
        out.longs(summary.finals().stream().mapToLong(Long::longValue).toArray());
    }

    /**
     * @param trees reads the trees, where the model has some
     * @throws IllegalArgumentException when these are not the bytes of a model, are cut short, damaged, or of another version
     */
    public static DelayModel read(byte[] bytes, TreeLearner trees) {
        if (bytes.length < HEADER + 4) {
            throw new IllegalArgumentException(
                    "not a delay model, or cut short: " + bytes.length + " bytes, the header alone has " + HEADER);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt() != MAGIC) {
            throw new IllegalArgumentException("not a delay model: it does not start with LVDM");
        }
        int version = in.getInt();
        if (version != VERSION) {
            throw new IllegalArgumentException("delay model format version " + version + "; this build reads version "
                    + VERSION + ": fit again, or use the build that wrote it");
        }
        long length = in.getLong();
        if (length != bytes.length) {
            throw new IllegalArgumentException("delay model is cut short or has more after its end: " + bytes.length
                    + " of " + length + " bytes; fetch it again");
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length - 4);
        if ((int) crc.getValue() != in.getInt(bytes.length - 4)) {
            throw new IllegalArgumentException("delay model is damaged: its checksum differs; fetch it again");
        }
        try {
            return body(new ByteSource(in), trees);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("delay model is malformed: it ends within its arrays", e);
        }
    }

    static OutcomeDefinition outcome(ByteSource in) {
        String name = in.text();
        String kind = in.text();
        Aggregate as = aggregate(in.integer(), in.number(), in.texts());
        List<String> from = in.texts();
        Duration finalAfter = Duration.ofSeconds(in.whole(), in.integer());
        OutcomeDefinition outcome =
                new OutcomeDefinition(name, kind, as, from.stream().findFirst(), finalAfter, in.integer() == 1);
        return in.integer() == 0
                ? outcome
                : outcome.withScope(new Scope.Account(Scope.Source.MEMBERSHIPS, Scope.Reach.NEXT_BILLING));
    }

    private static Optional<TreeInputs> inputs(ByteSource in) {
        if (in.integer() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                new TreeInputs(in.texts(), in.texts(), in.texts().stream().findFirst()));
    }

    private static DelayModel body(ByteSource in, TreeLearner trees) {
        OutcomeDefinition outcome = outcome(in);
        List<String> state = in.texts();
        List<Double> cuts = Arrays.stream(in.doubles()).boxed().toList();
        DelayDefinition definition = new DelayDefinition(
                outcome.name(),
                state.stream().findFirst(),
                cuts,
                in.texts().stream().findFirst(),
                inputs(in),
                Arrays.stream(in.longs()).mapToObj(Duration::ofSeconds).findFirst(),
                // A model of its own has it: OpinionBytes.
                Optional.empty());
        Chain chain = new Chain(definition, outcome);
        Landmarks landmarks = new Landmarks(Arrays.stream(in.longs()).boxed().toList());
        String[] categories = in.texts().toArray(String[]::new);
        double[] support = in.doubles();
        double[] upper = in.doubles();
        double[][] growth = new double[in.length(4)][];
        for (int k = 0; k < growth.length; k++) {
            growth[k] = in.doubles();
        }
        double[] table = in.doubles();
        int nodes = Clock.of(definition, outcome, landmarks).nodes().bins() + 1;
        int binned = chain.levels().binned() ? chain.levels().size() : 0;
        ByteSource.require(support.length == Points.size(chain.levels(), landmarks.bins()), "support");
        ByteSource.require(upper.length == binned, "upper halves");
        ByteSource.require(growth.length == (binned > 0 ? nodes : 0), "growth");
        ByteSource.require(Arrays.stream(growth).allMatch(row -> row.length == binned), "growth");
        long size =
                (categories.length + 1L) * nodes * chain.starts() * Incidence.targets(chain.levels(), landmarks.bins());
        ByteSource.require(table.length == size, "table");
        Optional<BoostedEnds> boosted =
                in.integer() == 0 ? Optional.empty() : Optional.of(BoostedBytes.read(in, outcome, trees));
        DelaySummary summary = summary(in, landmarks);
        ByteSource.require(in.remaining() == 4, "length");
        return new DelayModel(
                chain, landmarks, categories, new Points(support, upper, growth), table, summary, boosted);
    }

    private static Aggregate aggregate(int code, double max, List<String> labels) {
        return switch (code) {
            case 1 -> new Aggregate.Occurred();
            case 2 -> new Aggregate.Count(max);
            case 3 -> new Aggregate.Sum(max);
            case 4 -> new Aggregate.Max(max);
            case 5 -> new Aggregate.TimeToFirst();
            case 6 -> new Aggregate.Last(labels);
            default -> throw new IllegalArgumentException("delay model is malformed: aggregate " + code);
        };
    }

    private static DelaySummary summary(ByteSource in, Landmarks landmarks) {
        long[] totals = in.longs();
        long[] open = in.longs();
        long[] changes = in.longs();
        long[] happening = in.longs();
        long[] happened = in.longs();
        long[] ended = in.longs();
        List<Long> finals = Arrays.stream(in.longs()).boxed().toList();
        int bins = landmarks.bins();
        ByteSource.require(totals.length == 4 && open.length == bins && changes.length == bins, "summary");
        ByteSource.require(
                happening.length == bins + 1 && happened.length == bins + 1 && ended.length == bins + 1, "summary");
        List<DelaySummary.Bin> steps = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            steps.add(new DelaySummary.Bin(open[bin], changes[bin]));
        }
        List<DelaySummary.Landmark> at = new ArrayList<>();
        for (int k = 0; k <= bins; k++) {
            at.add(new DelaySummary.Landmark(landmarks.age(k), happening[k], happened[k], ended[k]));
        }
        return new DelaySummary(totals[0], totals[1], totals[2], totals[3], steps, at, finals);
    }
}
