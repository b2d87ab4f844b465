package dev.longview.reward;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * One loop over the rows of a frame, whose body is given when the class is defined: {@link Fused} defines it anew for each expression, as
 * a hidden class. To the just-in-time compiler the body is then a constant, which it inlines and optimises as if the loop had been written
 * by hand.
 */
final class RowLoop implements Columnar.Column {
    private static final MethodHandle ROW = body();

    @Override
    public double[] of(Frame frame) {
        double[][] value = frame.value();
        double[][] elapsed = frame.elapsed();
        double[] out = new double[frame.size()];
        try {
            for (int i = 0; i < out.length; i++) {
                out[i] = (double) ROW.invokeExact(value, elapsed, i);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("an expression throws nothing checked", e);
        }
        return out;
    }

    private static MethodHandle body() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, MethodHandle.class);
        } catch (IllegalAccessException e) {
            throw new AssertionError("a class may read its own data", e);
        }
    }
}
