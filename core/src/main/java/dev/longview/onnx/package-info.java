/**
 * Models of other makers in the Open Neural Network Exchange format: read and run in Java alone.
 *
 * <p>In: the bytes of an ONNX file, and tensors by the names of its inputs. Out: its first output. It knows the operators that scorers are
 * made of (dense and embedding layers, activations, shapes); a file with another one is refused by that operator's name when it is read.
 * Numbers are doubles, so that a score differs from that of a single-precision runtime by its rounding. The same bytes give the same
 * scores everywhere.
 *
 * <p>Start at {@link dev.longview.onnx.OnnxModel}. The format is that of onnx.proto3 and the operators those of Operators.md, both of
 * <a href="https://github.com/onnx/onnx">onnx</a>.
 */
@NullMarked
package dev.longview.onnx;

import org.jspecify.annotations.NullMarked;
