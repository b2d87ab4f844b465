package dev.longview.config;

import dev.longview.log.MembershipEvent;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whose events an outcome of a file sums up, and over which stretch of time. */
final class Scopes {
    private static final Duration SOME_HORIZON = Duration.ofMinutes(1);
    private static final Duration USUAL_GRACE = Duration.ofDays(1);

    /** @param fixed whether the horizon is known, and the same for all decisions */
    record Bound(Scope scope, Duration horizon, boolean fixed) {}

    private Scopes() {}

    static Bound bind(Shape.Named.Entry<Section> entry, Section section, Checking checking) {
        Place place = entry.place();
        String word = section.value(FileSchema.SCOPE).orElse("recommendation");
        boolean member = word.equals("member");
        boolean account = word.equals("account");
        Optional<Found<Duration>> before = section.found(FileSchema.BEFORE);
        Optional<Found<Shape.SpanOr.Either>> after = section.found(FileSchema.FINAL_AFTER);
        boolean billing =
                after.filter(found -> found.value().duration().isEmpty()).isPresent();
        if (after.isPresent() == before.isPresent()
                && !section.doubtful().contains(FileSchema.FINAL_AFTER.name())
                && !section.doubtful().contains(FileSchema.BEFORE.name())) {
            checking.tell(
                    place,
                    after.isPresent() ? "'final-after' and 'before' exclude each other" : "'final-after' is missing",
                    after.isPresent()
                            ? "remove one: an outcome looks ahead or back"
                            : "add it: " + FileSchema.FINAL_AFTER.meaning());
        }
        if (before.isPresent() && !member) {
            checking.tell(
                    before.get().place(), "'before' is for outcomes of a member", "add scope: member, or remove it");
        }
        if (billing && !account) {
            checking.tell(
                    after.get().place(),
                    "next-billing is for outcomes of an account",
                    "add scope: account, or write a duration");
        }
        section.found(FileSchema.EXCEPT)
                .filter(found -> !member)
                .ifPresent(found -> checking.tell(
                        found.place(), "'except' is for outcomes of a member", "add scope: member, or remove it"));
        section.found(FileSchema.GRACE)
                .filter(found -> !billing)
                .ifPresent(found ->
                        checking.tell(found.place(), "'grace' goes with final-after: next-billing", "remove it"));
        section.found(FileSchema.WHERE)
                .filter(found -> account)
                .ifPresent(found -> checking.tell(
                        found.place(),
                        "'where' is a condition on feedback, and an account's events are none",
                        "remove it"));
        section.found(FileSchema.FROM)
                .filter(found -> account || before.isPresent())
                .ifPresent(found ->
                        checking.tell(found.place(), "this outcome's clock starts at the decision", "remove 'from'"));
        section.found(FileSchema.AS)
                .filter(found -> found.value().equals("time-to-first") && (billing || before.isPresent()))
                .ifPresent(found -> checking.tell(
                        found.place(),
                        "there is no time to first "
                                + (billing ? "until a billing, whose day varies" : "in looking back"),
                        "write as: occurred or count"));
        if (account) {
            section.found(FileSchema.AS)
                    .filter(found ->
                            !List.of("occurred", "count", "time-to-first").contains(found.value()))
                    .ifPresent(found -> checking.tell(
                            found.place(),
                            "an account's events have no value and no label",
                            "write as: occurred, count or time-to-first"));
        }
        boolean known = before.isPresent() || after.isPresent();
        Scope.Reach reach = billing && account
                ? Scope.Reach.NEXT_BILLING
                : before.isPresent() && member ? Scope.Reach.BEFORE : Scope.Reach.AFTER;
        Duration horizon = before.map(Found::value)
                .or(() -> after.flatMap(found -> found.value().duration()))
                .orElseGet(() -> billing ? section.value(FileSchema.GRACE).orElse(USUAL_GRACE) : SOME_HORIZON);
        return new Bound(scope(section, word, reach), horizon, known && reach != Scope.Reach.NEXT_BILLING);
    }

    private static Scope scope(Section section, String word, Scope.Reach reach) {
        return switch (word) {
            case "member" -> new Scope.Member(section.value(FileSchema.EXCEPT).isPresent(), reach);
            case "account" -> {
                boolean visits = section.value(FileSchema.OF)
                        .filter(OutcomeDefinition.DECISION::equals)
                        .isPresent();
                yield new Scope.Account(visits ? Scope.Source.DECISIONS : Scope.Source.MEMBERSHIPS, reach);
            }
            default -> new Scope.Recommendation();
        };
    }

    /** What an outcome is of, if there is such a thing. */
    static Optional<String> of(Section section, Declared kinds, Checking checking) {
        Optional<Found<String>> of = section.found(FileSchema.OF);
        if (section.value(FileSchema.SCOPE).filter("account"::equals).isEmpty()) {
            return kinds.keep(of, checking).map(Found::value);
        }
        List<String> events = new ArrayList<>(MembershipEvent.words());
        events.add(OutcomeDefinition.DECISION);
        return of.filter(found -> {
                    boolean there = events.contains(found.value());
                    if (!there) {
                        checking.tellUnknown(found.place(), "event of an account", found.value(), "allowed", events);
                    }
                    return there;
                })
                .map(Found::value);
    }
}
