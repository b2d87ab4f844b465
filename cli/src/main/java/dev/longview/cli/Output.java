package dev.longview.cli;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** A command's answer: one record, as JSON for a program or as text for a person. */
record Output(PrintWriter out, boolean json) {
    /** What is not a number is null, not the text "NaN". */
    private static final SimpleModule FINITE = new SimpleModule()
            .addSerializer(Double.class, new FiniteSerializer())
            .addSerializer(double.class, new FiniteSerializer());

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(FINITE)
            .addMixIn(dev.longview.evaluate.Verdict.class, Named.class)
            .addMixIn(dev.longview.experiment.Verdict.class, Named.class)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** A verdict's alternatives say which they are. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "verdict")
    private interface Named {}

    private static final class FiniteSerializer extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (Double.isFinite(value)) {
                out.writeNumber(value);
            } else {
                out.writeNull();
            }
        }
    }

    /** Prints the report as JSON, or what {@code text} makes of it. */
    void print(Object report, Consumer<PrintWriter> text) {
        if (json) {
            out.println(json(report));
        } else {
            text.accept(out);
        }
        out.flush();
    }

    static String json(Object report) {
        try {
            return JSON.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is a record of plain values", e);
        }
    }
}
