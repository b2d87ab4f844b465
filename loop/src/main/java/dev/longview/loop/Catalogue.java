package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.policy.Eligibility;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.Objective;
import dev.longview.policy.Offers;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.Scorer;
import dev.longview.policy.SlateRules;
import dev.longview.policy.TrainingRows;
import dev.longview.policy.Weighting;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The items as of a moment, and the sets of candidates that decisions name. */
final class Catalogue implements Offers {
    private static final double CAP = 5;

    private final Batch items;
    private final Map<String, List<String>> candidates = new HashMap<>();
    private final Map<String, Optional<int[]>> rows = new ConcurrentHashMap<>();
    private final ItemIds ids;
    private double meanCandidates;

    private Catalogue(Batch items) {
        this.items = items;
        ids = ItemIds.of(items);
    }

    static Catalogue of(Loop loop, long asOf) {
        Catalogue catalogue = new Catalogue(items(loop, asOf));
        Batch sets = loop.engine().candidateSets(asOf);
        Column.Texts ids = sets.texts("candidates_id");
        Column.TextLists lists = sets.textLists("items");
        for (int row = 0; row < sets.size(); row++) {
            String[] names = new String[lists.offsets()[row + 1] - lists.offsets()[row]];
            for (int i = 0; i < names.length; i++) {
                names[i] = lists.dictionary()[lists.codes()[lists.offsets()[row] + i]];
            }
            catalogue.candidates.put(ids.text(row), List.of(names));
        }
        catalogue.meanCandidates = catalogue.candidates.values().stream()
                .mapToInt(List::size)
                .average()
                .orElse(catalogue.size());
        return catalogue;
    }

    /**
     * The items as of a moment, with the features that are declared.
     *
     * @throws Refusal when an embedding has another size than is declared
     */
    static Batch items(Loop loop, long asOf) {
        return EmbeddingSizes.of(loop.configuration().features())
                .checked(loop.engine().catalogue(loop.configuration().features(), asOf), Assembled.ITEM);
    }

    int size() {
        return items.size();
    }

    Eligibility eligibility(SlateRules rules) {
        return Eligibility.of(rules, items);
    }

    Scorer scorer(FactorisedModel model) {
        return Scorer.of(model, items);
    }

    /** The row of an item, −1 when the catalogue has none. */
    int row(String item) {
        return ids.rowOf(item);
    }

    /**
     * The rows, in every scorer of this catalogue and ascending, of the candidates that a decision names; the whole catalogue where it
     * names none; empty when the set or one of its items is unknown.
     */
    Optional<int[]> rows(Column.Texts candidatesId, int row) {
        String id = candidatesId.isMissing(row) ? "" : candidatesId.text(row);
        return rows.computeIfAbsent(id, this::rows);
    }

    @Override
    public Batch catalogue() {
        return items;
    }

    @Override
    public Optional<int[]> candidates(Batch batch, int row) {
        return rows(batch.texts(Assembled.CANDIDATES), row);
    }

    @Override
    public double count(Batch batch, int row) {
        Column.Texts sets = batch.texts(Assembled.CANDIDATES);
        if (sets.isMissing(row) && items.size() > 0) {
            return items.size();
        }
        List<String> names = candidates.get(sets.isMissing(row) ? "" : sets.text(row));
        return names == null ? meanCandidates : names.size();
    }

    private Optional<int[]> rows(String id) {
        if (id.isEmpty()) {
            return Optional.of(IntStream.range(0, items.size()).toArray()).filter(all -> all.length > 0);
        }
        List<String> names = candidates.getOrDefault(id, List.of());
        int[] found = names.stream().mapToInt(ids::rowOf).sorted().toArray();
        boolean whole = found.length > 0 && Arrays.stream(found).allMatch(row -> row >= 0);
        return whole ? Optional.of(found) : Optional.empty();
    }

    /**
     * Training rows as a policy's objective needs them: weighted by inverse propensity for a regression; for the policy's own value, which
     * weighs by the policy, as logged, with what each row's decision chose from.
     *
     * @throws Refusal when the log tells neither candidates nor items
     */
    TrainingRows.Builder trainingRows(PolicyDefinition definition, FeatureSpace space) {
        Weighting weighting = weighting();
        return switch (definition.objective()) {
            case Objective.Regression() -> TrainingRows.builder(space, weighting);
            case Objective.PolicyValue value ->
                TrainingRows.builder(space, new Weighting.Uniform()).choosingFrom(this);
        };
    }

    /**
     * How training rows are weighted: by a uniform policy's propensity over the one logged, at most five times. The cap trades bias for
     * variance.
     *
     * @throws Refusal when the log tells neither candidates nor items
     */
    Weighting weighting() {
        if (candidates.isEmpty() && items.size() == 0) {
            throw new Refusal("the log tells neither items nor candidate sets as of that moment: import them too");
        }
        return new Weighting.AgainstUniform(CAP, this);
    }
}
