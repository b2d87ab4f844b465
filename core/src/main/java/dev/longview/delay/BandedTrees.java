package dev.longview.delay;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Trees of early and of late ages, apart. Boosting spends its splits where they lower the loss most, which is early, where nearly everything is
 * still open; of what little is left to say late, trees of all ages together learn less than their own.
 *
 * @param from rows with at least this in their first column, which is the age, are late
 */
record BandedTrees(float from, TreeModel early, TreeModel late) implements TreeModel {
    /** A band of fewer rows learns more from the rows of the other than it would alone. */
    static final int LEAST_ROWS = 100_000;

    private static final int MAGIC = 0x4254564C;
    private static final int HEADER = 8;

    /**
     * Trees of both bands; of all rows together where one of them has few, or nothing that changes.
     *
     * @param least rows of a band with trees of its own
     */
    static TreeModel fit(TreeLearner learner, BoostedRows rows, TreeSettings settings, float from, int least) {
        BoostedRows early = rows.where(age -> !(age >= from));
        BoostedRows late = rows.where(age -> age >= from);
        return enough(early, least) && enough(late, least)
                ? new BandedTrees(from, learner.fit(early.rows(), settings), learner.fit(late.rows(), settings))
                : learner.fit(rows.rows(), settings);
    }

    private static boolean enough(BoostedRows rows, int least) {
        return rows.size() >= least && rows.informative();
    }

    @Override
    public void margins(float[] features, float[] base, float[] into) {
        int columns = base.length == 0 ? 0 : features.length / base.length;
        int[] rows = new int[base.length];
        int late = 0;
        int early = rows.length;
        for (int row = 0; row < rows.length; row++) {
            if (features[row * columns] >= from) {
                rows[late++] = row;
            } else {
                rows[--early] = row;
            }
        }
        float[] margins = new float[base.length];
        of(this.late, Arrays.copyOf(rows, late), features, base, margins);
        of(this.early, Arrays.copyOfRange(rows, early, rows.length), features, base, margins);
        System.arraycopy(margins, 0, into, 0, margins.length);
    }

    private static void of(TreeModel model, int[] rows, float[] features, float[] base, float[] into) {
        if (rows.length == 0) {
            return;
        }
        int columns = features.length / base.length;
        float[] some = new float[rows.length * columns];
        float[] margins = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(features, rows[i] * columns, some, i * columns, columns);
            margins[i] = base[rows[i]];
        }
        model.margins(some, margins.clone(), margins);
        for (int i = 0; i < rows.length; i++) {
            into[rows[i]] = margins[i];
        }
    }

    /** Little-endian: magic "LVTB", float from, int length and bytes of the early trees, and of the late ones. */
    @Override
    public byte[] bytes() {
        byte[] first = early.bytes();
        byte[] second = late.bytes();
        return ByteBuffer.allocate(HEADER + 8 + first.length + second.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putFloat(from)
                .putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second)
                .array();
    }

    /**
     * Reads trees, of two bands or of one.
     *
     * @throws IllegalArgumentException when the bytes are no model
     */
    static TreeModel read(byte[] bytes, TreeLearner learner) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER || in.getInt() != MAGIC) {
            return learner.read(bytes);
        }
        float from = in.getFloat();
        ByteSource models = new ByteSource(in);
        TreeModel early = learner.read(models.raw());
        return new BandedTrees(from, early, learner.read(models.raw()));
    }

    @Override
    public double[] importance() {
        double[] of = early.importance();
        double[] more = late.importance();
        double[] sum = new double[of.length];
        Arrays.setAll(sum, column -> of[column] + more[column]);
        return sum;
    }
}
