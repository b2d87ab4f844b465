package dev.longview.engine.duckdb;

import dev.longview.engine.Assembly;
import dev.longview.log.Table;
import dev.longview.outcome.Attribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;

/** Attribution as docs/outcomes.md says it: whose the events of a log are, as the log stands. */
@NullUnmarked // a missing value of a row is null here
final class ReferenceEngagements {
    private final Assembly assembly;
    private final Attribution rules;
    private final List<Map<String, Object>> events = new ArrayList<>();
    private final Set<List<Object>> continuations = new HashSet<>();

    private record Showing(Map<String, Object> decision, Map<String, Object> recommendation, long shown) {}

    ReferenceEngagements(Logs cut, Assembly assembly) {
        this.assembly = assembly;
        this.rules = assembly.attribution().orElseThrow();
        List<Map<String, Object>> decisions = ReferenceAssembly.once(cut, Table.DECISIONS);
        List<Map<String, Object>> slates = ReferenceAssembly.once(cut, Table.SLATES);
        Map<List<Object>, List<Map<String, Object>>> pairs = new LinkedHashMap<>();
        for (Map<String, Object> event : ReferenceAssembly.once(cut, Table.FEEDBACK)) {
            events.add(event);
            if (event.containsKey("item")
                    && !event.containsKey("retracts")
                    && inTime(event)
                    && !event.get("kind").equals("impression")) {
                pairs.computeIfAbsent(List.of(event.get("member"), event.get("item")), unseen -> new ArrayList<>())
                        .add(event);
            }
        }
        pairs.forEach((pair, ofPair) -> {
            List<Showing> showings = new ArrayList<>();
            for (Map<String, Object> decision : decisions) {
                for (Map<String, Object> recommendation : slates) {
                    if (recommendation.get("decision_id").equals(decision.get("decision_id"))
                            && List.of(decision.get("member"), recommendation.get("item"))
                                    .equals(pair)) {
                        showings.addAll(showings(decision, recommendation, slates));
                    }
                }
            }
            engage(ofPair, showings, decisions, slates, pair);
        });
    }

    private boolean inTime(Map<String, Object> event) {
        return (Long) event.get("received") - ReferenceAssembly.happened(event) <= lateness();
    }

    private long lateness() {
        return assembly.lateness().toNanos() / 1000;
    }

    private List<Showing> showings(
            Map<String, Object> decision, Map<String, Object> recommendation, List<Map<String, Object>> slates) {
        long decided = ReferenceAssembly.happened(decision);
        long known = Math.max((Long) decision.get("received"), (Long) recommendation.get("received"));
        if (known - decided > lateness()) {
            return List.of();
        }
        if (!assembly.impressions()) {
            return List.of(new Showing(decision, recommendation, decided));
        }
        List<Map<String, Object>> slate = slates.stream()
                .filter(row -> row.get("decision_id").equals(decision.get("decision_id")))
                .toList();
        return events.stream()
                .filter(event -> event.get("kind").equals("impression")
                        && !event.containsKey("retracts")
                        && inTime(event)
                        && recommendation.equals(ReferenceAssembly.recommendationOf(event, slate)))
                .map(event ->
                        new Showing(decision, recommendation, Math.max(decided, ReferenceAssembly.happened(event))))
                .toList();
    }

    private void engage(
            List<Map<String, Object>> ofPair,
            List<Showing> showings,
            List<Map<String, Object>> decisions,
            List<Map<String, Object>> slates,
            List<Object> pair) {
        ofPair.sort(Comparator.<Map<String, Object>>comparingLong(ReferenceAssembly::happened)
                .thenComparing(event -> (Long) event.get("received"))
                .thenComparing(event -> (String) event.get("event_id")));
        long open = Long.MIN_VALUE;
        Map<String, Object> owner = Map.of();
        for (Map<String, Object> event : ofPair) {
            long happened = ReferenceAssembly.happened(event);
            boolean names = event.containsKey("decision_id");
            if (happened > open && event.get("kind").equals(rules.openedBy())) {
                open = happened + rules.lasts().toNanos() / 1000;
                owner = names ? event : latest(showings, happened);
                for (Map<String, Object> decision : decisions) {
                    long decided = ReferenceAssembly.happened(decision);
                    for (Map<String, Object> row : slates) {
                        if (row.get("decision_id").equals(decision.get("decision_id"))
                                && List.of(decision.get("member"), row.get("item"))
                                        .equals(pair)
                                && decided > happened
                                && decided <= open) {
                            continuations.add(List.of(row.get("decision_id"), row.get("position")));
                        }
                    }
                }
            }
            if (!names && happened <= open && !owner.isEmpty()) {
                Map<String, Object> given = new HashMap<>(event);
                given.put("decision_id", owner.get("decision_id"));
                if (owner.containsKey("position")) {
                    given.put("position", owner.get("position"));
                } else {
                    given.remove("position");
                }
                events.set(events.indexOf(event), given);
            }
        }
    }

    private Map<String, Object> latest(List<Showing> showings, long happened) {
        return showings.stream()
                .filter(showing -> showing.shown <= happened
                        && ReferenceAssembly.happened(showing.decision)
                                >= happened - rules.within().toNanos() / 1000)
                .max(Comparator.<Showing>comparingLong(showing -> ReferenceAssembly.happened(showing.decision))
                        .thenComparing(showing -> (String) showing.decision.get("decision_id"))
                        .thenComparing(showing -> (Long) showing.recommendation.get("position")))
                .map(Showing::recommendation)
                .orElse(Map.of());
    }

    /** All events, those that were given a decision with it. */
    List<Map<String, Object>> events() {
        return events;
    }

    boolean continuation(Map<String, Object> recommendation) {
        return continuations.contains(List.of(recommendation.get("decision_id"), recommendation.get("position")));
    }
}
