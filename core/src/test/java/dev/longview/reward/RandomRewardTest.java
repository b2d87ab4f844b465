package dev.longview.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random well-typed rewards, every property of each, against the interpreter. */
class RandomRewardTest {
    private static final int PLAIN = 2000;
    private static final int THOROUGH = 200_000;
    private static final int MOST_ENDS = 300;
    private static final double[] OPINIONS = {0, 2};

    /** What was seen: a property that holds because it never applied shows here. */
    private static final class Seen {
        private int compiled;
        private int parts;
        private int settledWhilePending;
        private int openThoughFinite;
        private int predicted;
        private int forecastOpinions;
        private int given;
    }

    private record Case(RandomRewards.Drawn drawn, Reward reward, Expression tree, List<Sample.Row> rows, Batch batch) {
        double value(int row, Map<String, Double> outcomes) {
            return new Interpreter(outcomes, rows.get(row).features(), drawn.parts()).number(tree);
        }

        double value(int row) {
            return value(row, rows.get(row).values());
        }
    }

    @Test
    void everyProperty_randomRewards_holds() {
        Seen seen = check(1, PLAIN);
        assertThat(seen.compiled).isGreaterThan(PLAIN * 9 / 10);
        assertThat(seen.parts).isGreaterThan(PLAIN / 5);
        assertThat(seen.settledWhilePending).isGreaterThan(PLAIN);
        assertThat(seen.openThoughFinite).isGreaterThan(PLAIN);
        assertThat(seen.predicted).isGreaterThan(PLAIN / 2);
        assertThat(seen.forecastOpinions).isGreaterThan(PLAIN / 10);
        assertThat(seen.given).isGreaterThan(PLAIN / 10);
    }

    @Test
    void warmed_randomRewards_giveTheSameBits() {
        int loops = 0;
        for (int i = 0; i < 600; i++) {
            SplittableRandom random = new SplittableRandom(7_000_000L + i);
            RandomRewards.Drawn drawn = RandomRewards.draw(random, random.nextInt(5), false);
            if (!(Sample.compile(drawn.is(), drawn.parts()) instanceof Compilation.Compiled(Reward reward))) {
                continue;
            }
            Batch batch = Sample.batch(Sample.rows(random, 40));
            double[] columns = reward.evaluate(batch);
            double[] loop = reward.warmed().evaluate(batch);
            loops += reward.hasLoop() ? 1 : 0;
            for (int row = 0; row < loop.length; row++) {
                assertThat(Double.doubleToRawLongBits(loop[row]))
                        .as("%s at row %d: %s and %s", drawn, row, loop[row], columns[row])
                        .isEqualTo(Double.doubleToRawLongBits(columns[row]));
            }
        }
        assertThat(loops).isGreaterThan(150);
    }

    @Test
    @Tag("thorough")
    void everyProperty_manyRandomRewards_holds() {
        assertThat(check(2, THOROUGH).compiled).isGreaterThan(THOROUGH * 9 / 10);
    }

    private static Seen check(int seed, int count) {
        Seen seen = new Seen();
        for (int i = 0; i < count; i++) {
            SplittableRandom random = new SplittableRandom(1_000_000L * seed + i);
            boolean finite = random.nextInt(3) == 0;
            RandomRewards.Drawn drawn = RandomRewards.draw(random, random.nextInt(5), finite);
            // A range may be at fault, of a product of large powers say, or a comparison that never varies.
            if (Sample.compile(drawn.is(), drawn.parts()) instanceof Compilation.Refused refused) {
                Stream<Problem> problems = Stream.concat(
                        refused.problems().stream(),
                        refused.ofParts().values().stream().flatMap(List::stream));
                assertThat(problems)
                        .as(drawn.toString())
                        .allMatch(p -> p.message().startsWith("this may reach")
                                || p.message().endsWith("is always true")
                                || p.message().endsWith("is never true"));
                continue;
            }
            seen.compiled++;
            seen.parts += drawn.parts().isEmpty() ? 0 : 1;
            List<Sample.Row> rows = Sample.rows(random, 16);
            Reward reward = compiled(drawn);
            Case c = new Case(drawn, reward, Interpreter.parse(drawn.is()), rows, Sample.batch(rows));
            equalsTheInterpreter(c);
            termsAddUp(c);
            readsBackTheSame(c);
            settledIsSound(c, random, seen);
            if (finite) {
                settledIsExact(c, seen);
            }
            expectationIsTheEnumeration(c, random, seen);
        }
        return seen;
    }

