package dev.longview.report;

import java.util.List;

/** A piece of a section. */
public sealed interface Block
        permits Block.Paragraph, Block.Note, Block.Provenance, DataTable, ForestPlot, LineChart, ShareBars {
    record Paragraph(String text) implements Block {}

    /** A sentence that must not be overlooked. */
    record Note(Tone tone, String text) implements Block {
        /** What kind of sentence it is; told by a word as well as by a colour. */
        public enum Tone {
            RESULT("Result"),
            WARNING("Warning");

            private final String word;

            Tone(String word) {
                this.word = word;
            }

            String word() {
                return word;
            }
        }
    }

    /** Where the numbers come from: data, moment, seed, versions. In the order given. */
    record Provenance(List<Entry> entries) implements Block {
        public record Entry(String key, String value) {}

        public Provenance {
            entries = List.copyOf(entries);
        }
    }
}
