package dev.longview.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against the reference evaluator of the onnx package, whose outputs stand beside the models. */
class OnnxModelTest {
    private record Case(String name, byte[] model, Map<String, Tensor> inputs, Tensor output) {}

    @Test
    void run_everyOperator_isWhatTheReferenceEvaluatorGives() throws IOException {
        List<Case> cases = cases();
        assertThat(cases).hasSizeGreaterThan(40);
        for (Case each : cases) {
            Tensor output = OnnxModel.read(each.model()).run(each.inputs());
            assertThat(output.shape()).as(each.name()).isEqualTo(each.output().shape());
            for (int i = 0; i < output.values().length; i++) {
                double expected = each.output().values()[i];
                // The reference computes in single precision.
                assertThat(output.values()[i])
                        .as(each.name())
                        .isCloseTo(expected, within(3e-6 * Math.max(1, Math.abs(expected))));
            }
        }
    }

    /** An operator that no case runs would be known by hope alone. */
    @Test
    void known_eachOperator_hasACase() throws IOException {
        Set<String> covered = new HashSet<>();
        for (Case each : cases()) {
            OnnxFile.read(each.model()).nodes.forEach(node -> covered.add(node.operator()));
        }
        assertThat(covered).containsExactlyInAnyOrderElementsOf(Operators.KNOWN);
    }

    @Test
    void read_cutOrDamagedAnywhere_refusesOrRunsButNothingElse() throws IOException {
        Case scorer = cases().getLast();
        byte[] bytes = scorer.model();
        SplittableRandom random = new SplittableRandom(4);
        int refused = 0;
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            refused += refuses(cut, scorer) ? 1 : 0;
            byte[] changed = bytes.clone();
            changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            refuses(changed, scorer);
        }
        assertThat(refused).isGreaterThan(bytes.length * 9 / 10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxModel.read("no model".getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("not an ONNX file");
    }

    private static boolean refuses(byte[] bytes, Case inputs) {
        try {
            OnnxModel.read(bytes).run(inputs.inputs());
            return false;
        } catch (IllegalArgumentException expected) {
            return true;
        }
    }

    @Test
    void read_operatorThatIsNotKnown_isNamed() throws IOException {
        byte[] relu = cases().getFirst().model();
        String text = new String(relu, StandardCharsets.ISO_8859_1).replace("Relu", "Celu");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxModel.read(text.getBytes(StandardCharsets.ISO_8859_1)))
                .withMessageContaining("not known here: Celu")
                .withMessageContaining("Gemm");
    }

    @Test
    void run_inputMissingOrOfAnotherShape_isTold() throws IOException {
        Case scorer = cases().getLast();
        OnnxModel model = OnnxModel.read(scorer.model());
        assertThat(model.inputs()).extracting(OnnxModel.Input::name).containsExactly("item", "hour", "vector");
        assertThat(model.inputs().getFirst().whole()).isTrue();
        assertThat(model.inputs().getLast().shape()).containsExactly(-1, 2);
        Map<String, Tensor> without = new HashMap<>(scorer.inputs());
        without.remove("hour");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.run(without))
                .withMessageContaining("'hour'");
        Map<String, Tensor> wide = new HashMap<>(scorer.inputs());
        wide.put("hour", Tensor.matrix(3, 2, new double[6]));
        assertThatIllegalArgumentException().isThrownBy(() -> model.run(wide)).withMessageContaining("Gemm");
        Map<String, Tensor> beyond = new HashMap<>(scorer.inputs());
        beyond.put("item", Tensor.matrix(3, 1, new double[] {0, 1, 4}));
        assertThatIllegalArgumentException().isThrownBy(() -> model.run(beyond)).withMessageContaining("index 4 of 4");
    }

    @Test
    void erf_tabledValues_areExactToTheLastDigits() {
        // Abramowitz and Stegun, table 7.1.
        assertThat(Elementwise.erf(0.5)).isCloseTo(0.5204998778, within(1e-10));
        assertThat(Elementwise.erf(-1)).isCloseTo(-0.8427007929, within(1e-10));
        assertThat(Elementwise.erf(2)).isCloseTo(0.9953222650, within(1e-10));
        assertThat(Elementwise.erf(3.5)).isCloseTo(0.999999256902, within(1e-12));
        assertThat(Elementwise.erf(0)).isZero();
    }

    private static List<Case> cases() throws IOException {
        try (InputStream in = OnnxModelTest.class.getResourceAsStream("operators.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(OnnxModelTest::read)
                    .toList();
        }
    }

    private static Case read(String line) {
        String[] parts = line.split("\\|", -1);
        Map<String, Tensor> inputs = new HashMap<>();
        for (String input : parts[2].split(";", -1)) {
            inputs.put(input.substring(0, input.indexOf('=')), tensor(input));
        }
        return new Case(parts[0], Base64.getDecoder().decode(parts[1]), inputs, tensor(parts[3]));
    }

    private static Tensor tensor(String text) {
        String shape = text.substring(text.indexOf('=') + 1, text.indexOf(':'));
        String values = text.substring(text.indexOf(':') + 1);
        return new Tensor(
                shape.isEmpty()
                        ? new int[0]
                        : Arrays.stream(shape.split("x", -1))
                                .mapToInt(Integer::parseInt)
                                .toArray(),
                Arrays.stream(values.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }
}