    private static Reward compiled(RandomRewards.Drawn drawn) {
        return ((Compilation.Compiled) Sample.compile(drawn.is(), drawn.parts())).reward();
    }

    private static void equalsTheInterpreter(Case c) {
        double[] values = c.reward().evaluate(c.batch());
        for (int i = 0; i < values.length; i++) {
            boolean same = values[i] == c.value(i);
            boolean inRange = values[i] >= c.reward().range().low()
                    && values[i] <= c.reward().range().high();
            assertThat(same && inRange)
                    .as(
                            "%s: %s, not %s, in %s",
                            c.drawn(), values[i], c.value(i), c.reward().range())
                    .isTrue();
        }
    }

    private static void termsAddUp(Case c) {
        double[] sum = new double[c.rows().size()];
        double[] size = new double[c.rows().size()];
        for (int t = 0; t < c.reward().terms().size(); t++) {
            double[] term = c.reward().evaluateTerm(t, c.batch());
            for (int i = 0; i < sum.length; i++) {
                sum[i] += term[i];
                size[i] += Math.abs(term[i]);
            }
        }
        double[] values = c.reward().evaluate(c.batch());
        for (int i = 0; i < sum.length; i++) {
            assertThat(sum[i]).as(c.drawn().toString()).isEqualTo(values[i], within(1e-12 * (1 + size[i])));
        }
    }

    private static void readsBackTheSame(Case c) {
        Reward again = Sample.reward(c.reward().normalised());
        assertThat(again.normalised()).isEqualTo(c.reward().normalised());
        assertThat(again.version()).isEqualTo(c.reward().version());
        assertThat(again.evaluate(c.batch())).isEqualTo(c.reward().evaluate(c.batch()));
    }

    private static void settledIsSound(Case c, SplittableRandom random, Seen seen) {
        boolean[] settled = c.reward().settled(c.batch());
        for (int i = 0; i < settled.length; i++) {
            Sample.Row row = c.rows().get(i);
            boolean anyPending = c.reward().outcomes().stream().anyMatch(name -> Sample.at(row.pending(), name))
                    || !c.reward().opinions().isEmpty();
            if (!anyPending) {
                assertThat(settled[i]).as(c.drawn().toString()).isTrue();
            } else if (settled[i]) {
                seen.settledWhilePending += c.reward().outcomes().isEmpty() ? 0 : 1;
                double first = c.value(i, randomEnd(c.reward(), row, random));
                for (int end = 0; end < 6; end++) {
                    assertThat(c.value(i, randomEnd(c.reward(), row, random)))
                            .as(c.drawn().toString())
                            .isEqualTo(first, within(0.0));
                }
            }
        }
    }

    private static void settledIsExact(Case c, Seen seen) {
        boolean[] settled = c.reward().settled(c.batch());
        for (int i = 0; i < settled.length; i++) {
            List<Double> values = new ArrayList<>();
            int at = i;
            new Ends(c.reward(), c.rows().get(i), Map.of(), Map.of(), true)
                    .each((end, p) -> values.add(c.value(at, end) + 0.0));
            boolean same = values.stream().distinct().count() == 1;
            assertThat(settled[i]).as("%s of %s", c.drawn(), c.rows().get(i)).isEqualTo(same);
            seen.openThoughFinite += same ? 0 : 1;
        }
    }

    private static Map<String, Double> randomEnd(Reward reward, Sample.Row row, SplittableRandom random) {
        Map<String, Double> end = new HashMap<>();
        Ends ends = new Ends(reward, row, Map.of(), Map.of(), true);
        for (String name : ends.names) {
            double[] p = ends.probabilities(name, end);
            int[] possible = java.util.stream.IntStream.range(0, p.length)
                    .filter(s -> p[s] > 0)
                    .toArray();
            end.put(name, Ends.support(name)[possible[random.nextInt(possible.length)]]);
        }
        return end;
    }

