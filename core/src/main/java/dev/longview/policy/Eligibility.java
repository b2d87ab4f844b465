package dev.longview.policy;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The rules of a policy at work on a catalogue: which of its rows may be shown on a visit, what is pinned, what is capped. For one thread.
 *
 * <pre>{@code
 * var eligibility = Eligibility.of(rules, catalogue);
 * int[] rows = eligibility.rows(visits, visit, time, candidates, item -> false);
 * eligibility.pin(visits, visit, rows);
 * sampler.draw(scores, rows.length, eligibility.restrictions(), seed, slate);
 * }</pre>
 */
public final class Eligibility {
    /** Leaves nothing out: told apart from others, so that nobody asks it of each item. */
    public static final IntPredicate NOTHING = row -> false;

    private final SlateRules rules;
    private final List<ItemCondition> exclude;
    private final boolean[] without;
    private final double[] from;
    private final double[] until;
    private final List<Pinned> pins;
    private final Restrictions restrictions;
    private int[] kept = new int[0];

    private record Pinned(int position, int row, List<ItemCondition> where) {
        Pinned another() {
            return new Pinned(
                    position, row, where.stream().map(ItemCondition::another).toList());
        }
    }

    private Eligibility(
            SlateRules rules,
            List<ItemCondition> exclude,
            boolean[] without,
            double[] from,
            double[] until,
            List<Pinned> pins,
            Restrictions restrictions) {
        this.rules = rules;
        this.exclude = exclude;
        this.without = without;
        this.from = from;
        this.until = until;
        this.pins = pins;
        this.restrictions = restrictions;
    }

    /** @param catalogue a row for each item, with the features that the rules read */
    public static Eligibility of(SlateRules rules, Batch catalogue) {
        int n = catalogue.size();
        Column.Texts ids = catalogue.texts(Assembled.ITEM);
        Map<String, Integer> rowOf = new HashMap<>();
        boolean[] without = new boolean[n];
        for (int row = 0; row < n; row++) {
            rowOf.put(ids.text(row), row);
            without[row] = rules.without().contains(ids.text(row));
        }
        List<Pinned> pins = new ArrayList<>();
        for (SlateRules.Pin pin : rules.pins()) {
            Integer row = rowOf.get(pin.item());
            // An item that the catalogue does not know yet, or no more, cannot be shown.
            if (row != null) {
                pins.add(new Pinned(
                        pin.position(),
                        row,
                        pin.where().map(where -> ItemCondition.of(where, catalogue)).stream()
                                .toList()));
            }
        }
        return new Eligibility(
                rules,
                rules.exclude().stream()
                        .map(each -> ItemCondition.of(each, catalogue))
                        .toList(),
                without,
                bounds(catalogue, rules.available().flatMap(SlateRules.Available::from), Double.NEGATIVE_INFINITY),
                bounds(catalogue, rules.available().flatMap(SlateRules.Available::until), Double.POSITIVE_INFINITY),
                pins,
                new Restrictions(rules.caps().stream()
                        .map(cap -> cap(catalogue.column(cap.feature()), cap.most(), n))
                        .toList()));
    }

    /** The same for another thread: what it reads of the catalogue is shared. */
    public Eligibility another() {
        return new Eligibility(
                rules,
                exclude.stream().map(ItemCondition::another).toList(),
                without,
                from,
                until,
                pins.stream().map(Pinned::another).toList(),
                restrictions.another());
    }

    private static double[] bounds(Batch catalogue, java.util.Optional<String> feature, double otherwise) {
        double[] bounds = new double[catalogue.size()];
        Arrays.fill(bounds, otherwise);
        feature.map(catalogue::doubles).ifPresent(values -> {
            for (int row = 0; row < bounds.length; row++) {
                bounds[row] = Double.isNaN(values[row]) ? otherwise : values[row];
            }
        });
        return bounds;
    }

    private static Restrictions.Cap cap(Column column, int most, int n) {
        int[] offsets = new int[n + 1];
        return switch (column) {
            case Column.Texts texts -> {
                int[] codes = new int[n];
                for (int row = 0; row < n; row++) {
                    offsets[row + 1] = offsets[row];
                    if (!texts.isMissing(row)) {
                        codes[offsets[row + 1]++] = texts.codes()[row];
                    }
                }
                yield new Restrictions.Cap(most, offsets, codes, texts.dictionary().length);
            }
            case Column.TextLists lists -> {
                int[] codes = new int[lists.codes().length];
                for (int row = 0; row < n; row++) {
                    int[] own = Arrays.stream(lists.codes(), lists.offsets()[row], lists.offsets()[row + 1])
                            .distinct()
                            .toArray();
                    System.arraycopy(own, 0, codes, offsets[row], own.length);
                    offsets[row + 1] = offsets[row] + own.length;
                }
                yield new Restrictions.Cap(most, offsets, codes, lists.dictionary().length);
            }
            case Column.Doubles doubles -> throw uncapped(doubles);
            case Column.Longs longs -> throw uncapped(longs);
            case Column.Booleans booleans -> throw uncapped(booleans);
            case Column.TextMaps maps -> throw uncapped(maps);
        };
    }

    private static IllegalArgumentException uncapped(Column column) {
        return new IllegalArgumentException("a cap needs a categorical or multi-valued feature, not " + column.type());
    }

    /**
     * The candidates that may be shown on a visit, in the order given.
     *
     * @param visits has the columns of the context and the member that conditions read
     * @param time of the visit, in microseconds
     * @param candidates rows of the catalogue
     * @param out by row, what else may not be shown: what the member has watched
     */
    public int[] rows(Batch visits, int visit, long time, int[] candidates, IntPredicate out) {
        if (isNothing(out) && excludesNothing()) {
            return candidates;
        }
        if (kept.length < candidates.length) {
            kept = new int[candidates.length];
        }
        boolean[][] excluded = new boolean[exclude.size()][];
        Arrays.setAll(excluded, c -> exclude.get(c).answers(visits, visit));
        int count = 0;
        for (int row : candidates) {
            boolean eligible = !without[row] && from[row] <= time && time < until[row] && !out.test(row);
            for (int c = 0; eligible && c < excluded.length; c++) {
                eligible = !excluded[c][exclude.get(c).kind(row)];
            }
            if (eligible) {
                kept[count++] = row;
            }
        }
        return count == candidates.length ? candidates : Arrays.copyOf(kept, count);
    }

    /** Whether this is {@link #NOTHING} itself: another that leaves nothing out has to be asked. */
    @SuppressWarnings("ReferenceEquality") // predicates have no other equality
    public static boolean isNothing(IntPredicate out) {
        return out == NOTHING;
    }

    private boolean excludesNothing() {
        return exclude.isEmpty()
                && rules.without().isEmpty()
                && rules.available().isEmpty();
    }

    /**
     * Pins what the rules pin on this visit, of those that are eligible, and starts its restrictions.
     *
     * @param rows of the candidates, ascending
     */
    public void pin(Batch visits, int visit, int[] rows) {
        restrictions.candidates(rows);
        for (Pinned pin : pins) {
            int candidate = Arrays.binarySearch(rows, pin.row());
            boolean holds = pin.where().stream().allMatch(where -> where.answers(visits, visit)[where.kind(pin.row())]);
            if (candidate >= 0 && holds) {
                restrictions.pin(pin.position(), candidate);
            }
        }
    }

    /** Those of the visit last pinned for. */
    public Restrictions restrictions() {
        return restrictions;
    }
}
