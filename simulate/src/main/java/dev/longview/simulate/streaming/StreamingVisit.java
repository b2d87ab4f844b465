package dev.longview.simulate.streaming;

import dev.longview.simulate.Candidates;
import dev.longview.simulate.Visit;

/** The visit of a block's member that is being served; one object for all, since nobody may keep it. */
final class StreamingVisit implements Visit {
    private final World world;
    private final Candidates candidates;
    int member;
    int account;
    private int number;
    private long time;
    private long seed;
    private double hour;
    private int device;

    StreamingVisit(World world, Candidates candidates) {
        this.world = world;
        this.candidates = candidates;
    }

    void of(int ofMember, int visitNumber, long timeMicros, double atHour, int onDevice, long seedOfSlate) {
        member = ofMember;
        account = world.members.account[ofMember];
        number = visitNumber;
        time = timeMicros;
        hour = Math.floor(atHour);
        device = onDevice;
        seed = seedOfSlate;
    }

    /** What those see who know the hidden state. */
    World world() {
        return world;
    }

    @Override
    public String decisionId() {
        return Watching.decisionId(Watching.visitCode(world.day, number), member);
    }

    @Override
    public String account() {
        return world.accounts.id[account];
    }

    @Override
    public String member() {
        return world.members.member[member];
    }

    @Override
    public long timeMicros() {
        return time;
    }

    @Override
    public Candidates candidates() {
        return candidates;
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public double number(int feature) {
        return switch (feature) {
            case SimulatedLog.HOUR -> hour;
            case SimulatedLog.TENURE_DAYS -> world.day - world.accounts.joined[account];
            default -> throw new IllegalArgumentException("feature " + feature + " is no number of a visit");
        };
    }

    @Override
    public String text(int feature) {
        return switch (feature) {
            case SimulatedLog.DEVICE -> Members.DEVICES.get(device);
            case SimulatedLog.FAVOURITE -> Title.GENRES.get(world.members.favourite[member]);
            default -> throw new IllegalArgumentException("feature " + feature + " is no text of a visit");
        };
    }
}
