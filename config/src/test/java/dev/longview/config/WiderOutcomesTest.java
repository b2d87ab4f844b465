package dev.longview.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.outcome.Attribution;
import dev.longview.outcome.HistoryFeature;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import dev.longview.outcome.Scope.Reach;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attribution, history, and outcomes of members and accounts, as a file says them. */
class WiderOutcomesTest {
    private static final String FILE = """
        features:
          item.genre: categorical
          member.tenure: numeric
        feedback:
          play: {}
        attribution: { opened-by: play, lasts: 14d }
        history:
          member.plays: { of: play, as: count, over: 7d }
          member.drama: { of: play, as: share, over: 4w, where: "event.item.genre == 'drama'" }
        outcomes:
          played:  { of: play, as: occurred, final-after: 1d }
          others:
            of: play
            scope: member
            except: same-item
            where: "event.item.genre == item.genre && member.tenure < 3"
            from: played
            as: count
            max: 5
            final-after: 28d
          earlier: { of: play, scope: member, as: count, max: 5, before: 28d }
          visits:  { of: decision, scope: account, as: count, max: 9, final-after: 14d }
          renewed: { of: renew, scope: account, as: occurred, final-after: next-billing }
          lapsed:  { of: lapse, scope: account, as: time-to-first, final-after: 60d }
        """;

    private static Configuration configuration(String text) {
        return switch (ConfigFile.read(text)) {
            case Reading.Checked(Configuration configuration) -> configuration;
            case Reading.Refused refused -> throw new AssertionError(refused.render("longview.yaml"));
        };
    }

    private static Scope scope(Configuration configuration, String outcome) {
        return configuration.outcome(outcome).orElseThrow().scope();
    }

    @Test
    void read_attribution_fillsInTheDefaults() {
        assertThat(configuration(FILE).attribution())
                .contains(new Attribution("play", Duration.ofDays(7), Duration.ofDays(14), true));
    }

