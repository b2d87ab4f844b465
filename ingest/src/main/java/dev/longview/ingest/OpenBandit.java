package dev.longview.ingest;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.FeedbackKind;
import dev.longview.log.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The Open Bandit Dataset as a log: fashion recommendations of a shop by a uniform policy and by Bernoulli Thompson sampling, with
 * their propensities and clicks.
 *
 * <p>Each row of the data is one impression of one item at one of three positions, so each becomes a decision with a slate of one item.
 * The propensity that the data tells is of the item at that position whatever stands beside it: the marginal one; the conditional is
 * missing. The data has no identity of users: every row is an account and a member of its own, so that nothing can be said of members
 * over time, and intervals clustered by account treat rows as independent. Categories are hashed apart for the two behaviours: the same
 * item has other values of {@code item.feature_1} to {@code _3} in each.
 *
 * <p>Saito, Aihara, Matsutani and Narita, Open Bandit Dataset and Pipeline, NeurIPS 2021 Datasets and Benchmarks.
 */
public final class OpenBandit {
    public static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.user_feature_0", Kind.CATEGORICAL),
            new FeatureDefinition("context.user_feature_1", Kind.CATEGORICAL),
            new FeatureDefinition("context.user_feature_2", Kind.CATEGORICAL),
            new FeatureDefinition("context.user_feature_3", Kind.CATEGORICAL),
            new FeatureDefinition("context.affinity", Kind.MULTI_VALUED),
            new FeatureDefinition("item.feature_0", Kind.NUMERIC),
            new FeatureDefinition("item.feature_1", Kind.CATEGORICAL),
            new FeatureDefinition("item.feature_2", Kind.CATEGORICAL),
            new FeatureDefinition("item.feature_3", Kind.CATEGORICAL));

    /** A click has no value. */
    public static final List<FeedbackKind> FEEDBACK = List.of(new FeedbackKind("click", false));

    private final OpenBanditFiles files;
    private final String campaign;
    private final String behaviour;
    private final Progress progress;

    private OpenBandit(OpenBanditFiles files, String campaign, String behaviour, Progress progress) {
        this.files = files;
        this.campaign = campaign;
        this.behaviour = behaviour;
        this.progress = progress;
    }

    /**
     * The data in a folder, laid out as in the small sample, {@code random_men.csv} and {@code random_men_item_context.csv}, or as in
     * the whole, {@code random/men/men.csv} and {@code random/men/item_context.csv}; gzip or not.
     *
     * @param campaign all, men or women
     * @param behaviour random or bts
     * @throws ImportException when there is no such campaign or behaviour, or a file is not there
     */
    public static OpenBandit of(Path folder, String campaign, String behaviour) {
        return new OpenBandit(OpenBanditFiles.find(folder, campaign, behaviour), campaign, behaviour, Progress.NONE);
    }

    public OpenBandit withProgress(Progress told) {
        return new OpenBandit(files, campaign, behaviour, told);
    }

    /** A name for the segment: importing the same campaign and behaviour again replaces it. */
    public String segment() {
        return "open-bandit-" + campaign + "-" + behaviour;
    }

    /**
     * Hands the impressions to the sink as they are read, then the items and the candidate set, known from just before the first.
     *
     * @throws ImportException when the items cannot be read, or the impressions have not the columns of this data
     */
    public ImportSummary read(BatchSink sink) {
        OpenBanditItems items = OpenBanditItems.read(files.items(), campaign);
        RowProblems problems = new RowProblems();
        Findings findings = new Findings();
        Tables tables = new Tables(FEATURES, problems, sink);
        try (InputStream content = Source.open(files.impressions(), progress)) {
            NamedFields fields = new NamedFields(content, OpenBanditRows.COLUMNS);
            if (!fields.missing().isEmpty()) {
                throw new ImportException(files.impressions() + ", line 1: no column "
                        + String.join(", ", fields.missing()) + "; this is not a file of the Open Bandit Dataset");
            }
            OpenBanditRows rows = new OpenBanditRows(fields, items, tables, problems, campaign, behaviour);
            while (fields.next()) {
                findings.read();
                problems.clear();
                rows.read();
                if (problems.isEmpty()) {
                    rows.keep();
                    findings.accepted();
                } else {
                    findings.skip(fields.line(), problems);
                }
            }
            fields.failure()
                    .ifPresent(failure -> findings.error(files.impressions() + " could be read only to line "
                            + fields.line() + ": " + failure.getMessage()));
            if (tables.of(Table.DECISIONS).kept() > 0) {
                items.keep(tables, rows.earliest() - 1);
            }
        } catch (IOException e) {
            throw new ImportException("cannot close " + files.impressions() + ": " + e.getMessage(), e);
        }
        return findings.summary(tables.flush());
    }
}
