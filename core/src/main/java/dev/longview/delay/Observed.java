package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.State;

/** What a chain knows of a batch's rows: each row's state, and the value of its outcome. */
record Observed(int[] states, double[] values) {
    static Observed of(Chain chain, Batch batch) {
        String name = chain.outcome().name();
        Levels levels = chain.levels();
        double[] values = batch.doubles(Assembled.value(name));
        boolean[] pending = pending(batch, name);
        boolean[] unborn = new boolean[batch.size()];
        if (chain.outcome().from().isPresent() || Clock.billed(chain.outcome())) {
            Column origin = batch.column(Assembled.origin(name));
            for (int i = 0; i < unborn.length; i++) {
                unborn[i] = origin.isMissing(i);
            }
        }
        double[] state = chain.definition()
                .state()
                .map(other -> batch.doubles(Assembled.value(other)))
                .orElse(values);
        int[] states = new int[batch.size()];
        for (int i = 0; i < states.length; i++) {
            int level = levels.of(values[i]);
            states[i] = unborn[i]
                    ? chain.unborn()
                    : pending[i] ? chain.pending(level, chain.bin(state[i])) : chain.ended(level);
        }
        return new Observed(states, values);
    }

    /** Rows whose outcome can still change; a missing state is one, as it is for rewards. */
    static boolean[] pending(Batch batch, String outcome) {
        Column column = batch.column(Assembled.state(outcome));
        long[] codes = batch.longs(Assembled.state(outcome));
        boolean[] pending = new boolean[codes.length];
        for (int i = 0; i < pending.length; i++) {
            pending[i] = codes[i] != State.FINAL.code() || column.isMissing(i);
        }
        return pending;
    }
}
