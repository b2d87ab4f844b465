package dev.longview.cli;

import dev.longview.ingest.ImportException;
import dev.longview.ingest.VwFormat;
import dev.longview.ingest.VwLog;
import dev.longview.log.FeatureDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview import vw}. */
@Command(
        name = "vw",
        description = "Imports a log of Vowpal Wabbit: text of --cb, --cb_eval, --cb_adf, or DSJSON, gzip or not,"
                + " as docs/vw.md describes.",
        footer = {
            "",
            "Examples:",
            "  longview init --template vw",
            "  longview import vw decisions.json.gz",
            "  longview import vw train.vw.gz --start 2026-01-31 --every 10s --actions 4"
        })
final class ImportVwCommand implements Callable<Integer> {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "FILE", description = "Text or DSJSON, gzip or not.")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            description = "cb, cb_eval, cb_adf or dsjson (default: by the file's first lines).",
            paramLabel = "FORMAT",
            converter = Formats.class)
    private Optional<VwFormat> format = Optional.empty();

    @Option(
            names = "--start",
            paramLabel = "T",
            description = "When the first decision was made, where lines do not say: text never does.")
    private Optional<String> start = Optional.empty();

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "From one of those decisions to the next: 10ms, 1s, 5m, 1h (default: ${DEFAULT-VALUE}).")
    private String every = "1s";

    @Option(
            names = "--item-by",
            paramLabel = "WHAT",
            description = "What tells items apart: tag, index, text (all features), or NAMESPACE/FEATURE"
                    + " (default: an action's tag, else its features).")
    private Optional<String> itemBy = Optional.empty();

    @Option(
            names = "--member-by",
            paramLabel = "WHAT",
            description = "What tells members apart: tag, or NAMESPACE/FEATURE of the visit"
                    + " (default: every decision is a member of its own).")
    private Optional<String> memberBy = Optional.empty();

    @Option(
            names = "--actions",
            paramLabel = "N",
            description = "How many actions there are, where lines do not list them (default: those that occur).")
    private Optional<Integer> actions = Optional.empty();

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            defaultValue = "vw",
            description = "Who chose, where lines do not say (default: ${DEFAULT-VALUE}).")
    private String policy = "vw";

    /** The formats as they are spelled for Vowpal Wabbit. */
    static final class Formats implements picocli.CommandLine.ITypeConverter<VwFormat> {
        @Override
        public VwFormat convert(String spelled) {
            for (VwFormat known : VwFormat.values()) {
                if (known.name().equalsIgnoreCase(spelled)) {
                    return known;
                }
            }
            throw new picocli.CommandLine.TypeConversionException(
                    "'" + spelled + "' is no format; there are cb, cb_eval, cb_adf, dsjson");
        }
    }

    @Override
    public Integer call() {
        int[] exit = {Exit.DONE};
        common.withLoop(loop -> {
            List<FeatureDefinition> features = loop.configuration().features();
            VwLog log =
                    log(features).withProgress((done, total) -> loop.progress().at("reading " + file, done, total));
            exit[0] = ImportCommand.run(common, loop, log.segment(), features, log::read);
        });
        return exit[0];
    }

    private VwLog log(List<FeatureDefinition> features) {
        VwLog log = VwLog.of(file).withFeatures(features).withPolicy(policy);
        if (format.isPresent()) {
            log = log.withFormat(format.get());
        }
        if (start.isPresent()) {
            log = log.withTimes(Moments.micros("--start", start.get()), duration());
        }
        if (itemBy.isPresent()) {
            log = log.withItemBy(itemBy.get());
        }
        if (memberBy.isPresent()) {
            log = log.withMemberBy(memberBy.get());
        }
        return actions.isPresent() ? log.withActions(actions.get()) : log;
    }

    private Duration duration() {
        Matcher matcher = DURATION.matcher(every);
        if (!matcher.matches()) {
            throw new ImportException("--every: '" + every + "' is no duration; allowed: 10ms, 1s, 5m, 1h, 1d");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
