package dev.longview.loop;

import dev.longview.config.ConfigFile;
import dev.longview.config.Configuration;
import dev.longview.config.Reading;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with {@code longview.yaml}, and everything that is computed from it and from the log below it. */
public record Workspace(Path root) {
    public static final String CONFIG = "longview.yaml";

    /** @throws Refusal when there is no workspace */
    public static Workspace open(Path root) {
        if (!Files.isDirectory(root)) {
            throw new Refusal("no folder " + root + ". Make a workspace of it with: longview init --workspace " + root);
        }
        if (!Files.isRegularFile(root.resolve(CONFIG))) {
            throw new Refusal(root + " is not a workspace: it has no " + CONFIG
                    + ". Write one with: longview init --workspace " + root);
        }
        return new Workspace(root);
    }

    public Path config() {
        return root.resolve(CONFIG);
    }

    public Path log() {
        return root.resolve("log");
    }

    public Path labels() {
        return root.resolve("labels");
    }

    /** Definitions that labels and policies were made by. */
    public Path rewards() {
        return root.resolve("rewards");
    }

    public Path reports() {
        return root.resolve("reports");
    }

    /** Delayed-feedback models, one name for each outcome. */
    public Artifacts delayModels() {
        return new Artifacts(root.resolve("models/delay"), "delayed-feedback model");
    }

    /** How early labels are read, one name for each reward. */
    public Artifacts readings() {
        return new Artifacts(root.resolve("models/readings"), "readings");
    }

    /** Trained policies. */
    public Artifacts policies() {
        return new Artifacts(root.resolve("models/policy"), "policy");
    }

    /** @throws Refusal with every problem of {@code longview.yaml} */
    public Configuration configuration() {
        return switch (ConfigFile.read(config())) {
            case Reading.Checked(Configuration configuration) -> configuration;
            case Reading.Refused refused -> throw new Refusal(refused.render(config().toString()));
        };
    }
}
