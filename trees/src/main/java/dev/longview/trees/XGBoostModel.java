package dev.longview.trees;

import dev.longview.delay.TreeModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * A booster and the number of its columns. As bytes: magic "LVXG", int columns, int CRC-32 of the rest, XGBoost's own UBJSON; all
 * big-endian. The checksum is looked at first, since on bytes that are no model the native library ends the process.
 */
final class XGBoostModel implements TreeModel {
    private static final String FORMAT = "ubj";
    private static final int MAGIC = 0x4C565847;
    private static final int HEADER = 12;

    private final Booster booster;
    private final int columns;
    private final byte[] bytes;

    private XGBoostModel(Booster booster, int columns, byte[] bytes) {
        this.booster = booster;
        this.columns = columns;
        this.bytes = bytes;
    }

    static XGBoostModel of(Booster booster, int columns) throws XGBoostError, IOException {
        byte[] own = booster.toByteArray(FORMAT);
        byte[] all = ByteBuffer.allocate(HEADER + own.length)
                .putInt(MAGIC)
                .putInt(columns)
                .putInt(checksum(own))
                .put(own)
                .array();
        return new XGBoostModel(booster, columns, all);
    }

    static XGBoostModel read(byte[] bytes) throws XGBoostError, IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length <= HEADER || in.getInt() != MAGIC) {
            throw new IOException("they do not start with LVXG");
        }
        int columns = in.getInt();
        byte[] own = Arrays.copyOfRange(bytes, HEADER, bytes.length);
        if (in.getInt() != checksum(own)) {
            throw new IOException("they are damaged or cut short, their checksum differs");
        }
        return new XGBoostModel(XGBoost.loadModel(own), columns, bytes.clone());
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void margins(float[] features, float[] base, float[] into) {
        if (base.length == 0) {
            return;
        }
        if (features.length != (long) base.length * columns) {
            throw new IllegalArgumentException(
                    base.length + " rows of " + columns + " columns are not " + features.length + " numbers");
        }
        float[][] margins;
        // In place, XGBoost keeps results by thread and caches nothing of the rows; yet its Java side says nothing of
        // threads.
        synchronized (booster) {
            try {
                margins = booster.inplace_predict(
                        features,
                        base.length,
                        columns,
                        Float.NaN,
                        new int[] {0, 0},
                        Booster.PredictionType.kMargin,
                        base);
            } catch (XGBoostError e) {
                throw new IllegalStateException("boosted trees cannot predict: " + e.getMessage(), e);
            }
        }
        for (int i = 0; i < margins.length; i++) {
            into[i] = margins[i][0];
        }
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public double[] importance() {
        double[] gain = new double[columns];
        String[] names = new String[columns];
        Arrays.setAll(names, column -> "f" + column);
        try {
            for (Map.Entry<String, Double> of :
                    booster.getScore(names, "total_gain").entrySet()) {
                gain[Integer.parseInt(of.getKey().substring(1))] = of.getValue();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("boosted trees cannot tell what they split on: " + e.getMessage(), e);
        }
        return gain;
    }
}
