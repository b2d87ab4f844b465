package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workspace is kept in order: compacted, expired, copied, and rid of members. */
class UpkeepCommandsTest {
    private static final String MEMBER = "member-to-forget-4711";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Path shop() {
        return folder.resolve("shop");
    }

    @BeforeEach
    void workspace() {
        assertThat(run("init").exit()).isEqualTo(Exit.DONE);
    }

    private CommandLineRun run(Object... arguments) {
        return in(shop(), arguments);
    }

    private static CommandLineRun in(Path workspace, Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--workspace";
        all[arguments.length + 1] = workspace;
        return CommandLineRun.of(all);
    }

    /** Visits of a member on several days, as users would import them. */
    private Path visits(String member, int days) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int day = 1; day <= days; day++) {
            String at = "2026-01-%02dT20:00:00Z".formatted(day);
            String id = member + "-" + day;
            lines.add("""
                {"table": "decisions", "decision_id": "%1$s", "account": "%2$s", "member": "%2$s", "time": "%3$s", "received": "%3$s", "usable_off_policy": true, "policy": "p1"}
                {"table": "slates", "decision_id": "%1$s", "position": 0, "item": "t1", "conditional_propensity": 0.5, "received": "%3$s"}
                {"table": "feedback", "event_id": "e%1$s", "kind": "play", "member": "%2$s", "item": "t1", "decision_id": "%1$s", "position": 0, "time": "%3$s", "received": "%3$s"}
                {"table": "memberships", "event_id": "s%1$s", "account": "%2$s", "event": "renew", "time": "%3$s", "received": "%3$s"}
                """.formatted(id, member, at).strip());
        }
        Path file = folder.resolve(member + ".jsonl");
        Files.write(file, lines);
        return file;
    }

    private String outcomes(Path workspace) {
        CommandLineRun outcome = in(workspace, "outcome", "--as-of", "2026-02-20", "--json");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isEqualTo(Exit.DONE);
        return outcome.out();
    }

    private List<String> parquet() throws IOException {
        try (Stream<Path> files = Files.walk(shop().resolve("log"))) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void compact_thenTheSameImport_changesNeitherOutcomesNorFiles() throws IOException {
        Path first = visits("a", 3);
        Path second = visits("b", 3);
        assertThat(run("import", "events", first).exit()).isEqualTo(Exit.DONE);
        assertThat(run("import", "events", second).exit()).isEqualTo(Exit.DONE);
        String before = outcomes(shop());
        CommandLineRun compact = run("log", "compact", "--json");
        assertThat(compact.exit()).isEqualTo(Exit.DONE);
        assertThat(new JsonMapper().readTree(compact.out()).path("tables")).hasSize(4);
        List<String> files = parquet();
        assertThat(files).hasSize(4 * 3);
        assertThat(outcomes(shop())).isEqualTo(before);
        assertThat(run("import", "events", first).exit()).isEqualTo(Exit.DONE);
        assertThat(parquet()).isEqualTo(files);
        assertThat(outcomes(shop())).isEqualTo(before);
        assertThat(run("log", "compact", "--target-size", "lots").err()).contains("'lots'", "64M");
    }

    @Test
    void expire_dryRunThenForGood_tellsTheSameAndKeepsMemberships() throws IOException {
        run("import", "events", visits("a", 5));
        CommandLineRun told = run("log", "expire", "--before", "2026-01-03", "--dry-run", "--json");
        assertThat(told.exit()).isEqualTo(Exit.DONE);
        assertThat(parquet()).hasSize(4 * 5);
        CommandLineRun done = run("log", "expire", "--before", "2026-01-03", "--json");
        assertThat(done.out().replace("\"dry_run\" : false", "\"dry_run\" : true"))
                .isEqualTo(told.out());
        assertThat(done.out()).contains("\"rows\" : 2", "2026-01-01", "2026-01-02");
        assertThat(parquet()).hasSize(3 * 3 + 5);
        assertThat(run("log", "expire", "--before", "2026-01-03").out()).contains("nothing was received before");
        assertThat(run("log", "expire", "--before", "2026-01-04", "--table", "items")
                        .err())
                .contains("items do not expire", "memberships");
        assertThat(run("log", "expire", "--before", "soon").err()).contains("'soon'", "2026-01-31");
    }

    @Test
    void restore_backupIntoAnEmptyFolder_givesTheSameOutcomesAndPolicies() throws IOException {
        assertThat(run("simulate", "--members", 200, "--days", 4).exit()).isEqualTo(Exit.DONE);
        assertThat(run("policy", "train", "clicks").err()).isEmpty();
        assertThat(run("label", "--reward", "ctr").exit()).isEqualTo(Exit.DONE);
        Path backup = folder.resolve("backups/one");
        assertThat(run("backup", backup).exit()).isEqualTo(Exit.DONE);
        assertThat(run("backup", backup).err()).contains("is not empty");
        assertThat(run("backup", shop().resolve("copy")).err()).contains("within the workspace");
        Path again = folder.resolve("again");
        assertThat(in(again, "restore", backup).err()).isEmpty();
        assertThat(outcomes(again)).isEqualTo(outcomes(shop()));
        assertThat(in(again, "policy", "list", "--json").out())
                .isEqualTo(run("policy", "list", "--json").out())
                .contains("\"in_use\" : true");
        assertThat(in(again, "label", "--reward", "ctr").exit()).isEqualTo(Exit.DONE);
        // A second time, and over what is there.
        assertThat(in(again, "restore", backup).err()).contains("is not empty");
        assertThat(in(folder.resolve("third"), "restore", folder.resolve("nowhere"))
                        .err())
                .contains("is no backup", "longview backup");
    }

    @Test
    void restore_damagedBackup_namesTheFileAndRestoresNothing() throws IOException {
        run("import", "events", visits("a", 2));
        Path backup = folder.resolve("backup");
        assertThat(run("backup", backup).exit()).isEqualTo(Exit.DONE);
        Path config = backup.resolve("longview.yaml");
        Files.writeString(config, Files.readString(config) + "# touched\n");
        Path target = folder.resolve("target");
        CommandLineRun restore = in(target, "restore", backup);
        assertThat(restore.exit()).isEqualTo(Exit.REFUSED);
        assertThat(restore.err()).contains("longview.yaml", "not what was backed up");
        assertThat(target).doesNotExist();
        Files.delete(config);
        assertThat(in(target, "restore", backup).err()).contains("longview.yaml", "missing");
    }

    @Test
    void forget_member_isInNoFileOfTheWorkspaceAndDoesNotComeBack() throws Exception {
        Path theirs = visits(MEMBER, 4);
        run("import", "events", theirs);
        run("import", "events", visits("b", 4));
        assertThat(run("log", "compact", "--before", "2026-01-03").exit()).isEqualTo(Exit.DONE);
        assertThat(run("label", "--reward", "ctr").err()).isEmpty();
        Path items = folder.resolve("items.jsonl");
        Files.writeString(items, """
            {"item": "t1", "valid_from": "2026-01-01T00:00:00Z", "received": "2026-01-01T00:00:00Z"}
            {"item": "t2", "valid_from": "2026-01-01T00:00:00Z", "received": "2026-01-01T00:00:00Z"}
            """);
        assertThat(run("import", "events", items, "--table", "items").exit()).isEqualTo(Exit.DONE);
        assertThat(run("policy", "train", "clicks").err()).isEmpty();
        Path report = Files.createDirectories(shop().resolve("reports")).resolve("page.html");
        Files.writeString(report, "<p>" + MEMBER + "</p>");
        // What is to be found is found: 2 days compacted and 2 days of their own files in 4 tables, the labels, the
        // page.
        assertThat(holding(MEMBER)).hasSize(4 * 4 + 1 + 1);

        CommandLineRun forget = run("forget", "--member", MEMBER);
        assertThat(forget.err()).isEmpty();
        assertThat(forget.out()).contains("removed 4 of decisions", "removed 4 of label sets", "clicks@", "page.html");
        assertThat(forget.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(holding(MEMBER)).containsExactly(Path.of("reports/page.html").toString());
        assertThat(run("policy", "list").out()).contains("(f)", "forgotten since");
        Files.delete(report);
        assertThat(run("forget", "--member", MEMBER).exit()).isEqualTo(Exit.DONE);
        assertThat(run("import", "events", theirs).out()).contains("16 rows of members who were forgotten");
        assertThat(run("label", "--reward", "ctr").exit()).isEqualTo(Exit.DONE);
        assertThat(holding(MEMBER)).isEmpty();
        assertThat(holding("eb-1")).isNotEmpty();
    }

    @Test
    void forget_decisionsHaveExpired_labelsGoAndWhatMayHaveLearnedIsMarked() throws Exception {
        run("import", "events", visits(MEMBER, 4));
        run("import", "events", visits("b", 9));
        Path items = folder.resolve("items.jsonl");
        Files.writeString(items, """
            {"item": "t1", "valid_from": "2026-01-01T00:00:00Z", "received": "2026-01-01T00:00:00Z"}
            {"item": "t2", "valid_from": "2026-01-01T00:00:00Z", "received": "2026-01-01T00:00:00Z"}
            """);
        assertThat(run("import", "events", items, "--table", "items").exit()).isEqualTo(Exit.DONE);
        assertThat(run("policy", "train", "clicks").err()).isEmpty();
        assertThat(run("label", "--reward", "ctr").exit()).isEqualTo(Exit.DONE);
        // As earlier versions wrote them.
        Path older = shop().resolve("labels/ctr/older.parquet");
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute("COPY (SELECT '" + MEMBER + "-1' AS decision_id, 0 AS position) TO '" + older + "'");
        }
        assertThat(run("log", "expire", "--before", "2026-01-06").exit()).isEqualTo(Exit.DONE);
        assertThat(run("policy", "list").out()).doesNotContain("forgotten since");

        CommandLineRun forget = run("forget", "--member", MEMBER);
        assertThat(forget.err()).isEmpty();
        assertThat(forget.out())
                .contains(
                        "removed 4 of label sets",
                        "may have learned from decisions of theirs that have expired: clicks@",
                        "no column 'member': labels/ctr/older.parquet",
                        "1 accounts without other members went too");
        assertThat(run("policy", "list").out()).contains("forgotten since");
        assertThat(holding(MEMBER)).containsExactly("labels/ctr/older.parquet");
    }

    @Test
    void expire_withinReachOfWhatStays_warnsAndTellsASafeDay() throws IOException {
        run("import", "events", visits("a", 20));
        Files.writeString(shop().resolve("longview.yaml"), """
            lateness: 1d
            feedback:
              play: {}
            outcomes:
              played: { of: play, as: occurred, final-after: 2d }
              plays_after: { of: play, as: count, max: 5, from: played, final-after: 3d }
            """);
        // 2 days, 3 days from there, and 1 day late: 6 days.
        CommandLineRun expire = run("log", "expire", "--before", "2026-01-10", "--dry-run");
        assertThat(expire.err()).isEmpty();
        assertThat(expire.out())
                .contains("from 2026-01-10 to before 2026-01-16", "plays_after", "6 days", "--before 2026-01-04");
        run("log", "expire", "--before", "2026-01-04");
        // What is gone already cannot be missed once more.
        assertThat(run("log", "expire", "--before", "2026-01-04").out()).doesNotContain("warning");
    }

    @Test
    void backup_target_hasTheRightsOfAnyFolder() throws IOException {
        Path backup = folder.resolve("backup");
        assertThat(run("backup", backup).exit()).isEqualTo(Exit.DONE);
        Path again = folder.resolve("again");
        assertThat(in(again, "restore", backup).exit()).isEqualTo(Exit.DONE);
        Set<PosixFilePermission> usual = Files.getPosixFilePermissions(Files.createDirectory(folder.resolve("any")));
        assertThat(Files.getPosixFilePermissions(backup)).isEqualTo(usual);
        assertThat(Files.getPosixFilePermissions(again)).isEqualTo(usual);
    }

    @Test
    void backup_intoTheWorkspaceThroughALink_isRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("elsewhere"), shop());
        assertThat(run("backup", link.resolve("deep/copy")).err()).contains("within the workspace");
        assertThat(in(link, "backup", shop().resolve("copy")).err()).contains("within the workspace");
        assertThat(shop().resolve("deep")).doesNotExist();
        // A link out of it is none in it.
        Files.createDirectory(folder.resolve("disk"));
        Files.createSymbolicLink(shop().resolve("out"), folder.resolve("disk"));
        assertThat(run("backup", shop().resolve("out/copy")).exit()).isEqualTo(Exit.DONE);
        assertThat(folder.resolve("disk/copy/backup.json")).exists();
    }

    /** The files of the workspace that hold a text: in their bytes, or, as Parquet's are compressed, in a decoded value. */
    private List<String> holding(String text) throws Exception {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(shop());
                var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean there = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
                if (file.toString().endsWith(".parquet")) {
                    try (var rows = statement.executeQuery("SELECT count(*) FROM read_parquet('" + file
                            + "') r WHERE CAST(r AS VARCHAR) LIKE '%" + text + "%'")) {
                        rows.next();
                        there |= rows.getLong(1) > 0;
                    }
                }
                if (there) {
                    found.add(shop().relativize(file).toString());
                }
            }
        }
        return found;
    }
}
