package dev.longview.ingest;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** A row as JSON, wherever it is: in bytes, or as a tree that somebody has parsed already ({@code tree::traverse}). */
@FunctionalInterface
public interface JsonRow {
    /** A parser before its first token; asked for again where a row has to be read twice. */
    JsonParser parser() throws IOException;
}
