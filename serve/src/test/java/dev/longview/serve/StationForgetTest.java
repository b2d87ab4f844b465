package dev.longview.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.engine.Engine;
import dev.longview.engine.Selection;
import dev.longview.log.Table;
import dev.longview.loop.Forgetting;
import dev.longview.loop.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StationForgetTest {
    private static final String GONE = "member-to-forget-4711";

    @TempDir
    Path folder;

    private static ObjectNode visit(String id, String member) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("decision_id", id)
                .put("account", member)
                .put("member", member)
                .put("context.device", "tv")
                .put("context.hour", 20)
                .put("member.tenure_days", 12.5)
                .put("member.favourite", "drama");
    }

    private static ObjectNode play(String id, String member) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event_id", id)
                .put("kind", "play")
                .put("member", member)
                .put("item", "t00003");
    }

    /** In the journal, in the log, in memory; before, and while it goes on. */
    @Test
    void forget_memberWhoseRowsAreInJournalAndLog_isNowhereAnyMoreAndOthersAre() throws IOException {
        Workspace workspace = ServedWorkspace.copy(folder.resolve("w"));
        StationOptions options =
                StationOptions.withDefaults().withPolicy("recent").withExperiments(false);
        try (Station station = ServedWorkspace.open(workspace, options)) {
            for (String member : List.of(GONE, "stays")) {
                station.take(Table.FEEDBACK, List.of(play("sealed-" + member, member)));
                station.recommend(visit("sealed-" + member, member));
            }
            station.seal();
            for (String member : List.of(GONE, "stays")) {
                station.take(Table.FEEDBACK, List.of(play("journal-" + member, member)));
                station.recommend(visit("journal-" + member, member));
            }
            assertThat(holding(workspace)).isNotEmpty();
            int held = station.present().events();
            Forgetting.Result result = station.forget(Set.of(GONE));
            assertThat(result.log().rows()).isNotEmpty();
            assertThat(result.mentions()).isEmpty();
            // Two plays of theirs are held no more.
            assertThat(station.present().events()).isEqualTo(held - 2);
            assertThat(station.recentVisits())
                    .extracting(visit -> visit.texts("member").text(0))
                    .containsOnly("stays");
            assertThat(holding(workspace)).isEmpty();
            assertThat(decisions(workspace)).contains("sealed-stays", "journal-stays");
            // What comes of them later is answered, and left out of the log.
            assertThat(station.recommend(visit("later", GONE)).decision().slate())
                    .isNotEmpty();
            station.seal();
            // Who asks again for what the log has no more is told so, and not to come back.
            for (String id : List.of("later", "sealed-" + GONE, "journal-" + GONE)) {
                assertThatThrownBy(() -> station.recommend(visit(id, GONE)))
                        .isInstanceOf(Wrong.class)
                        .hasMessageContaining("/decision_id: decision '" + id + "' was made before")
                        .hasMessageContaining("forgotten since");
            }
        }
        assertThat(holding(workspace)).isEmpty();
        assertThat(decisions(workspace))
                .contains("sealed-stays", "journal-stays")
                .doesNotContain("later");
    }

    private static List<String> decisions(Workspace workspace) {
        List<String> ids = new ArrayList<>();
        try (Engine engine = ServedWorkspace.engine(workspace)) {
            engine.rows(
                    Table.DECISIONS,
                    workspace.configuration().features(),
                    Selection.received(0, Long.MAX_VALUE - 1),
                    rows -> {
                        for (int row = 0; row < rows.size(); row++) {
                            ids.add(rows.texts("decision_id").text(row));
                        }
                    });
        }
        return ids;
    }

    /** Files of the workspace that have the id in their bytes. */
    private static List<Path> holding(Workspace workspace) throws IOException {
        try (Stream<Path> all = Files.walk(workspace.root())) {
            List<Path> holding = new ArrayList<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(GONE)) {
                    holding.add(file);
                }
            }
            return holding;
        }
    }
}
