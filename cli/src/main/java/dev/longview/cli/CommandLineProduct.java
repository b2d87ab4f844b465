package dev.longview.cli;

import dev.longview.simulate.drive.Product;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This product as a script would run it: through commands and files, and nothing else of it. */
final class CommandLineProduct implements Product {
    private final Path workspace;
    private final String policy;
    private final String seed;

    private CommandLineProduct(Path workspace, String policy, long seed) {
        this.workspace = workspace;
        this.policy = policy;
        this.seed = Long.toString(seed);
    }

    /**
     * A new workspace for the streaming service.
     *
     * @param configuration text of its longview.yaml
     * @param policy a policy that its configuration declares
     * @param seed of its models and draws
     * @throws IllegalStateException when there is one already
     */
    static CommandLineProduct init(Path workspace, String configuration, String policy, long seed) {
        CommandLineProduct product = new CommandLineProduct(workspace, policy, seed);
        product.run("init", "--template", "streaming");
        try {
            Files.writeString(workspace.resolve("longview.yaml"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(workspace + " cannot be written", e);
        }
        return product;
    }

    @Override
    public void take(Path log) {
        run("import", "events", log.toString());
    }

    /** What is trained is in use from then on. */
    @Override
    public void refresh(long asOf) {
        String moment = Long.toString(asOf);
        run("delay", "fit", "--as-of", moment);
        run("policy", "train", policy, "--as-of", moment, "--seed", seed);
    }

    @Override
    public Path slates(Path visits, long asOf) {
        Path slates = visits.resolveSibling("slates.jsonl");
        run(
                "recommend",
                policy,
                "--visits",
                visits.toString(),
                "--as-of",
                Long.toString(asOf),
                "--seed",
                seed,
                "--out",
                slates.toString());
        return slates;
    }

    private void run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[arguments.length + 3];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--quiet";
        all[arguments.length + 1] = "-w";
        all[arguments.length + 2] = workspace.toString();
        int exit = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
        if (exit != 0) {
            throw new IllegalStateException(
                    "longview " + String.join(" ", all) + " ended with " + exit + ":\n" + out + err);
        }
    }
}
