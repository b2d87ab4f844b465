package dev.longview.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RewardFuzzTest {
    @Test
    void compile_mutatedTexts_neverThrows() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 20_000; i++) {
            RewardFuzzer.mutated(random);
        }
    }

    @Test
    @Tag("thorough")
    void compile_tenMillionMutatedTexts_neverThrows() {
        // On all processors, each thousandth with a seed of its own.
        IntStream.range(0, 1000).parallel().forEach(part -> {
            SplittableRandom random = new SplittableRandom(12_000L + part);
            for (int i = 0; i < 10_000; i++) {
                RewardFuzzer.mutated(random);
            }
        });
    }

    /** The longest text that is read at all, made of anything: in seconds, without a deep stack. */
    @Test
    void compile_endlessRepetition_isToldQuicklyOnASmallStack() throws InterruptedException {
        List<String> pieces = List.of(
                "(",
                "[",
                "!",
                "-",
                "played ? 1 : ",
                "played ? ",
                "min(1, ",
                "1 + ",
                "1 * (",
                "plays < ",
                "plays > 1 && ",
                "thumb in ['up'] || ",
                "orValue(",
                "opinion(",
                "thumb in [",
                "'a', ",
                "item.genres in ",
                "played && ",
                "(plays > 1) == (plays > 2) || ",
                "\uD83D\uDE00",
                "9",
                ".",
                "'",
                "\\",
                "x.",
                "a.b(",
                "not in ");
        Throwable[] thrown = new Throwable[1];
        Runnable all = () -> {
            for (String piece : pieces) {
                for (int times : List.of(199, 401, 65_000 / piece.length(), 100_000)) {
                    RewardFuzzer.compile(piece.repeat(times) + "1", new LinkedHashMap<>());
                    RewardFuzzer.compile(piece.repeat(times), new LinkedHashMap<>());
                }
            }
        };
        // Half of the usual stack.
        Thread thread = new Thread(null, all, "small stack", 512 * 1024);
        thread.setUncaughtExceptionHandler((t, e) -> thrown[0] = e);
        long start = System.nanoTime();
        thread.start();
        thread.join();
        assertThatCode(() -> {
                    if (thrown[0] != null) {
                        throw thrown[0];
                    }
                })
                .doesNotThrowAnyException();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void compile_manyOrDeepParts_isToldQuickly() {
        SequencedMap<String, String> doubling = new LinkedHashMap<>();
        SequencedMap<String, String> chain = new LinkedHashMap<>();
        SequencedMap<String, String> circle = new LinkedHashMap<>();
        doubling.put("p0", "plays");
        chain.put("p0", "plays");
        for (int i = 1; i < 1000; i++) {
            doubling.put("p" + i, "p" + (i - 1) + " + p" + (i - 1));
            chain.put("p" + i, "-(p" + (i - 1) + " * 0.5 + 1)");
            circle.put("p" + i, "p" + (i == 999 ? 1 : i + 1) + " + 1");
        }
        for (SequencedMap<String, String> parts : List.of(doubling, chain, circle)) {
            assertThat(Sample.compile("p999", parts)).isInstanceOf(Compilation.Refused.class);
        }
        chain.keySet().removeIf(name -> Integer.parseInt(name.substring(1)) > 60);
        Compilation compilation = Sample.compile("p60", chain);
        assertThat(compilation).isInstanceOf(Compilation.Compiled.class);
        Reward reward = ((Compilation.Compiled) compilation).reward();
        assertThat(Sample.reward(reward.normalised()).version()).isEqualTo(reward.version());
    }
}
