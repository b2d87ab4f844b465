package dev.longview.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EngagementsTest {
    private static final long WITHIN = 7;
    private static final long LASTS = 28;

    private record Showing(long decided, long shown, long known) {}

    private record Event(long happened, long received, boolean opens, boolean named) {}

    private record Interval(long since, long until) {
        boolean holds(long moment) {
            return since <= moment && moment < until;
        }
    }

    /** What a sweep told: by event or showing, and owner, the moments. */
    private static final class Told implements Engagements.Sink {
        private final TreeMap<String, List<Interval>> intervals = new TreeMap<>();

        private void add(String what, long since, long until) {
            intervals.computeIfAbsent(what, unseen -> new ArrayList<>()).add(new Interval(since, until));
        }

        @Override
        public void wonByShowing(int event, int showing, long since, long until) {
            add("event " + event + " of showing " + showing, since, until);
        }

        @Override
        public void wonByEvent(int event, int naming, long since, long until) {
            add("event " + event + " of event " + naming, since, until);
        }

        @Override
        public void continuing(int showing, long since, long until) {
            add("showing " + showing + " continues", since, until);
        }

        Set<String> at(long moment) {
            TreeSet<String> now = new TreeSet<>();
            intervals.forEach((what, moments) -> {
                if (moments.stream().anyMatch(interval -> interval.holds(moment))) {
                    now.add(what);
                }
            });
            return now;
        }
    }

    private static Told swept(Engagements pair, List<Showing> showings, List<Event> events) {
        showings.forEach(each -> pair.showing(each.decided, each.shown, each.known));
        events.forEach(each -> pair.event(each.happened, each.received, each.opens, each.named));
        Told told = new Told();
        pair.sweep(told);
        return told;
    }

    private static Told swept(List<Showing> showings, List<Event> events) {
        return swept(new Engagements(WITHIN, LASTS), showings, events);
    }

    @Test
    void sweep_shownAgainWhileEngaged_theFirstRecommendationKeepsWhatFollows() {
        List<Showing> days = List.of(new Showing(0, 0, 0), new Showing(3, 3, 3));
        List<Event> events = List.of(new Event(0, 0, true, false), new Event(6, 6, false, false));

        assertThat(swept(days, events).at(10))
                .containsExactlyInAnyOrder("event 0 of showing 0", "event 1 of showing 0", "showing 1 continues");
    }

    @Test
    void sweep_aPlayThatNamesItsDecision_ownsWhatFollows() {
        Told told = swept(
                List.of(new Showing(0, 0, 0), new Showing(3, 3, 3)),
                List.of(new Event(1, 1, true, true), new Event(6, 6, false, false)));

        assertThat(told.at(10)).containsExactlyInAnyOrder("event 1 of event 0", "showing 1 continues");
    }

    @Test
    void sweep_noRecommendationBefore_theEngagementIsNobodys() {
        Told told = swept(
                List.of(new Showing(2, 2, 2)), List.of(new Event(1, 1, true, false), new Event(3, 3, true, false)));

        assertThat(told.at(10)).containsExactly("showing 0 continues");
    }

    @Test
    void sweep_afterTheEngagementEnds_theNextPlayOpensAnother() {
        Told told = swept(
                List.of(new Showing(0, 0, 0), new Showing(28, 28, 28)),
                List.of(new Event(0, 0, true, false), new Event(28, 28, true, false), new Event(29, 29, true, false)));

        assertThat(told.at(30))
                .containsExactlyInAnyOrder(
                        "event 0 of showing 0", "event 1 of showing 0", "event 2 of showing 1", "showing 1 continues");
    }

    @Test
    void sweep_anEarlierPlayReceivedLater_movesWhatFollows() {
        Told told = swept(
                List.of(new Showing(0, 0, 0), new Showing(3, 3, 3)),
                List.of(new Event(1, 9, true, false), new Event(4, 4, true, false)));

        assertThat(told.at(8)).containsExactly("event 1 of showing 1");
        assertThat(told.at(9))
                .containsExactlyInAnyOrder("event 0 of showing 0", "event 1 of showing 0", "showing 1 continues");
    }

    @Test
    void sweep_tooOldOrSeenLater_winsNothing() {
        List<Event> tooOld = List.of(new Event(8, 8, true, false));
        List<Event> before = List.of(new Event(4, 4, true, false));

        assertThat(swept(List.of(new Showing(0, 0, 0)), tooOld).at(9)).isEmpty();
        assertThat(swept(List.of(new Showing(0, 5, 5)), before).at(9)).isEmpty();
    }

    @Test
    void sweep_ofRandomPairs_isWhatEachMomentAloneWouldSay() {
        Engagements pair = new Engagements(WITHIN, LASTS);
        int told = 0;
        for (long seed = 1; seed <= 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int span = 4 + random.nextInt(120);
            List<Showing> showings = new ArrayList<>();
            for (int i = random.nextInt(7); i > 0; i--) {
                long decided = random.nextInt(span);
                long shown = decided + (random.nextInt(3) == 0 ? random.nextInt(6) : 0);
                long known = random.nextInt(8) == 0 ? Engagements.OPEN : shown + random.nextInt(8);
                showings.add(new Showing(decided, shown, known));
            }
            List<Event> events = new ArrayList<>();
            for (int i = random.nextInt(9); i > 0; i--) {
                long happened = random.nextInt(span);
                events.add(new Event(
                        happened, happened + random.nextInt(10), random.nextBoolean(), random.nextInt(4) == 0));
            }
            showings.sort(Comparator.comparingLong(Showing::decided));
            events.sort(Comparator.comparingLong(Event::happened));
            Told swept = swept(pair, showings, events);
            for (long moment = 0; moment < span + 20; moment++) {
                Set<String> expected = alone(showings, events, moment);
                assertThat(swept.at(moment)).as("seed %d at %d", seed, moment).isEqualTo(expected);
                told += expected.size();
            }
        }
        assertThat(told).isGreaterThan(100_000);
    }

    /** The rules as they are written, for one moment. */
    private static Set<String> alone(List<Showing> showings, List<Event> events, long moment) {
        TreeSet<String> now = new TreeSet<>();
        long open = -1;
        String owner = "";
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event.received > moment) {
                continue;
            }
            if (event.happened > open && event.opens) {
                open = event.happened + LASTS;
                owner = event.named ? " of event " + i : latest(showings, event.happened, moment);
                for (int j = 0; j < showings.size(); j++) {
                    if (showings.get(j).decided > event.happened && showings.get(j).decided <= open) {
                        now.add("showing " + j + " continues");
                    }
                }
            }
            if (event.happened <= open && !event.named && !owner.isEmpty()) {
                now.add("event " + i + owner);
            }
        }
        return now;
    }

    private static String latest(List<Showing> showings, long at, long moment) {
        String latest = "";
        for (int j = 0; j < showings.size(); j++) {
            Showing showing = showings.get(j);
            if (showing.known <= moment && showing.shown <= at && showing.decided >= at - WITHIN) {
                latest = " of showing " + j;
            }
        }
        return latest;
    }
}
