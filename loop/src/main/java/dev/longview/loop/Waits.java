package dev.longview.loop;

import dev.longview.label.Readings;
import dev.longview.label.Waiting;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.Compilation;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import java.util.Optional;

/** Station: tells what it costs to wait for a reward's feedback, or an outcome's, before learning from it. */
public final class Waits {
    private final Loop loop;

    public Waits(Loop loop) {
        this.loop = loop;
    }

    /**
     * What was found.
     *
     * @param of the reward; of an outcome, what was taken for one
     * @param note what is worth knowing of the readings; may be empty
     */
    public record Result(String of, String note, Waiting waiting) {}

    /**
     * By the readings in use.
     *
     * @throws Refusal when there are none, with why
     */
    public Result ofReward(String reward, Window window) {
        Labeller labeller = new ForecastsInUse(loop).labeller(reward, window.asOf());
        LabelReader reader = LabelReader.of(loop, labeller, window);
        Readings readings = reader.readings()
                .orElseThrow(() -> new Refusal("labels of '" + reward
                        + "' are taken as they are, and nothing tells what their age is worth: " + reader.note()));
        return new Result(reward, reader.note(), Waiting.of(readings));
    }

    /**
     * By readings fitted for that, and not kept.
     *
     * @throws Refusal when there is no such outcome, or its labels cannot be read
     */
    public Result ofOutcome(String name, Window window) {
        OutcomeDefinition outcome = loop.configuration()
                .outcome(name)
                .orElseThrow(() -> Loop.unknown(
                        "outcome",
                        name,
                        loop.configuration().outcomes().stream()
                                .map(OutcomeDefinition::name)
                                .toList()));
        String expression = switch (outcome.as()) {
            case Aggregate.Occurred() -> name + " ? 1 : 0";
            case Aggregate.TimeToFirst() -> name + " ? 1 : 0";
            case Aggregate.Count count -> name;
            case Aggregate.Sum sum -> name;
            case Aggregate.Max max -> name;
            case Aggregate.Last last -> name + " == '" + last.values().getLast() + "' ? 1 : 0";
        };
        RewardDefinition definition =
                new RewardDefinition("outcome " + name, expression, Optional.empty(), Optional.empty());
        Reward reward = switch (Reward.compile(
                definition,
                loop.configuration().outcomes(),
                loop.configuration().features())) {
            case Compilation.Compiled(Reward compiled) -> compiled;
            case Compilation.Refused refused ->
                throw new Refusal("outcome '" + name + "' cannot be taken for a reward by itself: " + refused);
        };
        ReadingFitting.Found found = new ReadingFitting(loop).look(reward, window);
        return new Result(
                expression,
                found.note(),
                Waiting.of(found.readings()
                        .orElseThrow(() -> new Refusal(
                                "nothing tells what the age of '" + name + "' is worth: " + found.note()))));
    }
}
