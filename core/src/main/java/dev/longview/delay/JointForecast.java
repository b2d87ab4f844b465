package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.outcome.Assembled;
import dev.longview.reward.Forecast;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Forecasts of several outcomes that belong together: one may be given the end of another. Where a reward does not read that other one,
 * it cannot be told which of the two distributions applies, and they are averaged by how likely it happens.
 *
 * <p>Outcomes form a tree: each is given at most one other. Two that are given the same one are independent beyond it.
 */
public final class JointForecast {
    private final SequencedMap<String, DelayModel> models;

    /** @param models by outcome, in any order */
    public JointForecast(Map<String, DelayModel> models) {
        this.models = new LinkedHashMap<>();
        for (DelayModel model : inOrder(List.copyOf(models.values()))) {
            this.models.put(model.outcome().name(), model);
        }
    }

    /**
     * Models such that each comes after the one that it is given.
     *
     * @throws IllegalArgumentException when one is missing, or they are given each other
     */
    private static List<DelayModel> inOrder(List<DelayModel> models) {
        List<DelayModel> ordered = new ArrayList<>();
        List<DelayModel> left = new ArrayList<>(models);
        while (!left.isEmpty()) {
            List<String> done = ordered.stream().map(m -> m.outcome().name()).toList();
            List<DelayModel> next = left.stream()
                    .filter(m -> m.given().map(done::contains).orElse(true))
                    .toList();
            if (next.isEmpty()) {
                DelayModel first = left.getFirst();
                throw new IllegalArgumentException(
                        "the forecast of '" + first.outcome().name() + "' is given '"
                                + first.given().orElseThrow() + "', of which there is none before it");
            }
            ordered.addAll(next);
            left.removeAll(next);
        }
        return ordered;
    }

    /**
     * Forecasts of all that these models are of and that is read.
     *
     * @param read the outcomes that the forecasts will be used for
     */
    public Map<String, Forecast> of(Batch assembled, Set<String> read) {
        return forecasts(assembled, read, read);
    }

    /** The same, each by itself: averaged over the end of what it is given. */
    public Map<String, Forecast> alone(Batch assembled, Set<String> read) {
        return forecasts(assembled, read, Set.of());
    }

    private Map<String, Forecast> forecasts(Batch assembled, Set<String> read, Set<String> together) {
        Set<String> needed = new HashSet<>(read);
        for (String name : models.sequencedKeySet().reversed()) {
            if (needed.contains(name)) {
                model(name).given().ifPresent(needed::add);
            }
        }
        Map<String, Forecast> forecasts = new LinkedHashMap<>();
        Map<String, double[]> happens = new LinkedHashMap<>();
        models.forEach((name, model) -> {
            if (!needed.contains(name)) {
                return;
            }
            Forecast forecast = model.forecast(assembled);
            Forecast alone = forecast.given()
                    .map(other -> forecast.marginal(happens.getOrDefault(other, new double[0])))
                    .orElse(forecast);
            boolean joint = forecast.given().map(together::contains).orElse(false);
            if (read.contains(name)) {
                forecasts.put(name, joint ? forecast : alone);
            }
            happens.put(name, happens(model, assembled, alone));
        });
        return forecasts;
    }

    private DelayModel model(String name) {
        return Objects.requireNonNull(models.get(name), name);
    }

    /** P(the outcome happens), given that its clock starts; 0 or 1 where it is decided, or not forecast since no billing is due. */
    private static double[] happens(DelayModel model, Batch assembled, Forecast forecast) {
        Levels levels = model.chain.levels();
        String name = model.outcome().name();
        boolean[] pending = Observed.pending(assembled, name);
        double[] values = assembled.doubles(Assembled.value(name));
        double[] happens = new double[values.length];
        for (int row = 0; row < happens.length; row++) {
            if (!pending[row] || Double.isNaN(forecast.probability()[forecast.offset(row, false)])) {
                happens[row] = levels.of(values[row]) == levels.absent() ? 0 : 1;
                continue;
            }
            for (int s = 0; s < forecast.support().length; s++) {
                if (levels.of(forecast.support()[s]) != levels.absent()) {
                    happens[row] += forecast.probability()[forecast.offset(row, false) + s];
                }
            }
        }
        return happens;
    }
}