    @Test
    void read_history_declaresNumericFeatures() {
        Configuration configuration = configuration(FILE);

        assertThat(configuration.history())
                .extracting(HistoryFeature::name, HistoryFeature::as)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("member.plays", HistoryFeature.As.COUNT),
                        org.assertj.core.groups.Tuple.tuple("member.drama", HistoryFeature.As.SHARE));
        assertThat(configuration.feature("member.plays")).isPresent();
        assertThat(configuration.history().get(1).where()).isPresent();
    }

    @Test
    void read_outcomes_haveTheirScopes() {
        Configuration configuration = configuration(FILE);

        assertThat(scope(configuration, "played")).isEqualTo(new Scope.Recommendation());
        assertThat(scope(configuration, "others")).isEqualTo(new Scope.Member(true, Reach.AFTER));
        assertThat(scope(configuration, "earlier")).isEqualTo(new Scope.Member(false, Reach.BEFORE));
        assertThat(scope(configuration, "visits")).isEqualTo(new Scope.Account(Scope.Source.DECISIONS, Reach.AFTER));
        assertThat(scope(configuration, "renewed"))
                .isEqualTo(new Scope.Account(Scope.Source.MEMBERSHIPS, Reach.NEXT_BILLING));
        OutcomeDefinition renewed = configuration.outcome("renewed").orElseThrow();
        assertThat(renewed.finalAfter()).isEqualTo(Duration.ofDays(1));
        assertThat(configuration.outcome("others").orElseThrow().where()).isPresent();
    }

    @Test
    void canonical_ofAnotherScopeOrCondition_isAnother() {
        OutcomeDefinition plain = configuration(FILE).outcome("played").orElseThrow();
        OutcomeDefinition wide = plain.withScope(new Scope.Member(false, Reach.AFTER));

        assertThat(wide.canonical()).isNotEqualTo(plain.canonical());
        assertThat(wide.withScope(new Scope.Member(true, Reach.AFTER)).canonical())
                .isNotEqualTo(wide.canonical());
        assertThat(plain.where(configuration(FILE).history().get(1).where().orElseThrow())
                        .canonical())
                .isNotEqualTo(plain.canonical());
        assertThat(plain.where()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "of: play, as: occurred, before: 7d | 'before' is for outcomes of a member",
                "of: play, as: occurred, final-after: next-billing | next-billing is for outcomes of an account",
                "of: play, as: occurred | 'final-after' is missing",
                "of: play, as: occurred, final-after: 7d, before: 7d, scope: member | exclude each other",
                "of: play, as: occurred, final-after: 7d, except: same-item | 'except' is for outcomes of a member",
                "of: play, as: occurred, final-after: 7d, grace: 1d | 'grace' goes with",
                "of: play, as: occurred, final-after: 7d, scope: account | unknown event of an account 'play'",
                "of: renw, as: occurred, final-after: 7d, scope: account | did you mean 'renew'",
                "of: renew, as: time-to-first, final-after: next-billing, scope: account | there is no time to first",
                "of: renew, as: sum, max: 3, final-after: 9d, scope: account | no value and no label",
                "of: renew, as: occurred, final-after: 9d, scope: account, where: event.value > 1 | an account's"
                        + " events",
                "of: play, as: time-to-first, before: 9d, scope: member | there is no time to first",
                "of: play, as: count, max: 2, before: 9d, scope: member, from: p | clock starts at the decision",
                "of: play, as: occurred, final-after: 7d, where: event.item.gendre == 'x' | did you mean",
                "of: play, as: occurred, final-after: 7d, where: member.plays > 1 | member.plays",
                "of: play, as: occurred, final-after: 7d, scope: membr | did you mean 'member'",
                "of: play, as: occurred, final-after: soon | or next-billing"
            })
    void read_wrongOutcome_tellsWhy(String outcome, String message) {
        String text = """
            features: { item.genre: categorical }
            feedback: { play: {} }
            history: { member.plays: { of: play, as: count, over: 7d } }
            outcomes:
              p: { of: play, as: occurred, final-after: 1d }
              wrong: { %s }
            """.formatted(outcome);

        Reading reading = ConfigFile.read(text);

        assertThat(reading).isInstanceOf(Reading.Refused.class);
        assertThat(((Reading.Refused) reading).render("longview.yaml")).contains(message);
        assertThat(((Reading.Refused) reading).problems()).hasSize(1);
    }

    @Test
    void read_clockFromAMembersOutcome_isRefused() {
        Reading reading = ConfigFile.read("""
            feedback: { play: {} }
            outcomes:
              all: { of: play, as: occurred, scope: member, final-after: 1d }
              then: { of: play, as: occurred, from: all, final-after: 1d }
            """);

        assertThat(((Reading.Refused) reading).render("longview.yaml")).contains("no outcome of the recommendation");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "delay: { played: { period: 31d } } | goes with an outcome that ends with the next billing",
                "attribution: { opened-by: impression } | an impression opens no engagement"
            })
    void read_whatCannotBe_tellsWhy(String section, String message) {
        Reading reading = ConfigFile.read("""
            feedback: { play: {}, impression: {} }
            outcomes:
              played: { of: play, as: occurred, final-after: 7d }
              renewed: { of: renew, scope: account, as: occurred, final-after: next-billing }
            %s
            """.formatted(section));

        assertThat(reading).isInstanceOf(Reading.Refused.class);
        assertThat(((Reading.Refused) reading).render("longview.yaml")).contains(message);
        assertThat(((Reading.Refused) reading).problems()).hasSize(1);
    }

    @Test
    void read_forecastOfARenewal_hasAMonthUnlessSaidOtherwise() {
        String file = """
            outcomes:
              renewed: { of: renew, scope: account, as: occurred, final-after: next-billing }
            delay: { renewed: %s }
            """;

        assertThat(configuration(file.formatted("{}"))
                        .delay("renewed")
                        .orElseThrow()
                        .longestPeriod())
                .isEqualTo(Duration.ofDays(31));
        assertThat(configuration(file.formatted("{ period: 366d }"))
                        .delay("renewed")
                        .orElseThrow()
                        .longestPeriod())
                .isEqualTo(Duration.ofDays(366));
    }

    @Test
    void read_attribution_letsEventsOfARecommendationMove() {
        Configuration configuration = configuration(FILE);

        assertThat(configuration.outcome("played").orElseThrow().mayFall()).isTrue();
        assertThat(configuration.outcome("earlier").orElseThrow().mayFall()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "item.plays: { of: play, as: count, over: 7d } | is not a member's",
                "member.tenure: { of: play, as: count, over: 7d } | declared in features too",
                "member.Tenure: { of: play, as: count, over: 7d } | declared in features too",
                "member.plays: { of: play, as: share, over: 7d } | a share needs 'where'",
                "member.plays: { of: play, as: count, over: 7d, where: item.genre == 'x' } | a member's history is the"
                        + " same",
                "member.plays: { of: plays, as: count, over: 7d } | did you mean 'play'"
            })
    void read_wrongHistory_tellsWhy(String feature, String message) {
        Reading reading = ConfigFile.read("""
            features: { member.tenure: numeric, item.genre: categorical }
            feedback: { play: {} }
            history: { %s }
            """.formatted(feature));

        assertThat(reading).isInstanceOf(Reading.Refused.class);
        assertThat(((Reading.Refused) reading).render("longview.yaml")).contains(message);
    }
}
