package dev.longview.trees;

import dev.longview.delay.TreeLearner;
import dev.longview.delay.TreeModel;
import dev.longview.delay.TreeRows;
import dev.longview.delay.TreeSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Boosts by XGBoost's histograms. Where a machine lacks what its native library needs, the first use says so.
 *
 * <pre>{@code
 * TreeModel model = new XGBoostLearner().fit(rows, TreeSettings.defaults(seed));
 * model.margins(features, base, margins);
 * }</pre>
 */
public final class XGBoostLearner implements TreeLearner {
    private static final int BINS = 256;

    @Override
    public TreeModel fit(TreeRows rows, TreeSettings settings) {
        return loaded(() -> {
            DMatrix matrix = new DMatrix(rows.features(), rows.size(), rows.columns(), Float.NaN);
            try {
                matrix.setLabel(rows.labels());
                matrix.setWeight(rows.weights());
                matrix.setBaseMargin(rows.base());
                Booster booster = XGBoost.train(matrix, parameters(settings), settings.trees(), Map.of(), null, null);
                return XGBoostModel.of(booster, rows.columns());
            } finally {
                matrix.dispose();
            }
        });
    }

    @Override
    public TreeModel read(byte[] bytes) {
        return loaded(() -> XGBoostModel.read(bytes));
    }

    private static Map<String, Object> parameters(TreeSettings settings) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("objective", "binary:logistic");
        // Of rows without a margin of their own, which there are none of; but a model says what it adds to 0.
        parameters.put("base_score", 0.5);
        parameters.put("tree_method", "hist");
        parameters.put("max_bin", BINS);
        parameters.put("max_depth", settings.depth());
        parameters.put("eta", settings.learningRate());
        parameters.put("lambda", settings.l2());
        parameters.put("min_child_weight", settings.minChildWeight());
        parameters.put("subsample", settings.subsample());
        parameters.put("seed", Math.floorMod(settings.seed(), Integer.MAX_VALUE));
        parameters.put("nthread", settings.threads());
        parameters.put("verbosity", 0);
        return parameters;
    }

    private interface Native<T> {
        T get() throws XGBoostError, IOException;
    }

    private static <T> T loaded(Native<T> work) {
        try {
            return work.get();
        } catch (XGBoostError e) {
            throw new IllegalArgumentException("boosted trees: " + firstLine(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("these bytes are no model of boosted trees: " + firstLine(e), e);
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "the library of boosted trees cannot be loaded on this machine (" + firstLine(e)
                            + "). On Linux it needs libgomp1 and libstdc++6: install them, or leave out 'trees:' under"
                            + " 'delay:' in longview.yaml, and forecasts are of tables alone",
                    e);
        }
    }

    private static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
