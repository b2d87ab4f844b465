package dev.longview.simulate.streaming;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.Table;
import dev.longview.simulate.LogSink;
import java.util.Arrays;

/**
 * Hashes a log as it is written, and the truth of bills, plays and titles beside it, so that two of the same bytes can be told from two
 * that differ.
 */
final class Fingerprint implements LogSink, Truth {
    private long hash;

    @Override
    public void rows(Table table, Batch batch) {
        add(table.name().hashCode());
        batch.columns().forEach((name, column) -> {
            add(name.hashCode());
            switch (column) {
                case Column.Booleans c -> add(Arrays.hashCode(c.values()), Arrays.hashCode(c.missing()));
                case Column.Longs c -> add(Arrays.hashCode(c.values()), Arrays.hashCode(c.missing()));
                case Column.Doubles c -> add(Arrays.hashCode(c.values()));
                case Column.Texts c -> add(Arrays.hashCode(c.codes()), Arrays.hashCode(c.dictionary()));
                case Column.TextLists c -> add(Arrays.hashCode(c.codes()), Arrays.hashCode(c.dictionary()));
                case Column.FloatLists c -> add(Arrays.hashCode(c.offsets()), Arrays.hashCode(c.values()));
                case Column.TextMaps c ->
                    add(Arrays.hashCode(c.keys()), Arrays.hashCode(c.values()), Arrays.hashCode(c.dictionary()));
            }
        });
    }

    @Override
    public boolean listens() {
        return true;
    }

    @Override
    public void account(AccountTruth account) {
        add(account.hashCode());
    }

    @Override
    public void bill(BillTruth bill) {
        add(bill.hashCode());
    }

    @Override
    public void play(PlayTruth play) {
        add(play.hashCode());
    }

    @Override
    public void title(TitleTruth title) {
        add(title.hashCode());
    }

    /** The log so far together with the hidden state that it led to. */
    long with(World world) {
        add(
                Arrays.hashCode(world.members.satisfaction),
                Arrays.hashCode(world.members.habit),
                Arrays.hashCode(world.members.taste),
                Arrays.hashCode(world.members.mood),
                Arrays.hashCode(world.accounts.active));
        return hash;
    }

    long value() {
        return hash;
    }

    private void add(int... values) {
        for (int value : values) {
            hash = 31 * hash + value;
        }
    }
}