    /** Final values that the definitions allow, as they are written: a row's outcomes in turn, origins before what runs from them. */
    private static final class Ends {
        private final Reward reward;
        private final Sample.Row row;
        private final Map<String, double[]> forecasts;
        private final Map<String, String> given;
        private final boolean anything;
        private final List<String> names = new ArrayList<>();

        /** @param given the outcome that a forecast is given: of its two distributions, the second is for when that one happens */
        Ends(
                Reward reward,
                Sample.Row row,
                Map<String, double[]> forecasts,
                Map<String, String> given,
                boolean anything) {
            this.reward = reward;
            this.row = row;
            this.forecasts = forecasts;
            this.given = given;
            this.anything = anything;
            Sample.OUTCOMES.forEach(outcome -> names.add(outcome.name()));
            names.add(Sample.OPINION);
        }

        interface Each {
            void take(Map<String, Double> end, double probability);
        }

        /** Of thumb as it may end; an opinion of none stands for nobody who could have one. */
        static double[] support(String name) {
            return Sample.at(Sample.VALUES, name.equals(Sample.OPINION) ? "thumb" : name);
        }

        void each(Each each) {
            each(0, new HashMap<>(), 1, each);
        }

        private void each(int k, Map<String, Double> sofar, double probability, Each each) {
            if (k == names.size()) {
                each.take(sofar, probability);
                return;
            }
            double[] p = probabilities(names.get(k), sofar);
            for (int s = 0; s < p.length; s++) {
                if (p[s] > 0) {
                    Map<String, Double> next = new HashMap<>(sofar);
                    next.put(names.get(k), support(names.get(k))[s]);
                    each(k + 1, next, probability * p[s], each);
                }
            }
        }

        /** Of each value of the support; where anything may be, positive for what may be. */
        double[] probabilities(String name, Map<String, Double> sofar) {
            return name.equals(Sample.OPINION) ? opinion(sofar) : outcome(name, sofar);
        }

        private double[] outcome(String name, Map<String, Double> sofar) {
            double now = Sample.at(row.values(), name);
            double[] possible = support(name);
            boolean pending =
                    Sample.at(row.pending(), name) && reward.outcomes().contains(name);
            boolean gone = pending
                    && Sample.originOf(name)
                            .map(origin -> Sample.absent(origin, Sample.at(sofar, origin)))
                            .orElse(false);
            boolean first = Sample.originOf(name).isEmpty() && !Sample.absent(name, now) && !name.equals("thumb");
            double[] p = new double[possible.length];
            for (int s = 0; s < p.length; s++) {
                if (gone) {
                    p[s] = s == 0 ? 1 : 0;
                } else if (!pending || !(anything || forecasts.containsKey(name))) {
                    p[s] = Double.compare(possible[s], now) == 0 ? 1 : 0;
                } else if (anything) {
                    boolean backwards = first && (name.equals("seen") ? !(possible[s] <= now) : possible[s] < now);
                    p[s] = backwards ? 0 : 1;
                } else {
                    p[s] = Sample.at(forecasts, name)[(givenHappens(name, sofar) ? p.length : 0) + s];
                }
            }
            return p;
        }

        private boolean givenHappens(String name, Map<String, Double> sofar) {
            String other = given.get(name);
            return other != null && !Sample.absent(other, Sample.at(sofar, other));
        }

        private double[] opinion(Map<String, Double> sofar) {
            double[] support = support(Sample.OPINION);
            double[] p = new double[support.length];
            double thumb = Sample.at(sofar, "thumb");
            boolean nobody = Sample.absent("played", Sample.at(sofar, "played"));
            boolean asked = !reward.opinions().isEmpty();
            for (int s = 0; s < p.length; s++) {
                if (thumb != 1 || nobody || !asked) {
                    p[s] = support[s] == thumb ? 1 : 0;
                } else if (support[s] != 1) {
                    p[s] = anything ? 1 : Sample.at(forecasts, Sample.OPINION)[support[s] == 0 ? 0 : 1];
                }
            }
            return p;
        }
    }

