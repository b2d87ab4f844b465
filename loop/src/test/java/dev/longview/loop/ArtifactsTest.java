package dev.longview.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void publish_sameContentTwice_isOneVersion_otherContent_another() throws IOException {
        Artifacts artifacts = new Artifacts(folder, "policy");
        Artifact first = artifacts.publish("glad", manifest(1), files("weights"));
        Artifact again = artifacts.publish("glad", manifest(1), files("weights"));
        Artifact other = artifacts.publish("glad", manifest(2), files("weights"));
        Artifact third = artifacts.publish("glad", manifest(2), files("weight", "s"));
        assertThat(again.version()).isEqualTo(first.version());
        assertThat(Stream.of(first, other, third).map(Artifact::version)).doesNotHaveDuplicates();
        assertThat(artifacts.versions("glad")).extracting(Artifact::version).hasSize(3);
        assertThat(artifacts.current("glad")).map(Artifact::version).contains(third.version());
        assertThat(new String(third.bytes("model.bin"), StandardCharsets.UTF_8)).isEqualTo("weight");
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith(".new-"));
        }
    }

    @Test
    void publish_overADamagedVersion_repairsIt() throws IOException {
        Artifacts artifacts = new Artifacts(folder, "policy");
        Artifact first = artifacts.publish("glad", manifest(1), files("weights"));
        Files.writeString(first.folder().resolve("model.bin"), "wei");
        Artifact again = artifacts.publish("glad", manifest(1), files("weights"));
        assertThat(again.version()).isEqualTo(first.version());
        assertThat(again.bytes("model.bin")).asString(StandardCharsets.UTF_8).isEqualTo("weights");
        assertThat(artifacts.versions("glad")).hasSize(1);
    }

    /** Cron's user trains, the service's user reads. */
    @Test
    void publish_version_mayBeReadByWhomeverOtherFilesMay() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class));
        Set<PosixFilePermission> ofFiles = Files.getPosixFilePermissions(Files.createFile(folder.resolve("a-file")));
        Set<PosixFilePermission> ofFolders =
                Files.getPosixFilePermissions(Files.createDirectory(folder.resolve("a-folder")));
        Artifacts artifacts = new Artifacts(folder.resolve("models"), "policy");
        Artifact artifact = artifacts.publish("glad", manifest(1), files("weights"));
        artifact.markForgotten(3);
        new JsonFile(folder.resolve("models/report.json")).write(manifest(2));
        int seen = 0;
        try (Stream<Path> all = Files.walk(folder.resolve("models"))) {
            for (Path path : all.toList()) {
                assertThat(Files.getPosixFilePermissions(path))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? ofFolders : ofFiles);
                seen++;
            }
        }
        // Three folders, of which the version has three files; the one in use, those that were, and the report.
        assertThat(seen).isEqualTo(9);
    }

    @Test
    void publish_whereAnotherCrashed_deletesWhatItLeftADayAgo() throws IOException {
        Artifacts artifacts = new Artifacts(folder, "policy");
        artifacts.publish("glad", manifest(1), files("a"));
        Path old = Files.createDirectory(folder.resolve("glad/.new-1"));
        Files.writeString(old.resolve("model.bin"), "wei");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        Path fresh = Files.createDirectory(folder.resolve("glad/.new-2"));
        artifacts.publish("glad", manifest(2), files("b"));
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
        assertThat(artifacts.versions("glad")).hasSize(2);
    }

    @Test
    void promote_earlierVersion_isARollback() {
        Artifacts artifacts = new Artifacts(folder, "policy");
        Artifact first = artifacts.publish("glad", manifest(1), files("a"));
        artifacts.publish("glad", manifest(2), files("b"));
        artifacts.promote("glad", first.version());
        assertThat(artifacts.require("glad", Optional.empty())).isEqualTo(first);
    }

    @Test
    void keep_thenPromoteAndRollback_goBackOneByOne() {
        Artifacts artifacts = new Artifacts(folder, "policy");
        Artifact first = artifacts.publish("glad", manifest(1), files("a"));
        Artifact second = artifacts.keep("glad", manifest(2), files("b"));
        assertThat(artifacts.current("glad")).contains(first);
        assertThatThrownBy(() -> artifacts.rollback("glad"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("nothing to roll back to");
        artifacts.promote("glad", second.version());
        artifacts.promote("glad", second.version());
        Artifact deleted = artifacts.publish("glad", manifest(4), files("d"));
        Artifact third = artifacts.publish("glad", manifest(3), files("c"));
        assertThat(artifacts.current("glad")).contains(third);
        artifacts.delete("glad", deleted.version());
        assertThat(artifacts.rollback("glad")).isEqualTo(second);
        assertThat(artifacts.current("glad")).contains(second);
        assertThat(artifacts.rollback("glad")).isEqualTo(first);
        assertThat(artifacts.current("glad")).contains(first);
        assertThatThrownBy(() -> artifacts.rollback("glad")).isInstanceOf(Refusal.class);
    }

    /** Killed between the two files of a promotion: the version that was to come never was in use. */
    @Test
    void rollback_afterAnUnfinishedPromotion_goesToNoVersionThatWasNeverInUse() throws IOException {
        Artifacts artifacts = new Artifacts(folder, "policy");
        Artifact first = artifacts.publish("glad", manifest(1), files("a"));
        Artifact second = artifacts.publish("glad", manifest(2), files("b"));
        Artifact never = artifacts.keep("glad", manifest(3), files("c"));
        Files.writeString(
                folder.resolve("glad/used"),
                String.join("\n", first.version(), second.version(), never.version()) + "\n");
        assertThat(artifacts.rollback("glad")).isEqualTo(first);
        assertThatThrownBy(() -> artifacts.rollback("glad")).isInstanceOf(Refusal.class);
    }

    @Test
    void goBack_toAVersionBefore_thoseSinceAreNoneToRollBackTo() {
        Artifacts artifacts = new Artifacts(folder, "policy");
        Artifact first = artifacts.publish("glad", manifest(1), files("a"));
        Artifact second = artifacts.publish("glad", manifest(2), files("b"));
        artifacts.publish("glad", manifest(3), files("c"));
        artifacts.goBack("glad", second.version());
        assertThat(artifacts.current("glad")).contains(second);
        assertThat(artifacts.rollback("glad")).isEqualTo(first);
        assertThatThrownBy(() -> artifacts.rollback("glad")).isInstanceOf(Refusal.class);
    }

    @Test
    void require_whatIsNotThere_saysWhatIs() throws IOException {
        Artifacts artifacts = new Artifacts(folder, "policy");
        assertThatThrownBy(() -> artifacts.require("glad", Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("none has been trained yet");
        Artifact there = artifacts.publish("glad", manifest(1), files("a"));
        assertThatThrownBy(() -> artifacts.require("gald", Optional.empty())).hasMessageContaining("[glad]");
        assertThatThrownBy(() -> artifacts.require("glad", Optional.of("0123")))
                .hasMessageContaining("0123")
                .hasMessageContaining(there.version());
        Files.writeString(there.folder().resolve("manifest.json"), "{ \"kind\": ");
        assertThatThrownBy(() -> artifacts.require("glad", Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is damaged");
    }

    private static ObjectNode manifest(int asOf) {
        return JsonNodeFactory.instance.objectNode().put("kind", "policy").put("as_of_micros", asOf);
    }

    private static SequencedMap<String, byte[]> files(String... contents) {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < contents.length; i++) {
            files.put(i == 0 ? "model.bin" : "more" + i, contents[i].getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }
}
