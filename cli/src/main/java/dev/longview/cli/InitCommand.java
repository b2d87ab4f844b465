package dev.longview.cli;

import dev.longview.config.Templates;
import dev.longview.loop.Refusal;
import dev.longview.loop.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longview init}: makes a workspace. */
@Command(
        name = "init",
        description = "Makes a workspace: writes a longview.yaml in which every key is commented.",
        footer = {"", "Example:", "  longview init --workspace shop --template open-bandit"})
final class InitCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Option(
            names = "--template",
            defaultValue = "streaming",
            description = "What the workspace is for: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            completionCandidates = TemplateNames.class)
    private String template = "streaming";

    /** For the help text. */
    static final class TemplateNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Templates.names().iterator();
        }
    }

    /** What was written. */
    record Report(String workspace, String template) {}

    @Override
    public Integer call() {
        String text = Templates.text(template)
                .orElseThrow(() -> new Refusal("--template: there is no '" + template + "'; there are "
                        + String.join(", ", Templates.names())));
        if (Files.exists(common.folder()) && !Files.isDirectory(common.folder())) {
            throw new Refusal(common.folder() + " is a file; a workspace is a folder");
        }
        Path config = common.folder().resolve(Workspace.CONFIG);
        try {
            Files.createDirectories(common.folder());
            Files.writeString(config, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(config + " is there already; it is left as it is", e);
        } catch (IOException e) {
            throw new UncheckedIOException(config + " cannot be written", e);
        }
        common.output().print(new Report(common.folder().toString(), template), out -> {
            out.println("wrote " + config);
            out.println("Next: edit it, then longview config check; fill the log with longview import");
        });
        return Exit.DONE;
    }
}
