package dev.longview.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Progress;
import dev.longview.simulate.published.ChocolateKale;
import dev.longview.simulate.published.ChocolateKaleService;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VisitLearnerTest {
    private static final long START = 1_704_067_200_000_000L;

    /** The same learner, which is told nothing of it, goes to opposite ends. */
    @Test
    void run_clickbaitRightOrWrong_isFoundFromVisits() {
        PairedSeeds right = ChocolateBandit.compare(0.01, 1, 40, 16, 3);
        PairedSeeds wrong = ChocolateBandit.compare(0.3, 1, 40, 16, 3);

        // A fifth of decisions still explores on the seventeenth day; means of 120 visits have an error of two percent.
        assertThat(right.of("learned").mean()).isGreaterThan(right.of("random").mean() * 1.04);
        assertThat(right.of("chocolate").mean()).isCloseTo(right.of("planning").mean(), within(1e-9));
        assertThat(wrong.of("learned").mean()).isGreaterThan(wrong.of("random").mean() * 1.2);
        assertThat(wrong.of("chocolate").mean()).isLessThan(wrong.of("random").mean() * 0.6);
    }

    /** 1117, 1020 and 1661 are the figures of docs/worlds.md, of some thousand sessions each. */
    @Test
    void expected_planning_isThePublished() {
        assertThat(ChocolateBandit.expected(0.01)).isCloseTo(1_117, within(5.0));
        assertThat(ChocolateBandit.expected(0.1)).isCloseTo(1_020, within(8.0));
        assertThat(ChocolateBandit.expected(0.3)).isCloseTo(1_661, within(8.0));
    }

    @Test
    @Tag("thorough")
    void run_interestEvolution_qualityIsFoundFromVisits() {
        PairedSeeds found = InterestBandit.compare(1, 50, 16, 2);

        assertThat(found.of("learned").mean())
                .isGreaterThan(found.of("affinity").mean() + 10);
        assertThat(found.of("learned").mean())
                .isLessThan(found.of("true_quality").mean());
    }

    @Test
    void closed_rewards_areTheRestOfTheVisitLessWhatIsExpected() {
        ChocolateKaleService service =
                ChocolateKaleService.of(ChocolateKale.withDefaults(), 5, START).withMembersPerDay(40);
        VisitDay day = new VisitDay(service.features(), service.features(), 0);
        double[] total = new double[1];
        service.withTruth((id, exposure, satisfaction, engaged) -> total[0] += engaged)
                .run(
                        1,
                        Assigner.everybody((visit, slate) -> {
                            slate.add(0, 0.1, 0.1, 0);
                            day.decided(visit, slate);
                        }),
                        day,
                        Progress.silent());
        assertThat(day.meanVisit()).isCloseTo(total[0] / 40, within(1e-6));
        Batch rows = day.closed().rows();

        assertThat(rows.size()).isEqualTo(40 * ChocolateKale.STEPS);
        assertThat(day.weights()).containsOnly(1);
        // Residuals of a least-squares fit with a constant.
        double sum = 0;
        double squares = 0;
        for (double reward : day.rewards()) {
            sum += reward;
            squares += reward * reward;
        }
        assertThat(sum / rows.size()).isCloseTo(0, within(1e-6));
        // Half of the visit's steps remain, each with a deviation of about 21.
        assertThat(Math.sqrt(squares / rows.size())).isBetween(60.0, 180.0);
        assertThat(rows.texts("item").isMissing(0)).isTrue();
    }

    @Test
    void exploration_dayByDay_fallsFromOneToTheFloor() {
        VisitLearner learner = new VisitLearner(List.of(), 0, 1, 6, 0.02, 0);

        assertThat(learner.exploration(0)).isEqualTo(1);
        assertThat(learner.exploration(5)).isEqualTo(1);
        assertThat(learner.exploration(11)).isCloseTo(0.125, within(1e-12));
        assertThat(learner.exploration(100)).isEqualTo(0.02);
    }
}