    private static void expectationIsTheEnumeration(Case c, SplittableRandom random, Seen seen) {
        long ends = 1;
        List<String> predicted = new ArrayList<>(c.reward().outcomes());
        predicted.addAll(c.reward().opinions());
        for (String name : predicted) {
            ends *= name.equals(Sample.OPINION) ? 2 : Ends.support(name).length;
        }
        if (ends > MOST_ENDS) {
            return;
        }
        int n = 6;
        List<Map<String, double[]>> perRow = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            perRow.add(new LinkedHashMap<>());
        }
        Map<String, Forecast> forecasts = new LinkedHashMap<>();
        Map<String, String> given = new HashMap<>();
        for (String name : predicted) {
            boolean opinion = name.equals(Sample.OPINION);
            if (!opinion && random.nextInt(4) == 0) {
                continue;
            }
            double[] support = opinion ? OPINIONS : Ends.support(name);
            Optional<String> other = opinion ? Optional.empty() : before(name, c.reward(), random);
            other.ifPresent(o -> given.put(name, o));
            int ways = other.isPresent() ? 2 : 1;
            double[] probability = new double[n * ways * support.length];
            for (int i = 0; i < n; i++) {
                double[] p = random.doubles((long) ways * support.length).toArray();
                for (int way = 0; way < ways; way++) {
                    normalise(p, way * support.length, support.length);
                }
                for (int s = 0; s < p.length; s++) {
                    boolean applies = opinion || Sample.at(c.rows().get(i).pending(), name);
                    probability[i * p.length + s] = applies ? p[s] : Double.NaN;
                }
                perRow.get(i).put(name, p);
            }
            forecasts.put(name, new Forecast(support, probability, other));
        }
        Batch batch = Sample.batch(c.rows().subList(0, n));
        Expected expected = c.reward().expected(batch, forecasts);
        boolean[] settled = c.reward().settled(batch);
        double scale =
                1 + Math.max(-c.reward().range().low(), c.reward().range().high());
        for (int i = 0; i < n; i++) {
            List<double[]> all = new ArrayList<>();
            int at = i;
            new Ends(c.reward(), c.rows().get(i), perRow.get(i), given, false)
                    .each((end, p) -> all.add(new double[] {p, c.value(at, end)}));
            // What is settled is not predicted, even where a forecast contradicts what is known.
            double mean = all.stream().mapToDouble(e -> e[0] * e[1]).sum();
            double variance = all.stream()
                    .mapToDouble(e -> e[0] * (e[1] - mean) * (e[1] - mean))
                    .sum();
            if (settled[i]) {
                assertThat(expected.sd()[i]).isZero();
                assertThat(expected.predicted()[i]).isFalse();
                continue;
            }
            seen.predicted += expected.predicted()[i] ? 1 : 0;
            seen.given += expected.predicted()[i] && !given.isEmpty() ? 1 : 0;
            seen.forecastOpinions +=
                    expected.predicted()[i] && !c.reward().opinions().isEmpty() ? 1 : 0;
            assertThat(expected.predicted()[i] || all.size() == 1)
                    .as("%s of %s", c.drawn(), c.rows().get(i))
                    .isTrue();
            assertThat(expected.mean()[i]).as(c.drawn().toString()).isEqualTo(mean, within(1e-10 * scale));
            assertThat(expected.sd()[i]).as(c.drawn().toString()).isEqualTo(Math.sqrt(variance), within(1e-7 * scale));
        }
    }

    /** An outcome that the reward reads and that stands before this one, so that no two are given each other; often none. */
    private static Optional<String> before(String name, Reward reward, SplittableRandom random) {
        List<String> earlier = Sample.OUTCOMES.stream()
                .map(OutcomeDefinition::name)
                .takeWhile(other -> !other.equals(name))
                .filter(reward.outcomes()::contains)
                .toList();
        return earlier.isEmpty() || random.nextBoolean()
                ? Optional.empty()
                : Optional.of(earlier.get(random.nextInt(earlier.size())));
    }

    private static void normalise(double[] p, int from, int count) {
        double sum = Arrays.stream(p, from, from + count).sum();
        for (int s = from; s < from + count; s++) {
            p[s] /= sum;
        }
    }

    /** The random rewards name outcomes in an order of their own. */
    @Test
    void outcomes_ofSample_haveOriginsBeforeThem() {
        List<String> before = new ArrayList<>();
        for (OutcomeDefinition outcome : Sample.OUTCOMES) {
            assertThat(outcome.from().map(before::contains).orElse(true)).isTrue();
            before.add(outcome.name());
        }
    }
}
