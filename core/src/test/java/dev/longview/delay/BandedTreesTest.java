package dev.longview.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.outcome.Aggregate;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Early, a feature raises the odds; late, it lowers them, and changes are rare. */
class BandedTreesTest {
    private static final TreeSettings SETTINGS = new TreeSettings(20, 2, 0.3, 1, 5, 1, 1, 1);
    private static final float FROM = 2;
    private static final int ROWS = 600;

    private static BoostedRows rows(float... ages) {
        Chain chain = new Chain(
                new DelayDefinition("happened", Optional.empty(), List.of(), Optional.empty()),
                Viewing.outcome("happened", new Aggregate.Occurred()));
        TreeColumns columns =
                new TreeColumns(TreeColumns.Runs.of(chain.outcome()), List.of(), List.of("feature"), List.of());
        BoostedRows rows = new BoostedRows(columns.spread());
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < ROWS; i++) {
            float age = ages[i % ages.length];
            float feature = random.nextInt(2);
            double chance = age >= FROM ? 0.1 - 0.08 * feature : 0.3 + 0.4 * feature;
            float label = random.nextDouble() < chance ? 1 : 0;
            rows.add(new float[] {age, feature}, 0, 0, columns, false, 1, label, 0.3);
        }
        return rows;
    }

    private static float[] margins(TreeModel model, float[] features) {
        float[] base = new float[features.length / 2];
        for (int row = 0; row < base.length; row++) {
            base[row] = 0.1f * row;
        }
        float[] margins = new float[base.length];
        model.margins(features, base, margins);
        return margins;
    }

    private static final float[] MIXED = {3, 1, 1, 1, 2, 0, Float.NaN, 0, 5, 1, 0, 0};

    @Test
    void fit_rowsOfBothBands_eachRowIsAnsweredByTheTreesOfItsBand() {
        TreeModel both = BandedTrees.fit(new PlainTrees(), rows(1, 3), SETTINGS, FROM, 100);
        // What each band alone would have learned, of the very same rows.
        TreeModel early =
                new PlainTrees().fit(rows(1, 3).where(age -> age < FROM).rows(), SETTINGS);
        TreeModel late =
                new PlainTrees().fit(rows(1, 3).where(age -> age >= FROM).rows(), SETTINGS);

        float[] found = margins(both, MIXED);
        float[] byEarly = margins(early, MIXED);
        float[] byLate = margins(late, MIXED);
        assertThat(found).containsExactly(byLate[0], byEarly[1], byLate[2], byEarly[3], byLate[4], byEarly[5]);
        assertThat(BoostedEnds.sigmoid(found[1] - 0.1)).isGreaterThan(BoostedEnds.sigmoid(found[0]) + 0.4);
    }

    @Test
    void where_someRows_keepsTheirLabelsAndWeights() {
        BoostedRows late = rows(1, 3).where(age -> age >= FROM);
        assertThat(late.size()).isEqualTo(ROWS / 2);
        assertThat(late.informative()).isTrue();
        TreeRows of = late.rows();
        double happened = 0;
        for (int row = 0; row < of.size(); row++) {
            assertThat(of.features()[2 * row]).isEqualTo(3);
            happened += of.labels()[row];
        }
        // Of 300 rows with chances of 0.02 and 0.1.
        assertThat(happened / of.size()).isCloseTo(0.06, within(0.05));
    }

    @Test
    void read_itsBytes_answersTheSame() {
        TreeModel both = BandedTrees.fit(new PlainTrees(), rows(1, 3), SETTINGS, FROM, 100);
        assertThat(both).isInstanceOf(BandedTrees.class);
        TreeModel again = BandedTrees.read(both.bytes(), new PlainTrees());
        assertThat(margins(again, MIXED)).containsExactly(margins(both, MIXED));
        assertThat(again.bytes()).isEqualTo(both.bytes());
    }

    @Test
    void fit_bandHasFewRowsOrNothingChangesInIt_isOfAllTogether() {
        assertThat(BandedTrees.fit(new PlainTrees(), rows(1, 3), SETTINGS, FROM, ROWS))
                .isNotInstanceOf(BandedTrees.class);
        TreeModel allEarly = BandedTrees.fit(new PlainTrees(), rows(1), SETTINGS, FROM, 100);
        assertThat(allEarly).isNotInstanceOf(BandedTrees.class);
        assertThat(BandedTrees.read(allEarly.bytes(), new PlainTrees()).bytes()).isEqualTo(allEarly.bytes());
    }
}
