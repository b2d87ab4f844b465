package dev.longview.simulate.streaming;

import java.util.List;

/**
 * The course of a play, from its first sitting to its end: a hidden kind, and then, day by day, one of giving up, a sitting, or nothing.
 * It depends on the kind and the title's length alone, so that whoever knows these probabilities can tell exactly what is likely to become
 * of a play from what was seen of it ({@link CompletionOracle}); nobody is told the kind.
 *
 * <p>The kind is drawn with weights exp(weight + slope·z), where z = quality + taste + mood is hidden too. An abandonment ends in its first
 * sitting, between two minutes that interruptions of other plays share, so that minute ten does not tell them apart.
 */
final class Engagement {
    static final byte ABANDON = 0;
    static final byte STALL = 1;
    static final byte STEADY = 2;
    static final byte BINGE = 3;
    static final int KINDS = 4;
    static final List<String> NAMES = List.of("abandon", "stall", "steady", "binge");

    /** Days after its start on which an engagement is over, whatever its kind. */
    static final int LONGEST_DAYS = 45;

    /** What a day brings to a play that is going on. */
    enum Day {
        GIVES_UP,
        SITTING,
        NOTHING
    }

    private final WorldParameters.Engagements of;
    private final WorldParameters.Kind[] kinds;
    private final boolean interruptions;

    Engagement(WorldParameters parameters) {
        of = parameters.engagements();
        kinds = new WorldParameters.Kind[] {of.stall(), of.steady(), of.binge()};
        interruptions = parameters.effects().interruptions();
    }

    double z(double quality, double taste, double mood) {
        return quality + of.taste() * taste + of.mood() * mood;
    }

    /** Writes the probability of each kind. */
    void probabilities(double z, double[] into) {
        double sum = 0;
        for (byte kind = 0; kind < KINDS; kind++) {
            into[kind] = weight(kind, z);
            sum += into[kind];
        }
        for (int kind = 0; kind < KINDS; kind++) {
            into[kind] /= sum;
        }
    }

    byte draw(double z, double u) {
        double abandon = weight(ABANDON, z);
        double stall = weight(STALL, z);
        double steady = weight(STEADY, z);
        double at = u * (abandon + stall + steady + weight(BINGE, z));
        return at < abandon ? ABANDON : at < abandon + stall ? STALL : at < abandon + stall + steady ? STEADY : BINGE;
    }

    private double weight(byte kind, double z) {
        return kind == ABANDON
                ? Math.exp(of.abandonWeight() + of.abandonSlope() * z)
                : Math.exp(kinds[kind - 1].weight() + kinds[kind - 1].slope() * z);
    }

    boolean interrupted(byte kind, double u) {
        return kind != ABANDON && interruptions && u < of.interrupted();
    }

    /** Minutes of the first sitting, before the title's own end cuts it off. */
    double firstSitting(byte kind, boolean interrupted, double u) {
        return interrupted || kind == ABANDON ? of.earlyFrom() + (of.earlyTo() - of.earlyFrom()) * u : sitting(kind, u);
    }

    /** Minutes of a later sitting, before the title's own end cuts it off. */
    double sitting(byte kind, double u) {
        WorldParameters.Kind going = kinds[kind - 1];
        return going.shortest() + (going.longest() - going.shortest()) * u;
    }

    /** One draw for a day, of a play that was not abandoned in its first sitting. */
    Day day(byte kind, double u) {
        WorldParameters.Kind going = kinds[kind - 1];
        return u < going.givesUp()
                ? Day.GIVES_UP
                : u < going.givesUp() + (1 - going.givesUp()) * going.daily() ? Day.SITTING : Day.NOTHING;
    }

    double interruptedShare() {
        return interruptions ? of.interrupted() : 0;
    }

    double earlyFrom() {
        return of.earlyFrom();
    }

    double earlyTo() {
        return of.earlyTo();
    }

    WorldParameters.Kind going(int kind) {
        return kinds[kind - 1];
    }
}
