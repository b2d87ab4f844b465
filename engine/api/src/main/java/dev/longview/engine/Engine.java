package dev.longview.engine;

import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** A log, and what reads and writes it. Not safe for use by several threads at once, unlike the folder below it. */
public interface Engine extends AutoCloseable {

    /**
     * Starts segments of a table, one for each day of {@code received}. The same name again replaces them, so that a repeated import
     * changes nothing.
     *
     * @param segment letters, digits, {@code -} and {@code _}
     */
    SegmentWriter write(Table table, String segment, List<FeatureDefinition> features);

    /**
     * Publishes segments together: whoever reads sees the rows of all or of none, and a crash leaves one or the other.
     *
     * @param writers of {@link #write}
     */
    Published publish(Collection<SegmentWriter> writers);

    /**
     * The first decision, by id, among rows that are about to be published, of which another segment of the log, or another of these rows,
     * says something else as of the same moment: another member, time, policy, seed or other candidates; or another item at a position, or with
     * another propensity. Readers would take it for one decision with a slate of both.
     *
     * @param writers of {@link #write}, not yet published
     */
    Optional<Contradiction> contradiction(Collection<SegmentWriter> writers);

    /**
     * Streams recommendations with their outcomes, in the canonical order of {@link dev.longview.outcome.Assembled}.
     *
     * @return the number of rows
     */
    long assemble(Assembly assembly, Consumer<Batch> sink);

    /** The counters of the rows that the written rules set aside, as of a moment. */
    List<Finding> findings(Assembly assembly);

    /** What named checks say of the log, in the order of {@link Check}. */
    List<Checked> check(Inspection inspection);

    /** What each table holds. */
    List<TableSummary> describe();

    /** Compaction, and what else is done to the log as a whole. */
    Upkeep upkeep();

    /** The items known as of a moment, one row each, features as of it: {@code item} and {@code item.*}; sorted by item. */
    Batch catalogue(List<FeatureDefinition> features, long asOf);

    /** The candidate sets received by then: {@code candidates_id}, {@code items}; sorted by id. */
    Batch candidateSets(long asOf);

    /** The memberships' events received by then, each once, ordered by account, time, event id. */
    long memberships(long asOf, Consumer<Batch> sink);

    /**
     * Streams a table's rows as they stand, those that repeat others among them, ordered by {@code received} and then by
     * their first column.
     *
     * @return the number of rows
     */
    long rows(Table table, List<FeatureDefinition> features, Selection which, Consumer<Batch> sink);

    /**
     * Feedback of these kinds and what withdraws any, received in {@code [from, asOf]}, ordered by {@code received} and event id; each event
     * once, as assembly counts it.
     *
     * @param from what was received before counts as if it were not there
     */
    long feedback(List<String> kinds, long from, long asOf, Consumer<Batch> sink);

    /**
     * What members have done with items, by feedback of these kinds that was received by a moment: {@code member}, {@code item} and the
     * {@code time} of the latest, sorted by member and item. Organic feedback counts; a retraction does not undo it.
     *
     * @param from the earliest time of the feedback
     */
    long watched(List<String> kinds, long from, long asOf, Consumer<Batch> sink);

    /** Starts a Parquet file outside the log, for a label set or slates; published by one atomic rename. */
    SegmentWriter writeFile(Path file, SequencedMap<String, ColumnType> columns);

    /**
     * Streams a Parquet file in its own order.
     *
     * @return the number of rows
     */
    long readFile(Path file, SequencedMap<String, ColumnType> columns, Consumer<Batch> sink);

    @Override
    void close();
}
