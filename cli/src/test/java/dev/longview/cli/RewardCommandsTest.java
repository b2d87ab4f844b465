package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small simulated workspace, as someone who engineers rewards goes through it. */
class RewardCommandsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void reward_changedAfterTraining_isShownComparedAndRemembered() throws IOException {
        done("init");
        Path config = folder.resolve("longview.yaml");
        String text = Files.readString(config)
                .replace("rewards:\n", "rewards:\n  unplayed: { is: \"played ? 0 : 1\" }\n")
                .replace("    share: 1\n", "    share: 1\n    decision: glad it is\n");
        Files.writeString(config, text);
        done("simulate", "--members", 900, "--days", 8);
        opposites();
        done("policy", "train", "glad");
        done("label", "--reward", "enjoyed");
        String old = json("reward", "show", "enjoyed").path("version").asText();
        done("evaluate", "glad", "--decisions", 300);
        Files.writeString(config, text.replace("'down' ? -2", "'down' ? -3"));
        shown(old);
        compared(old);
        remembered(old);
        CommandLineRun sql = run("reward", "sql", "enjoyed@" + old, "--dialect", "spark", "--table", "a`b");
        assertThat(sql.err()).isEmpty();
        assertThat(sql.out()).contains("FROM `a``b`", "CAST('-2.0' AS DOUBLE)");
        // Without the outcome as it was, the old version is refused, and says why.
        Files.writeString(
                config, text.replace("as: sum, max: 6000", "as: sum, max: 5000").replace("-2", "-3"));
        CommandLineRun refused = run("reward", "diff", "enjoyed@" + old, "enjoyed");
        assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
        assertThat(refused.err()).contains("'minutes' was: ", "max 6000", "max 5000");
    }

    /** k of n are played: k (n − k) pairs flip, and the others are ties. */
    private void opposites() throws IOException {
        JsonNode diff = json("reward", "diff", "ctr", "unplayed", "--by", "item.genre", "--so-far");
        double n = diff.path("rows").asDouble();
        double k = Math.rint(diff.path("first").path("mean").asDouble() * n);
        assertThat(k).isPositive();
        assertThat(diff.path("basis").asText()).isEqualTo("so far");
        assertThat(diff.path("spearman").asDouble()).isEqualTo(-1, within(1e-12));
        assertThat(diff.path("flipped_share").asDouble()).isEqualTo(k * (n - k) / (n * (n - 1) / 2), within(1e-12));
        assertThat(diff.path("tied_in_one_share").asDouble()).isZero();
        // All played ones fall alike, over all that are not.
        assertThat(diff.path("down")).hasSize(1);
        JsonNode down = diff.path("down").path(0);
        assertThat(down.path("alike").asDouble()).isEqualTo(k);
        assertThat(down.path("outcomes").path(0).path("value").asText()).isEqualTo("yes");
        assertThat(StreamSupport.stream(diff.at("/by/values").spliterator(), false)
                        .mapToLong(value -> value.path("rows").asLong())
                        .sum())
                .isEqualTo((long) n);
        CommandLineRun wrong = run("reward", "diff", "ctr", "enjoyed", "--by", "item.gender");
        assertThat(wrong.exit()).isEqualTo(Exit.REFUSED);
        assertThat(wrong.err()).contains("did you mean 'item.genre'?");
    }

    private void shown(String old) throws IOException {
        JsonNode now = json("reward", "show", "enjoyed");
        assertThat(now.path("version").asText()).isNotEqualTo(old);
        assertThat(now.at("/ancestors/0/reward").asText()).isEqualTo("ctr");
        assertThat(now.at("/trained/0/reward_version").asText()).isEqualTo(old);
        assertThat(now.at("/trained/0/this_version").asBoolean()).isFalse();
        JsonNode then = json("reward", "show", "enjoyed@" + old);
        assertThat(then.path("declared").asBoolean()).isFalse();
        assertThat(then.path("normalised").asText()).contains("'down' ? -2");
        assertThat(then.at("/labels/0/this_version").asBoolean()).isTrue();
        assertThat(run("reward", "show", "enjoyed").out()).contains("outcome     played: occurred of play, within 1d");
    }

    private void compared(String old) throws IOException {
        JsonNode diff = json("reward", "diff", "enjoyed@" + old, "enjoyed");
        assertThat(diff.at("/first/reward").asText()).isEqualTo("enjoyed@" + old);
        assertThat(diff.path("spearman").asDouble()).isBetween(0.9, 1.0);
        double change =
                diff.at("/second/mean").asDouble() - diff.at("/first/mean").asDouble();
        assertThat(change).isNegative();
    }

    private void remembered(String old) throws IOException {
        JsonNode history = json("reward", "history", "enjoyed");
        assertThat(history.path("versions")).hasSize(2);
        JsonNode first = history.path("versions").path(0);
        assertThat(first.path("version").asText()).isEqualTo(old);
        assertThat(first.path("hypothesis").asText()).startsWith("finishing soon");
        JsonNode policy = first.path("policies").path(0);
        assertThat(policy.path("policy").asText()).startsWith("glad@");
        assertThat(policy.at("/evaluations/0/reward").asText()).isEqualTo("enjoyed@" + old);
        assertThat(policy.at("/experiments/0/decision").asText()).isEqualTo("glad it is");
        assertThat(history.at("/versions/1/policies")).isEmpty();
        assertThat(run("reward", "history").out()).contains("enjoyed@" + old, "glad it is", "ctr@");
    }

    private JsonNode json(Object... arguments) throws IOException {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        CommandLineRun run = run(all);
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isEqualTo(Exit.DONE);
        return JSON.readTree(run.out());
    }

    /** Whatever the answer: an evaluation may say no. */
    private void done(Object... arguments) {
        CommandLineRun run = run(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isIn(Exit.DONE, Exit.NEGATIVE);
    }

    private CommandLineRun run(Object... arguments) {
        return CommandLineRun.in(folder, arguments);
    }
}
