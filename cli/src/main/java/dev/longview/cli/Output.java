package dev.longview.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** A command's answer: one record, as JSON for a program or as text for a person. */
record Output(PrintWriter out, boolean json) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

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
