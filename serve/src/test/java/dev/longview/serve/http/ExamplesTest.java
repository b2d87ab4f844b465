package dev.longview.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What the pages show with curl runs as it stands, but for the port. */
class ExamplesTest {
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(curl .*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    static boolean hasCurl() {
        return Files.isExecutable(Path.of("/usr/bin/curl"));
    }

    @Test
    @EnabledIf("hasCurl")
    void curl_ofThePages_isAnswered() throws Exception {
        int answers = 0;
        try (ServedOverHttp service = ServedOverHttp.of(folder.resolve("w"))) {
            for (String page : List.of("README.md", "docs/serving.md")) {
                Path root = Path.of(System.getProperty("longview.root"));
                String text = Files.readString(root.resolve(page));
                List<String> blocks = BLOCK.matcher(text)
                        .results()
                        .map(block -> block.group(1))
                        .toList();
                assertThat(blocks).as(page).isNotEmpty();
                for (String block : blocks) {
                    for (String command : block.strip().split("\\n(?=curl )", -1)) {
                        answered(command, service.port());
                        answers++;
                    }
                }
            }
        }
        assertThat(answers).isEqualTo(6);
    }

    private static void answered(String command, int port) throws IOException, InterruptedException {
        Process curl = new ProcessBuilder("/bin/sh", "-c", command.replace("localhost:8321", "127.0.0.1:" + port))
                .redirectErrorStream(true)
                .start();
        String out = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(command).isZero();
        JsonNode answer = new JsonMapper().readTree(out);
        assertThat(answer.has("decision_id") || answer.has("rows") || answer.has("policies"))
                .as("%s: %s", command, out)
                .isTrue();
        assertThat(answer.path("rows").path("refused").asInt()).as(out).isZero();
    }
}
