package dev.longview.benchmarks;

import dev.longview.simulate.counterfactual.Effect;
import dev.longview.simulate.counterfactual.PairedMean;
import dev.longview.simulate.counterfactual.ScriptedCase;
import dev.longview.simulate.counterfactual.ScriptedCases;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each scripted case is truly worth, by paired roll-outs. Arguments: accounts and days, {@code 40000 180} if none are given. */
final class CaseEffects implements Benchmark {
    private static final long START = 1_767_225_600_000_000L;

    @Override
    public String name() {
        return "cases";
    }

    @Override
    public String summary() {
        return "the true effects of the scripted cases   [ACCOUNTS DAYS]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int accounts = arguments.isEmpty() ? 40_000 : Integer.parseInt(arguments.getFirst());
        int days = arguments.size() < 2 ? 180 : Integer.parseInt(arguments.get(1));
        World world = World.create(WorldParameters.defaults(), 1, accounts, START);
        Map<ScriptedCase, Effect> effects = new ScriptedCases(world, PopularityRecommender.uniform(), days).effects();
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        result.put("seed", 1)
                .put("world", world.parameters().hash())
                .put("accounts", accounts)
                .put("days", days);
        effects.forEach((story, effect) -> {
            String prefix = story.name().toLowerCase(Locale.ROOT);
            result.put(prefix + "_accounts", effect.plays().accounts());
            put(result, prefix + "_play_satisfaction", effect.playSatisfaction());
            put(result, prefix + "_satisfied_days", effect.satisfiedDays());
            put(result, prefix + "_retained_months", effect.retainedMonths());
            put(result, prefix + "_plays", effect.plays());
        });
        result.write(results);
    }

    private static void put(Result result, String name, PairedMean mean) {
        result.put(name, List.of(mean.difference(), mean.low(), mean.high()));
    }
}
