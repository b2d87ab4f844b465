package dev.longview.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A reward of satisfaction against the click-through rate, by what really became of the members: in the default world, in the one where
 * clicks are the right reward, and in random ones, so that the claim is the share of worlds in which it holds. All explore ε-greedily,
 * alike whatever the units of their rewards; with {@code softmax} as the template says, where the larger reward is the greedier one.
 * Two worlds are studied at a time, and what is found is kept after each.
 *
 * <p>Arguments: random worlds, members, days served, worlds of the plain kind, exploration; {@code 12 600 14 2 0.1} if none are given.
 */
final class RewardsInWorlds implements Benchmark {
    private static final int WARM_UP = 14;
    private static final int REFRESH = 7;
    private static final int AT_A_TIME = 2;
    private static final String SOFTMAX = "softmax";

    @Override
    public String name() {
        return "worlds";
    }

    @Override
    public String summary() {
        return "glad against clicks by true satisfaction, in many worlds   [WORLDS MEMBERS DAYS PLAIN EPSILON|softmax]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        List<String> given = new ArrayList<>(List.of("12", "600", "14", "2", "0.1"));
        for (int i = 0; i < arguments.size(); i++) {
            given.set(i, arguments.get(i));
        }
        int worlds = Integer.parseInt(given.get(0));
        String plain = given.get(3);
        String exploration = given.get(4);
        Path root = results.resolve("../..").toRealPath();
        Launcher launcher = Launcher.of(root);
        launcher.seconds("--version"); // builds where it must
        List<String> size = new ArrayList<>(List.of(
                "--members",
                given.get(1),
                "--days",
                given.get(2),
                "--warm-up",
                WARM_UP + "d",
                "--refresh",
                REFRESH + "d"));
        if (!exploration.equals(SOFTMAX)) {
            size.addAll(List.of("--epsilon-greedy", exploration));
        }
        Result result = new Result(exploration.equals(SOFTMAX) ? name() + "-" + SOFTMAX : name(), root)
                .put("members", Integer.parseInt(given.get(1)))
                .put("warm_up_days", WARM_UP)
                .put("days", Integer.parseInt(given.get(2)))
                .put("refresh_days", REFRESH)
                .put("plain_seeds", Integer.parseInt(plain))
                .put("exploration", exploration);
        try (ExecutorService studies = Executors.newFixedThreadPool(AT_A_TIME)) {
            Future<StudiedWorld> usual =
                    studies.submit(() -> StudiedWorld.of(launcher, "default", with(size, "--seed", "1")));
            Future<StudiedWorld> fair = studies.submit(
                    () -> StudiedWorld.of(launcher, "plain", with(size, "--plain", "--seed", "1", "--seeds", plain)));
            List<Future<StudiedWorld>> drawn = new ArrayList<>();
            for (int world = 1; world <= worlds; world++) {
                String number = "" + world;
                drawn.add(studies.submit(() -> StudiedWorld.of(
                        launcher, "random " + number, with(size, "--random-world", number, "--seed", number))));
            }
            result.put("default", usual.get().found()).put("plain", fair.get().found());
            List<StudiedWorld> random = new ArrayList<>();
            for (Future<StudiedWorld> world : drawn) {
                random.add(world.get());
                for (StudiedWorld.Verdict verdict : StudiedWorld.Verdict.values()) {
                    result.put("random_" + verdict.name().toLowerCase(Locale.ROOT), count(random, verdict));
                }
                result.put("random", random.stream().map(StudiedWorld::found).toList())
                        .write(results);
            }
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
