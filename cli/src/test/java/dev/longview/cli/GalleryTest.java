package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workspace of docs/gallery.md: mechanics. How it orders the cases is measured, and takes more members and days. */
class GalleryTest {
    private static final Path ROOT = Path.of(System.getProperty("longview.root", ".."));

    @Test
    void gallery_itsWorkspace_isSoundAndLabelsASimulatedLog(@TempDir Path folder) throws IOException {
        Files.copy(ROOT.resolve("examples/gallery/longview.yaml"), folder.resolve("longview.yaml"));
        done("config", "check", "--workspace", folder);
        done("simulate", "--members", 300, "--days", 10, "--workspace", folder);
        done("delay", "fit", "--workspace", folder);
        for (String reward : new String[] {"ctr", "finished", "enjoyed", "glad"}) {
            done("label", "--reward", reward, "--workspace", folder);
        }
        CommandLineRun shown = CommandLineRun.of("reward", "show", "glad", "--json", "--workspace", folder);
        JsonNode glad = new JsonMapper().readTree(shown.out());
        assertThat(glad.path("ancestors").findValuesAsText("reward")).containsExactly("enjoyed", "finished", "ctr");
        assertThat(glad.path("expected_by").asText()).contains("enumeration");
        assertThat(Files.readString(ROOT.resolve("docs/gallery.md"))).contains("examples/gallery");
    }

    private static void done(Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isEqualTo(Exit.DONE);
    }
}
