package dev.longview.onnx;

import static dev.longview.onnx.WrittenByHand.model;
import static dev.longview.onnx.WrittenByHand.node;
import static dev.longview.onnx.WrittenByHand.wholes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What valid files may say and exporters seldom do: understood, or refused, and never taken for something else. */
class OnnxEdgesTest {
    private static final Tensor X = new Tensor(new int[] {2, 3, 2}, new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 0});

    private static Tensor run(int version, WrittenByHand graph, Tensor x) {
        return OnnxModel.read(model(version, graph)).run(Map.of("x", x));
    }

    /** 15360 are the bits of 1.0 in half precision: converters write them so. */
    @Test
    void read_halvesAmongWholes_areRefused() {
        WrittenByHand halves =
                new WrittenByHand().number(1, 1).number(2, 10).number(5, 15_360).text(8, "w");
        WrittenByHand graph =
                new WrittenByHand().message(1, node("Mul", "y", "x", "w")).message(5, halves);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxModel.read(model(17, graph)))
                .withMessageContaining("tensor 'w' has elements of type 10");
    }

    @Test
    void run_constantOfReals_isThese_andOfAnUnknownKindIsRefused() {
        WrittenByHand floats =
                new WrittenByHand().text(1, "value_floats").singles(7, 0.5f, -2).number(20, 6);
        WrittenByHand graph = new WrittenByHand()
                .message(1, node("Constant", "c").message(5, floats))
                .message(1, node("Mul", "y", "x", "c"));
        Tensor y = run(17, graph, Tensor.matrix(1, 2, new double[] {10, 10}));
        assertThat(y.values()).containsExactly(5, -20);
        WrittenByHand text =
                new WrittenByHand().text(1, "value_string").text(4, "a").number(20, 3);
        WrittenByHand other =
                new WrittenByHand().message(1, node("Constant", "y").message(5, text));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(17, other, X))
                .withMessageContaining("value_string")
                .withMessageContaining("known are value");
    }

    @Test
    void run_softmax_isOverAllAxesFromOneOnBeforeVersion13_andOverTheLastAfter() {
        WrittenByHand graph = new WrittenByHand().message(1, node("Softmax", "y", "x"));
        double[] old = run(11, graph, X).values();
        assertThat(Arrays.stream(old, 0, 6).sum()).isCloseTo(1, within(1e-12));
        double six = Arrays.stream(X.values(), 0, 6).map(Math::exp).sum();
        assertThat(old[0]).isCloseTo(Math.exp(1) / six, within(1e-12));
        WrittenByHand again = new WrittenByHand().message(1, node("Softmax", "y", "x"));
        double[] now = run(13, again, X).values();
        assertThat(now[0]).isCloseTo(Math.exp(1) / (Math.exp(1) + Math.exp(2)), within(1e-12));
    }

    @Test
    void run_sliceWithStepsAndWithoutAxes_cutsTheFirstAxes() {
        WrittenByHand graph = new WrittenByHand()
                .message(1, node("Slice", "y", "x", "starts", "ends", "", "steps"))
                .message(5, wholes("starts", 0, 1))
                .message(5, wholes("ends", 1, 3))
                .message(5, wholes("steps", 1, 1));
        Tensor y = run(17, graph, X);
        assertThat(y.shape()).containsExactly(1, 2, 2);
        assertThat(y.values()).containsExactly(3, 4, 5, 6);
    }

    @Test
    void run_fewBytesThatAskForGigabytes_areRefused() {
        WrittenByHand graph =
                new WrittenByHand().message(1, node("Transpose", "t", "x")).message(1, node("Add", "y", "x", "t"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(17, graph, Tensor.matrix(1, 30_000, new double[30_000])))
                .withMessageContaining("[30000, 30000]")
                .withMessageContaining("more than");
    }
}
