package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Recommendations that are played or not, and events after the play that are received late; an outcome of every kind. */
final class Evenings {
    static final long DAY = 86_400_000_000L;
    static final int HORIZON = 10;
    private static final double LATENESS = 1;
    static final double END = 1 + HORIZON + LATENESS;

    static final List<OutcomeDefinition> OUTCOMES = List.of(
            new OutcomeDefinition(
                    "played", "play", new Aggregate.Occurred(), Optional.empty(), Duration.ofDays(1), false),
            after("minutes", new Aggregate.Sum(600), false),
            after("sessions", new Aggregate.Count(3), false),
            after("visits", new Aggregate.Count(50), false),
            after("longest", new Aggregate.Max(300), false),
            after("completed", new Aggregate.TimeToFirst(), false),
            after("liked", new Aggregate.TimeToFirst(), true),
            after("thumb", new Aggregate.Last(List.of("down", "none", "up")), true));

    /** When, in days from the decision, it happened and was received, and what it was. */
    record Event(double at, double received, double value) {}

    record Evening(double play, double playReceived, List<Event> watches, List<Event> completes, List<Event> thumbs) {}

    private Evenings() {}

    private static OutcomeDefinition after(String name, Aggregate as, boolean retractable) {
        return new OutcomeDefinition(name, name, as, Optional.of("played"), Duration.ofDays(HORIZON), retractable);
    }

    static OutcomeDefinition outcome(String name) {
        return OUTCOMES.stream().filter(o -> o.name().equals(name)).findFirst().orElseThrow();
    }

    private static double exponential(SplittableRandom random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private static double received(SplittableRandom random, double at) {
        return at + Math.min(0.9 * LATENESS, exponential(random, 0.1));
    }

    static List<Evening> draw(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Evening> evenings = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double play = exponential(random, 0.5);
            List<Event> watches = new ArrayList<>();
            List<Event> completes = new ArrayList<>();
            List<Event> thumbs = new ArrayList<>();
            boolean keen = random.nextInt(3) == 0;
            if (random.nextBoolean() && play < 1) {
                for (int w = random.nextInt(keen ? 12 : 3); w >= 0; w--) {
                    double at = w == 0 ? play : play + exponential(random, 3);
                    watches.add(new Event(at, received(random, at), exponential(random, 40)));
                }
                double completed = play + exponential(random, keen ? 2 : 20);
                completes.add(new Event(completed, received(random, completed), 1));
                for (int t = random.nextInt(3); t > 0; t--) {
                    double at = play + exponential(random, 2);
                    thumbs.add(new Event(at, received(random, at), random.nextInt(3)));
                }
                evenings.add(new Evening(play, received(random, play), watches, completes, thumbs));
            } else {
                evenings.add(new Evening(Double.NaN, Double.NaN, watches, completes, thumbs));
            }
        }
        return evenings;
    }

    static Landmarks landmarks() {
        List<Long> ages = new ArrayList<>();
        for (double day : new double[] {0.04, 0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 7, 9, END}) {
            ages.add(Math.round(day * DAY));
        }
        return new Landmarks(ages);
    }

    /** @param last the age, in days, that recommendation i has reached */
    static Batch rows(List<Evening> evenings, List<Long> ages, double[] last) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        types.put(Assembled.DECISION, ColumnType.TEXT);
        types.put(Assembled.POSITION, ColumnType.BIGINT);
        types.put(Assembled.AGE, ColumnType.BIGINT);
        types.put("item.kind", ColumnType.TEXT);
        for (OutcomeDefinition outcome : OUTCOMES) {
            types.put(Assembled.value(outcome.name()), ColumnType.DOUBLE);
            types.put(Assembled.state(outcome.name()), ColumnType.BIGINT);
            types.put(Assembled.origin(outcome.name()), ColumnType.BIGINT);
        }
        BatchBuilder builder = new BatchBuilder(types);
        for (int i = 0; i < evenings.size(); i++) {
            for (long age : ages) {
                if (age <= last[i] * DAY) {
                    builder.set(Assembled.DECISION, "d" + i)
                            .set(Assembled.POSITION, 0L)
                            .set(Assembled.AGE, age);
                    builder.set("item.kind", i % 2 == 0 ? "film" : "series");
                    for (OutcomeDefinition outcome : OUTCOMES) {
                        set(builder, outcome, evenings.get(i), age / (double) DAY);
                    }
                    builder.endRow();
                }
            }
        }
        return builder.build();
    }

    private static void set(BatchBuilder builder, OutcomeDefinition outcome, Evening evening, double age) {
        boolean played = evening.playReceived() <= age;
        String name = outcome.name();
        boolean ends = played ? age >= evening.play() + HORIZON + LATENESS : age >= 1 + LATENESS;
        if (name.equals("played")) {
            builder.set(Assembled.value(name), played ? 1.0 : 0.0);
            ends = played || ends;
        } else {
            builder.set(Assembled.value(name), value(outcome, evening, played ? age : -1));
            if (played) {
                builder.set(Assembled.origin(name), Math.round(evening.play() * DAY));
            }
        }
        builder.set(Assembled.state(name), (ends ? State.FINAL : State.PENDING).code());
    }

    /** The value of what was received by an age; everything counts at the end. */
    static double value(OutcomeDefinition outcome, Evening evening, double age) {
        List<Event> of = switch (outcome.name()) {
            case "completed" -> evening.completes();
            case "thumb", "liked" -> evening.thumbs();
            default -> evening.watches();
        };
        List<Event> seen = of.stream()
                .filter(e -> e.received() <= age && e.at() <= evening.play() + HORIZON)
                .sorted((a, b) -> Double.compare(a.at(), b.at()))
                .toList();
        double sum = seen.stream().mapToDouble(Event::value).sum();
        return switch (outcome.as()) {
            case Aggregate.Occurred() -> seen.isEmpty() ? 0 : 1;
            case Aggregate.Count(double max) -> Math.min(max, seen.size());
            case Aggregate.Sum(double max) -> Math.min(max, sum);
            case Aggregate.Max(double max) ->
                Math.min(max, seen.stream().mapToDouble(Event::value).max().orElse(0));
            case Aggregate.TimeToFirst() ->
                seen.isEmpty() ? Double.NaN : (seen.getFirst().at() - evening.play()) * DAY;
            case Aggregate.Last last -> seen.isEmpty() ? 1 : seen.getLast().value();
        };
    }
}
