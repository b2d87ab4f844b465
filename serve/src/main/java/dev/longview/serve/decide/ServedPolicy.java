package dev.longview.serve.decide;

import dev.longview.columns.Batch;
import dev.longview.loop.RuledPolicy;
import dev.longview.loop.ServedVisit;
import dev.longview.loop.TrainedPolicy;
import dev.longview.policy.Eligibility;
import dev.longview.policy.Scorer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A version of a policy with its rules, ready to draw from a catalogue. Thread-safe. */
public final class ServedPolicy {
    private final RuledPolicy policy;
    private final List<Scorer> scorers;
    private final Eligibility eligibility;
    private final long since;
    private final List<String> needed;
    /** What answers one visit at a time, and has memory of its own for that. */
    private final ConcurrentLinkedQueue<ServedVisit> free = new ConcurrentLinkedQueue<>();

    private ServedPolicy(RuledPolicy policy, List<Scorer> scorers, Eligibility eligibility, long since) {
        this.policy = policy;
        this.scorers = scorers;
        this.eligibility = eligibility;
        this.since = since;
        this.needed = policy.needed();
    }

    /** @param since when it came into service, in microseconds */
    public static ServedPolicy of(RuledPolicy policy, Batch catalogue, long since) {
        return new ServedPolicy(
                policy,
                policy.trained().models().stream()
                        .map(model -> Scorer.of(model, catalogue))
                        .toList(),
                Eligibility.of(policy.rules(), catalogue),
                since);
    }

    /** The same from another catalogue. */
    public ServedPolicy over(Batch catalogue) {
        return of(policy, catalogue, since);
    }

    /** What answers a visit, for one thread until it is given back. */
    ServedVisit take(long seed) {
        return Optional.ofNullable(free.poll())
                .orElseGet(() -> ServedVisit.of(policy, scorers, eligibility.another(), seed));
    }

    void giveBack(ServedVisit visit) {
        free.add(visit);
    }

    public RuledPolicy policy() {
        return policy;
    }

    public TrainedPolicy trained() {
        return policy.trained();
    }

    /** The row of an item in the catalogue; −1 when it is none. */
    public int rowOf(String item) {
        return scorers.getFirst().rowOf(item);
    }

    /** When it came into service, in microseconds. */
    public long since() {
        return since;
    }

    public String name() {
        return trained().artifact().name();
    }

    /** The features that a visit must speak of, those of the member's history among them. */
    public List<String> needed() {
        return needed;
    }

    /** The rows of items that the catalogue has, ascending. */
    int[] rows(List<String> items) {
        return items.stream()
                .mapToInt(this::rowOf)
                .filter(row -> row >= 0)
                .sorted()
                .toArray();
    }
}
