package dev.longview.engine.sql;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.Column;
import dev.longview.engine.Moment;
import dev.longview.outcome.Attribution;
import dev.longview.outcome.Engagements;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Cuts the rows of an {@link EngagementQuery} into pairs of a member and an item, and writes down whose each event is. */
public final class Attributing implements Engagements.Sink {
    private final boolean oneMoment;
    private final Engagements pair;
    private final Consumer<Batch> won;
    private final Consumer<Batch> continuing;
    private final BatchBuilder wonRows = new BatchBuilder(EngagementQuery.wonTypes());
    private final BatchBuilder continuingRows = new BatchBuilder(EngagementQuery.continuingTypes());

    /** A decision and position that a showing is, or that an event names; the position may be missing then. */
    private record Place(@Nullable String decision, long position, boolean positioned) {}

    private final List<Place> showings = new ArrayList<>();
    private final List<Place> named = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private String member = "";
    private String item = "";

    Attributing(Moment moment, Attribution rules, Consumer<Batch> won, Consumer<Batch> continuing) {
        this.oneMoment = moment instanceof Moment.At;
        this.pair = new Engagements(OutcomePlan.micros(rules.within()), OutcomePlan.micros(rules.lasts()));
        this.won = won;
        this.continuing = continuing;
    }

    /** Takes the next rows of the query. */
    public void add(Batch rows) {
        Column.Texts members = rows.texts(EngagementQuery.MEMBER);
        Column.Texts items = rows.texts(EngagementQuery.ITEM);
        Column.Texts ids = rows.texts(EngagementQuery.EVENT);
        Column.Texts decisions = rows.texts(EngagementQuery.DECISION);
        Column.Longs positions = (Column.Longs) rows.column(EngagementQuery.POSITION);
        boolean[] isEvent = rows.booleans(EngagementQuery.IS_EVENT);
        boolean[] opens = rows.booleans(EngagementQuery.OPENS);
        long[] at = rows.longs(EngagementQuery.AT);
        long[] shown = rows.longs(EngagementQuery.SHOWN);
        long[] known = rows.longs(EngagementQuery.KNOWN);
        for (int row = 0; row < rows.size(); row++) {
            if (!members.text(row).equals(member) || !items.text(row).equals(item)) {
                sweep();
                member = members.text(row);
                item = items.text(row);
            }
            boolean names = !decisions.isMissing(row);
            Place place =
                    new Place(names ? decisions.text(row) : null, positions.values()[row], !positions.isMissing(row));
            // As of one moment the log is cut there already: everything came at once.
            boolean never = known[row] == Engagements.OPEN;
            long received = oneMoment && !never ? 0 : known[row];
            if (isEvent[row]) {
                pair.event(at[row], received, opens[row], names);
                named.add(place);
                events.add(ids.text(row));
            } else {
                pair.showing(at[row], shown[row], received);
                showings.add(place);
            }
        }
    }

    private void sweep() {
        if (!events.isEmpty() || !showings.isEmpty()) {
            pair.sweep(this);
        }
        showings.clear();
        named.clear();
        events.clear();
        flush(Rebatching.ROWS);
    }

    /** Sends what is left. */
    public void finish() {
        sweep();
        flush(1);
    }

    private void flush(int least) {
        if (wonRows.size() >= least) {
            won.accept(wonRows.build());
        }
        if (continuingRows.size() >= least) {
            continuing.accept(continuingRows.build());
        }
    }

    @Override
    public void wonByShowing(int event, int showing, long since, long until) {
        wonRows.set(EngagementQuery.EVENT, events.get(event));
        write(wonRows, showings.get(showing), since, until);
    }

    @Override
    public void wonByEvent(int event, int naming, long since, long until) {
        wonRows.set(EngagementQuery.EVENT, events.get(event));
        write(wonRows, named.get(naming), since, until);
    }

    @Override
    public void continuing(int showing, long since, long until) {
        // A recommendation that was seen several times is one.
        if (showing == 0 || !showings.get(showing - 1).equals(showings.get(showing))) {
            write(continuingRows, showings.get(showing), since, until);
        }
    }

    private static void write(BatchBuilder rows, Place place, long since, long until) {
        rows.set(EngagementQuery.DECISION, place.decision());
        if (place.positioned()) {
            rows.set(EngagementQuery.POSITION, place.position());
        }
        rows.set("since", since).set("until", until).endRow();
    }
}
