package dev.longview.loop;

import dev.longview.config.Configuration;
import dev.longview.delay.DelayModel;
import dev.longview.delay.Landmarks;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.Averaging;
import dev.longview.reward.Reward;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How labels come to a reward's expectation where everything is pending, for people. */
public final class ExpectedBy {
    private ExpectedBy() {}

    /** Under the forecasts that the configuration declares. */
    public static String of(Reward reward, Configuration configuration) {
        Optional<String> opinion = OpinionsInUse.undeclared(reward, configuration);
        if (opinion.isPresent()) {
            return "nothing: there is no forecast of " + opinion.get() + " yet, and labels would be refused";
        }
        Averaging averaging = reward.averaging(outcome -> points(outcome, configuration));
        return switch (averaging) {
            case Averaging.Substitution() -> "substitution: it is a weighted sum, and may be read off the means";
            case Averaging.Enumeration(long combinations) ->
                combinations == 1
                        ? "nothing: no outcome that it reads is forecast"
                        : String.format(Locale.ROOT, "enumeration of up to %,d ends, exactly", combinations);
            case Averaging.Draws(int draws) ->
                String.format(
                        Locale.ROOT,
                        "%,d draws, with a standard error of 1/%d of the deviation",
                        draws,
                        Math.round(Math.sqrt(draws)));
        };
    }

    private static int points(String outcome, Configuration configuration) {
        if (outcome.endsWith(")")) {
            return opinions(OpinionsInUse.said(outcome), configuration);
        }
        Optional<OutcomeDefinition> forecast =
                configuration.delay(outcome).flatMap(model -> configuration.outcome(model.outcome()));
        return forecast.map(of -> DelayModel.mostPoints(of, Landmarks.upTo(end(configuration))))
                .orElse(1);
    }

    /** All that can be said but "none". */
    private static int opinions(String said, Configuration configuration) {
        return configuration
                .outcome(said)
                .map(OutcomeDefinition::as)
                .map(as -> as instanceof Aggregate.Last(List<String> values) ? values.size() - 1 : 1)
                .orElse(1);
    }

    /** By when all that is forecast is final: forecasts share their landmarks. */
    private static Duration end(Configuration configuration) {
        return configuration.delays().stream()
                .flatMap(model -> configuration.outcome(model.outcome()).stream())
                .map(outcome -> DeclaredForecasts.end(outcome, configuration))
                .max(Duration::compareTo)
                .orElse(configuration.lateness());
    }
}
