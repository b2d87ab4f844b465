package dev.longview.delay;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * An {@link OpinionModel} as bytes. Little-endian: magic "LVOP", int version (1), long length of the whole; the outcome, as
 * {@link DelayBytes} has it; long end; the columns, as {@link BoostedBytes} has them; double answering, doubles shares; bytes of the trees
 * of answers, of what is said and of what is expected; int CRC-32 of all bytes before.
 */
public final class OpinionBytes {
    static final int VERSION = 1;
    private static final int MAGIC = 0x504F564C;
    private static final int HEADER = 16;

    private OpinionBytes() {}

    public static byte[] write(OpinionModel model) {
        ByteSink out = new ByteSink();
        out.integer(MAGIC).integer(VERSION).whole(0);
        DelayBytes.outcome(out, model.outcome());
        out.whole(model.end());
        BoostedBytes.columns(out, model.columns());
        out.number(model.answering()).doubles(model.shares());
        out.raw(model.answers().bytes())
                .raw(model.said().bytes())
                .raw(model.expected().bytes());
        return out.sealed(HEADER - 8);
    }

    /** @throws IllegalArgumentException when these are not the bytes of a model, are damaged, or of another version */
    public static OpinionModel read(byte[] bytes, TreeLearner trees) {
        if (bytes.length < HEADER + 4) {
            throw new IllegalArgumentException("not a model of opinions, or cut short: " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt() != MAGIC || in.getInt() != VERSION) {
            throw new IllegalArgumentException(
                    "not a model of opinions of version " + VERSION + ": fit again, or use the build that wrote it");
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length - 4);
        if (in.getLong() != bytes.length || (int) crc.getValue() != in.getInt(bytes.length - 4)) {
            throw new IllegalArgumentException("model of opinions is damaged: fetch it again");
        }
        try {
            ByteSource from = new ByteSource(in);
            var outcome = DelayBytes.outcome(from);
            long end = from.whole();
            TreeColumns columns = BoostedBytes.columns(from, TreeColumns.Runs.FROM_DECISION);
            double answering = from.number();
            double[] shares = from.doubles();
            ByteSource.require(shares.length == Opinions.of(outcome).size(), "shares");
            OpinionModel model = new OpinionModel(
                    outcome,
                    end,
                    columns,
                    answering,
                    shares,
                    trees.read(from.raw()),
                    trees.read(from.raw()),
                    trees.read(from.raw()));
            ByteSource.require(from.remaining() == 4, "length");
            return model;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("model of opinions is malformed: it ends within its arrays", e);
        }
    }
}
