package dev.longview.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A reward of satisfaction against the click-through rate, by what really became of the members: in the default world, in the one where
 * clicks are the right reward, and in random ones, so that the claim is the share of worlds in which it holds. What is found is kept after
 * each world.
 *
 * <p>Arguments: random worlds, members, days served, worlds of the plain kind; {@code 12 600 14 2} if none are given.
 */
final class RewardsInWorlds implements Benchmark {
    private static final int WARM_UP = 14;
    private static final int REFRESH = 7;

    @Override
    public String name() {
        return "worlds";
    }

    @Override
    public String summary() {
        return "glad against clicks by true satisfaction, in many worlds   [WORLDS MEMBERS DAYS PLAIN]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int worlds = arguments.isEmpty() ? 12 : Integer.parseInt(arguments.getFirst());
        int members = arguments.size() < 2 ? 600 : Integer.parseInt(arguments.get(1));
        int days = arguments.size() < 3 ? 14 : Integer.parseInt(arguments.get(2));
        int plain = arguments.size() < 4 ? 2 : Integer.parseInt(arguments.get(3));
        Path root = results.resolve("../..").toRealPath();
        Launcher launcher = Launcher.of(root);
        launcher.seconds("--version"); // builds where it must
        List<String> size = List.of(
                "--members", "" + members, "--days", "" + days, "--warm-up", WARM_UP + "d", "--refresh", REFRESH + "d");

        StudiedWorld first = StudiedWorld.of(launcher, "default", with(size, "--seed", "1"));
        StudiedWorld fair =
                StudiedWorld.of(launcher, "plain", with(size, "--plain", "--seed", "1", "--seeds", "" + plain));
        List<StudiedWorld> random = new ArrayList<>();
        for (int world = 1; world <= worlds; world++) {
            String number = "" + world;
            random.add(StudiedWorld.of(
                    launcher, "random " + number, with(size, "--random-world", number, "--seed", number)));
            Result result = new Result(name(), root)
                    .put("members", members)
                    .put("warm_up_days", WARM_UP)
                    .put("days", days)
                    .put("refresh_days", REFRESH)
                    .put("plain_seeds", plain)
                    .put("random_worlds", random.size());
            for (StudiedWorld.Verdict verdict : StudiedWorld.Verdict.values()) {
                result.put("random_" + verdict.name().toLowerCase(Locale.ROOT), count(random, verdict));
            }
            result.put("default", first.found())
                    .put("plain", fair.found())
                    .put("random", random.stream().map(StudiedWorld::found).toList())
                    .write(results);
        }
    }

    private static long count(List<StudiedWorld> worlds, StudiedWorld.Verdict verdict) {
        return worlds.stream().filter(world -> world.verdict() == verdict).count();
    }

    private static List<String> with(List<String> size, String... more) {
        List<String> options = new ArrayList<>(size);
        options.addAll(List.of(more));
        return options;
    }
}
