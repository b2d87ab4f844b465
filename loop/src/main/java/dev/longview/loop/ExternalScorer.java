package dev.longview.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.columns.Batch;
import dev.longview.log.FeatureDefinition;
import dev.longview.onnx.OnnxModel;
import dev.longview.onnx.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** A model that was trained elsewhere, with the features of a policy as its inputs. Immutable and thread-safe. */
public final class ExternalScorer {
    private final OnnxModel model;
    private final List<ScorerInput> inputs;
    private final List<FeatureDefinition> features;

    private ExternalScorer(OnnxModel model, List<ScorerInput> inputs, List<FeatureDefinition> features) {
        this.model = model;
        this.inputs = inputs;
        this.features = features;
    }

    /**
     * @param bytes of an ONNX file
     * @param features of the policy; the model need not read all of them
     * @throws IllegalArgumentException when it is none, or has an input that is no feature, or not in a form that one can have
     */
    static ExternalScorer read(byte[] bytes, List<FeatureDefinition> features) {
        OnnxModel model = OnnxModel.read(bytes);
        Map<String, List<String>> values = new HashMap<>();
        for (String feature : ScorerInput.described(model.metadata())) {
            values.put(feature, texts(feature, model.metadata().getOrDefault(ScorerInput.valuesOf(feature), "")));
        }
        List<ScorerInput> inputs = model.inputs().stream()
                .map(input -> ScorerInput.of(input, features, values))
                .toList();
        if (inputs.stream().noneMatch(ScorerInput::ofItem)) {
            throw new IllegalArgumentException("it reads nothing of the item: every item would have the same score");
        }
        return new ExternalScorer(model, inputs, List.copyOf(features));
    }

    /** Each has the place at which it stands, and what is in none has the one after the last. */
    private static List<String> texts(String feature, String json) {
        JsonNode list;
        try {
            list = new JsonMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "its metadata " + ScorerInput.valuesOf(feature) + " is no JSON list of texts", e);
        }
        Set<String> texts = new LinkedHashSet<>();
        boolean good = list.isArray();
        for (JsonNode text : list) {
            good &= text.isTextual() && texts.add(text.textValue());
        }
        if (!good) {
            throw new IllegalArgumentException("its metadata " + ScorerInput.valuesOf(feature)
                    + " must be a JSON list of texts, each once: " + shortened(json));
        }
        return List.copyOf(texts);
    }

    private static String shortened(String json) {
        return json.length() > 100 ? json.substring(0, 100) + "…" : json;
    }

    public List<FeatureDefinition> features() {
        return features;
    }

    /** The names of its inputs. */
    List<String> inputNames() {
        return inputs.stream().map(ScorerInput::name).toList();
    }

    /**
     * What scores the items of a catalogue, for one thread; position adds nothing.
     *
     * @param policy for messages
     */
    CandidateScores over(Batch catalogue, String policy) {
        return new Scores(catalogue, policy);
    }

    private final class Scores implements CandidateScores {
        private final String policy;
        /** Of inputs that are the items', a row for each item of the catalogue. */
        private final SequencedMap<ScorerInput, double[]> ofItems = new LinkedHashMap<>();

        private Batch visits;
        private double[][] scores = {{}};

        Scores(Batch catalogue, String policy) {
            this.policy = policy;
            visits = catalogue;
            for (ScorerInput input : inputs) {
                if (input.ofItem()) {
                    double[] values = new double[Math.multiplyExact(catalogue.size(), input.width())];
                    for (int row = 0; row < catalogue.size(); row++) {
                        input.read(catalogue, row, told(input), values, row * input.width());
                    }
                    ofItems.put(input, values);
                }
            }
        }

        private boolean told(ScorerInput input) {
            return inputs.stream()
                    .anyMatch(other -> other.form() == ScorerInput.Form.ABSENCE
                            && other.column().equals(input.column()));
        }

        @Override
        public CandidateScores visits(Batch batch) {
            visits = batch;
            return this;
        }

        @Override
        public double[][] score(int visit, int[] rows) {
            Map<String, Tensor> tensors = new HashMap<>();
            for (ScorerInput input : inputs) {
                int width = input.width();
                double[] values = new double[Math.multiplyExact(rows.length, width)];
                if (input.ofItem()) {
                    double[] all = ofItems.getOrDefault(input, values);
                    for (int i = 0; i < rows.length; i++) {
                        System.arraycopy(all, rows[i] * width, values, i * width, width);
                    }
                } else {
                    double[] once = new double[width];
                    input.read(visits, visit, told(input), once, 0);
                    for (int i = 0; i < rows.length; i++) {
                        System.arraycopy(once, 0, values, i * width, width);
                    }
                }
                tensors.put(input.name(), input.tensor(rows.length, values));
            }
            scores = new double[][] {run(tensors, rows.length)};
            return scores;
        }

        private double[] run(Map<String, Tensor> tensors, int rows) {
            double[] values;
            try {
                values = model.run(tensors).values();
            } catch (IllegalArgumentException e) {
                throw new Refusal("policy " + policy + ": its model cannot be run: " + e.getMessage(), e);
            }
            if (values.length != rows) {
                throw new Refusal("policy " + policy + ": its model gives " + values.length + " scores for " + rows
                        + " items; its first output must have one for each row");
            }
            for (double value : values) {
                if (!Double.isFinite(value)) {
                    throw new UnansweredVisit("policy " + policy + ": its model gives the score " + value
                            + ". Where numbers may be missing, give it an input NAME? too, which is then 1");
                }
            }
            return values;
        }

        @Override
        public double mean(int candidate) {
            return scores[0][candidate];
        }
    }
}
