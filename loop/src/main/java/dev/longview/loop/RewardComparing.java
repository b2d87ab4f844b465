package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Station: holds two rewards against each other on the recommendations of a window.
 *
 * <p>Rows are streamed twice: for the two rewards' values, of which 16 bytes a recommendation are held (about 60 while ranks are
 * counted), and for what moves. The window's moment makes both passes see the same rows.
 */
public final class RewardComparing {
    private final Loop loop;
    private final boolean expected;
    private final int movers;
    private final Optional<String> attribute;

    private RewardComparing(Loop loop, boolean expected, int movers, Optional<String> attribute) {
        this.loop = loop;
        this.expected = expected;
        this.movers = movers;
        this.attribute = attribute;
    }

    /** Expected rewards, and the five that move most up and down. */
    public static RewardComparing of(Loop loop) {
        return new RewardComparing(loop, true, 5, Optional.empty());
    }

    /** What has been observed, as if nothing more would come. */
    public RewardComparing soFar() {
        return new RewardComparing(loop, false, movers, attribute);
    }

    /** @throws Refusal when this is not 0 to 1000 */
    public RewardComparing withMovers(int most) {
        if (most < 0 || most > 1000) {
            throw new Refusal("recommendations to show must be 0 to 1000: " + most);
        }
        return new RewardComparing(loop, expected, most, attribute);
    }

    /**
     * Also split by a categorical or multi-valued feature.
     *
     * @throws Refusal when there is no such feature
     */
    public RewardComparing by(String feature) {
        MovesByValue.of(feature, loop.configuration().features());
        return new RewardComparing(loop, expected, movers, Optional.of(feature));
    }

    /** One reward, and what makes values of it. */
    private record Party(RewardVersions.Usable usable, Labeller labeller, List<double[]> pieces) {
        double[] values() {
            int size = pieces.stream().mapToInt(piece -> piece.length).sum();
            double[] all = new double[size];
            int at = 0;
            for (double[] piece : pieces) {
                System.arraycopy(piece, 0, all, at, piece.length);
                at += piece.length;
            }
            pieces.clear();
            return all;
        }
    }

    /**
     * @param first a reward's name, or {@code NAME@VERSION}
     * @throws Refusal when there is no such reward, or no recommendation
     */
    public RewardComparison compare(String first, String second, Window window) {
        Party a = party(first, window);
        Party b = party(second, window);
        Set<String> names = new LinkedHashSet<>(a.labeller.outcomes());
        names.addAll(b.labeller.outcomes());
        List<OutcomeDefinition> outcomes = loop.outcomes(List.copyOf(names));
        long[] rows = {0};
        loop.assemble(window, outcomes, batch -> {
            a.pieces.add(values(a, batch));
            b.pieces.add(values(b, batch));
            rows[0] += batch.size();
            loop.progress().at("comparing " + first + " and " + second, rows[0], 0);
        });
        if (rows[0] == 0) {
            throw new Refusal(
                    "there is no recommendation to compare rewards on in this window. See: longview validate");
        }
        double[] valuesA = a.values();
        double[] valuesB = b.values();
        RankAgreement agreement = RankAgreement.of(valuesA, valuesB);
        Moves moves = new Moves(a, b, outcomes, valuesA, valuesB, agreement);
        List<RankAgreement.Move> up = agreement.moves(movers, true);
        List<RankAgreement.Move> down = agreement.moves(movers, false);
        up.forEach(moves::want);
        down.forEach(moves::want);
        if (moves.isWanted()) {
            loop.assemble(window, outcomes, moves::add);
        }
        Set<String> forecasts = new LinkedHashSet<>(a.labeller.versions().keySet());
        forecasts.addAll(b.labeller.versions().keySet());
        double pairs = agreement.pairs();
        return new RewardComparison(
                side(a, valuesA),
                side(b, valuesB),
                Provenance.text(window.asOf()),
                expected ? "expected" : "so far",
                List.copyOf(forecasts),
                rows[0],
                agreement.spearman(),
                agreement.tauB(),
                agreement.discordant() / pairs,
                agreement.tiedInOne() / pairs,
                moves.found(up),
                moves.found(down),
                moves.byValue.map(MovesByValue::grouping));
    }

