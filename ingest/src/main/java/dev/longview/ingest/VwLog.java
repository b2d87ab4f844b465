package dev.longview.ingest;

import dev.longview.log.FeatureDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A log of Vowpal Wabbit: text of {@code --cb}, {@code --cb_eval} or {@code --cb_adf}, or DSJSON, gzip or not; docs/vw.md tells what
 * becomes of it.
 *
 * <pre>{@code
 * VwLog log = VwLog.of(path).withFeatures(configuration.features()).withTimes(start, Duration.ofSeconds(1));
 * ImportSummary summary = log.read((table, rows) -> writer(table, log.segment()).append(rows));
 * }</pre>
 */
public final class VwLog {
    private final Path file;
    private final Optional<VwFormat> format;
    private final VwOptions options;
    private final Progress progress;

    private VwLog(Path file, Optional<VwFormat> format, VwOptions options, Progress progress) {
        this.file = file;
        this.format = format;
        this.options = options;
        this.progress = progress;
    }

    /**
     * A file whose format is told from its first lines.
     *
     * @throws ImportException when there is no such file, or it cannot be read
     */
    public static VwLog of(Path file) {
        VwOptions none = new VwOptions(
                "vw-" + ContentHash.of(file).sha256().substring(0, 12),
                OptionalLong.empty(),
                Duration.ofSeconds(1).toNanos() / 1000,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                "vw",
                List.of());
        return new VwLog(file, Optional.empty(), none, Progress.NONE);
    }

    public VwLog withFormat(VwFormat written) {
        return new VwLog(file, Optional.of(written), options, progress);
    }

    /** The features that the workspace declares; others are left out, and told of. */
    public VwLog withFeatures(List<FeatureDefinition> declared) {
        return with(new VwOptions(
                options.prefix(),
                options.start(),
                options.every(),
                options.itemBy(),
                options.memberBy(),
                options.actions(),
                options.policy(),
                declared));
    }

    /**
     * When the first decision was made, and how long after each the next, where lines do not say.
     *
     * @param start microseconds since 1970
     */
    public VwLog withTimes(long start, Duration every) {
        if (every.isNegative()) {
            throw new ImportException("--every: " + every + " is below 0; allowed: 0s and up");
        }
        return with(new VwOptions(
                options.prefix(),
                OptionalLong.of(start),
                every.toNanos() / 1000,
                options.itemBy(),
                options.memberBy(),
                options.actions(),
                options.policy(),
                options.features()));
    }

    /**
     * What tells items apart: {@code index}, {@code tag}, {@code text} or {@code namespace/feature}. Unless said, an action's tag, else
     * its features.
     */
    public VwLog withItemBy(String spelled) {
        return with(new VwOptions(
                options.prefix(),
                options.start(),
                options.every(),
                Optional.of(VwIdentity.parse("--item-by", spelled)),
                options.memberBy(),
                options.actions(),
                options.policy(),
                options.features()));
    }

    /** What tells members apart, in the features of the visit; unless said, every decision is a member of its own. */
    public VwLog withMemberBy(String spelled) {
        return with(new VwOptions(
                options.prefix(),
                options.start(),
                options.every(),
                options.itemBy(),
                Optional.of(VwIdentity.parse("--member-by", spelled)),
                options.actions(),
                options.policy(),
                options.features()));
    }

    /** How many actions there are, where lines do not list them: those of {@code --cb}. */
    public VwLog withActions(int count) {
        if (count < 1) {
            throw new ImportException("--actions: " + count + " is no number of actions; allowed: 1 and up");
        }
        return with(new VwOptions(
                options.prefix(),
                options.start(),
                options.every(),
                options.itemBy(),
                options.memberBy(),
                OptionalInt.of(count),
                options.policy(),
                options.features()));
    }

    /** Who chose, where lines do not say. */
    public VwLog withPolicy(String name) {
        return with(new VwOptions(
                options.prefix(),
                options.start(),
                options.every(),
                options.itemBy(),
                options.memberBy(),
                options.actions(),
                name,
                options.features()));
    }

    public VwLog withProgress(Progress told) {
        return new VwLog(file, format, options, told);
    }

    /** A name for the segment: importing the file again replaces it. */
    public String segment() {
        return "import-" + options.prefix();
    }

    /**
     * Hands the file's good decisions to the sink, table by table as batches fill.
     *
     * @throws ImportException when the file cannot be opened, when its format cannot be told, or when it is text and no start is given
     */
    public ImportSummary read(BatchSink sink) {
        VwFormat written = format.orElseGet(() -> VwFormats.tell(file));
        if (written != VwFormat.DSJSON && options.start().isEmpty()) {
            throw new ImportException(
                    file + " is text of Vowpal Wabbit, which has no times; say when its first decision"
                            + " was made, and how far apart they are: --start 2026-01-31 --every 1s");
        }
        try (InputStream content = Source.open(file, progress)) {
            return new VwPass(content, written, options, sink).run();
        } catch (IOException e) {
            throw new ImportException("cannot close " + file + ": " + e.getMessage(), e);
        }
    }

    private VwLog with(VwOptions changed) {
        return new VwLog(file, format, changed, progress);
    }
}
