package dev.longview.policy;

import dev.longview.log.FeatureDefinition;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A {@link FactorisedModel} as bytes, the same on every machine, and the same for the same model. Little-endian:
 *
 * <pre>
 * magic "LVFM", int version (1; 2 where there is an embedding), long length of the whole
 * feature space: int bits, long seed, int features; each: int kind, of an embedding int size, text name
 * scaling:       doubles mean, doubles deviation (one per numeric feature and number of an embedding)
 * model:         int dimensions, double bias, doubles positions, ints slots (ascending), doubles linear, doubles embeddings
 * int CRC-32 of all bytes before
 * </pre>
 *
 * An array is its int length and its values; a text is its length in bytes and UTF-8.
 */
public final class ModelBytes {
    static final int VERSION = 1;
    /** That of models that read embeddings. */
    static final int EMBEDDING_VERSION = 2;

    private static final int EMBEDDING = 4;
    private static final int MAGIC = 0x4D46564C;
    private static final int HEADER = 16;

    private ModelBytes() {}

    public static byte[] write(FactorisedModel model) {
        List<byte[]> names = new ArrayList<>();
        long length = HEADER + 4 + 8 + 4;
        for (FeatureDefinition feature : model.space.features()) {
            byte[] name = feature.name().getBytes(StandardCharsets.UTF_8);
            names.add(name);
            length += 8 + name.length + (feature.kind() == FeatureDefinition.Kind.EMBEDDING ? 4 : 0);
        }
        long doubles = 1L
                + 2L * model.scaling.mean().length
                + model.positions.length
                + model.linear.length
                + model.embeddings.length;
        length += 4 * 7 + 8 * doubles + 4L * model.slots.length + 4;
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(version(model.space)).putLong(length);
        out.putInt(model.space.bits()).putLong(model.space.seed()).putInt(names.size());
        for (int i = 0; i < names.size(); i++) {
            FeatureDefinition feature = model.space.features().get(i);
            out.putInt(kindCode(feature.kind()));
            if (feature.kind() == FeatureDefinition.Kind.EMBEDDING) {
                out.putInt(feature.size());
            }
            out.putInt(names.get(i).length).put(names.get(i));
        }
        put(out, model.scaling.mean());
        put(out, model.scaling.deviation());
        out.putInt(model.dimensions).putDouble(model.bias);
        put(out, model.positions);
        out.putInt(model.slots.length);
        for (int slot : model.slots) {
            out.putInt(slot);
        }
        put(out, model.linear);
        put(out, model.embeddings);
        out.putInt(checksum(out.array(), out.position()));
        return out.array();
    }

    /** @throws IllegalArgumentException when these are not the bytes of a model, are cut short, damaged, or of a later version */
    public static FactorisedModel read(byte[] bytes) {
        if (bytes.length < HEADER) {
            throw new IllegalArgumentException(
                    "not a model, or cut short: " + bytes.length + " bytes, the header alone has " + HEADER);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt() != MAGIC) {
            throw new IllegalArgumentException("not a model: it does not start with LVFM");
        }
        int version = in.getInt();
        if (version != VERSION && version != EMBEDDING_VERSION) {
            throw new IllegalArgumentException("model format version " + version + "; this build reads version "
                    + VERSION + " or " + EMBEDDING_VERSION + ": train again, or use the build that wrote it");
        }
        long length = in.getLong();
        if (length != bytes.length) {
            throw new IllegalArgumentException("model is cut short or has more after its end: " + bytes.length + " of "
                    + length + " bytes; fetch it again");
        }
        if (checksum(bytes, bytes.length - 4) != in.getInt(bytes.length - 4)) {
            throw new IllegalArgumentException("model is damaged: its checksum differs; fetch it again");
        }
        try {
            return body(in);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("model is malformed: it ends within its arrays", e);
        }
    }

    private static FactorisedModel body(ByteBuffer in) {
        int bits = in.getInt();
        long seed = in.getLong();
        int count = in.getInt();
        List<FeatureDefinition> features = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int code = in.getInt();
            int size = code == EMBEDDING ? in.getInt() : 0;
            require(code != EMBEDDING || (size >= 1 && size <= FeatureDefinition.LARGEST), "embedding of " + size);
            FeatureDefinition.Kind kind = kind(code);
            byte[] name = new byte[length(in, 1)];
            in.get(name);
            features.add(new FeatureDefinition(new String(name, StandardCharsets.UTF_8), kind, size));
        }
        FeatureSpace space = new FeatureSpace(features, bits, seed);
        Scaling scaling = new Scaling(doubles(in), doubles(in));
        int dimensions = in.getInt();
        double bias = in.getDouble();
        double[] positions = doubles(in);
        int[] slots = new int[length(in, 4)];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = in.getInt();
            require(slots[i] >= 0 && slots[i] < space.slots() && (i == 0 || slots[i] > slots[i - 1]), "slots");
        }
        double[] linear = doubles(in);
        double[] embeddings = doubles(in);
        require(in.remaining() == 4, "length");
        require(scaling.mean().length == space.numerics() && scaling.deviation().length == space.numerics(), "scaling");
        require(dimensions >= 1 && positions.length == FactorisedModel.POSITIONS, "sizes");
        require(linear.length == slots.length && embeddings.length == (long) slots.length * dimensions, "parameters");
        return new FactorisedModel(space, scaling, dimensions, bias, positions, slots, linear, embeddings);
    }

    private static int version(FeatureSpace space) {
        boolean embedding =
                space.features().stream().anyMatch(feature -> feature.kind() == FeatureDefinition.Kind.EMBEDDING);
        return embedding ? EMBEDDING_VERSION : VERSION;
    }

    /** Not the ordinal: the order of an enum's constants is no format. */
    private static int kindCode(FeatureDefinition.Kind kind) {
        return switch (kind) {
            case NUMERIC -> 1;
            case CATEGORICAL -> 2;
            case MULTI_VALUED -> 3;
            case EMBEDDING -> EMBEDDING;
        };
    }

    private static FeatureDefinition.Kind kind(int code) {
        return switch (code) {
            case 1 -> FeatureDefinition.Kind.NUMERIC;
            case 2 -> FeatureDefinition.Kind.CATEGORICAL;
            case 3 -> FeatureDefinition.Kind.MULTI_VALUED;
            case EMBEDDING -> FeatureDefinition.Kind.EMBEDDING;
            default -> throw new IllegalArgumentException("model is malformed: feature kind " + code);
        };
    }

    private static void put(ByteBuffer out, double[] values) {
        out.putInt(values.length);
        for (double value : values) {
            out.putDouble(value);
        }
    }

    private static double[] doubles(ByteBuffer in) {
        double[] values = new double[length(in, 8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getDouble();
        }
        return values;
    }

    /** An array's length, which what remains must be able to hold. */
    private static int length(ByteBuffer in, int width) {
        int length = in.getInt();
        require(length >= 0 && (long) length * width <= in.remaining(), "array length " + length);
        return length;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("model is malformed: " + what);
        }
    }

    private static int checksum(byte[] bytes, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, to);
        return (int) crc.getValue();
    }
}