    private Party party(String name, Window window) {
        RewardVersions.Usable usable = new RewardVersions(loop.workspace(), loop.configuration()).require(name);
        ForecastsInUse delays = new ForecastsInUse(loop);
        Labeller labeller =
                expected ? delays.labeller(usable.reward(), window.asOf()) : delays.withoutForecasts(usable.reward());
        return new Party(usable, labeller, new ArrayList<>());
    }

    private double[] values(Party party, Batch batch) {
        return expected
                ? party.labeller.label(batch).expected()
                : party.labeller.reward().evaluate(batch);
    }

    private static RewardComparison.Side side(Party party, double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new RewardComparison.Side(
                party.usable.id(), party.usable.reward().normalised(), mean, Math.sqrt(squares / values.length));
    }

    /** The second pass. */
    private final class Moves {
        private final Party a;
        private final Party b;
        private final List<OutcomeDefinition> outcomes;
        private final double[] valuesA;
        private final double[] valuesB;
        private final RankAgreement agreement;
        private final Optional<MovesByValue> byValue =
                attribute.map(name -> MovesByValue.of(name, loop.configuration().features()));
        private final TreeMap<Integer, RankAgreement.Move> wanted = new TreeMap<>();
        private final TreeMap<Integer, RewardComparison.Mover> found = new TreeMap<>();
        private int start;

        Moves(
                Party a,
                Party b,
                List<OutcomeDefinition> outcomes,
                double[] valuesA,
                double[] valuesB,
                RankAgreement agreement) {
            this.a = a;
            this.b = b;
            this.outcomes = outcomes;
            this.valuesA = valuesA;
            this.valuesB = valuesB;
            this.agreement = agreement;
        }

        void want(RankAgreement.Move move) {
            wanted.put(move.thing(), move);
        }

        boolean isWanted() {
            return !wanted.isEmpty() || byValue.isPresent();
        }

        void add(Batch batch) {
            int end = start + batch.size();
            if (end > valuesA.length) {
                throw changed();
            }
            byValue.ifPresent(values -> {
                for (int row = 0; row < batch.size(); row++) {
                    int thing = start + row;
                    values.add(batch, row, valuesA[thing], valuesB[thing], agreement.move(thing));
                }
            });
            Map<Integer, RankAgreement.Move> here = wanted.subMap(start, end);
            if (!here.isEmpty()) {
                Labels labelsA = a.labeller.label(batch);
                Labels labelsB = b.labeller.label(batch);
                here.forEach((thing, move) -> found.put(thing, mover(batch, thing - start, move, labelsA, labelsB)));
            }
            start = end;
        }

        private RewardComparison.Mover mover(
                Batch batch, int row, RankAgreement.Move move, Labels labelsA, Labels labelsB) {
            int thing = move.thing();
            double now = expected ? labelsA.expected()[row] : labelsA.soFar()[row];
            if (now != valuesA[thing]) {
                throw changed();
            }
            var first = RewardExplanation.explain(batch, row, a.labeller.reward(), labelsA, outcomes);
            var second = RewardExplanation.explain(batch, row, b.labeller.reward(), labelsB, outcomes);
            return new RewardComparison.Mover(
                    batch.texts(Assembled.DECISION).text(row),
                    first.position(),
                    first.item(),
                    move.count(),
                    move.move(),
                    agreement.firstShare(thing),
                    agreement.secondShare(thing),
                    valuesA[thing],
                    valuesB[thing],
                    first.outcomes(),
                    telling(first.terms()),
                    telling(second.terms()));
        }

        private static List<RewardExplanation.Term> telling(List<RewardExplanation.Term> terms) {
            return terms.stream().filter(term -> term.value() != 0).toList();
        }

        List<RewardComparison.Mover> found(List<RankAgreement.Move> moves) {
            if (isWanted() && start != valuesA.length) {
                throw changed();
            }
            return moves.stream()
                    .map(move -> Optional.ofNullable(found.get(move.thing())).orElseThrow(RewardComparing::changed))
                    .toList();
        }
    }

    /** As of a moment rows do not change, but they can expire or be forgotten. */
    private static Refusal changed() {
        return new Refusal("the log lost recommendations while it was read: members were forgotten, or days expired."
                + " Compare again");
    }
}
