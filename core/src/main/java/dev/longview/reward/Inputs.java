package dev.longview.reward;

import dev.longview.columns.Batch;
import dev.longview.syntax.Expression;

/** What an expression reads. */
record Inputs(Domains domains, Attributes attributes) {
    static Inputs of(Expression tree, Vocabulary vocabulary) {
        return new Inputs(new Domains(tree, vocabulary.outcomes()), new Attributes(tree, vocabulary.features()));
    }

    /** The rows of a batch as they are, final or so far. */
    Frame frame(Batch assembled) {
        Frame frame = Frame.empty(assembled.size(), domains.size(), attributes.values(assembled));
        for (int k = 0; k < domains.size(); k++) {
            if (domains.isNamed(k)) {
                frame.set(k, domains.at(k), domains.at(k).values(assembled));
            }
        }
        return frame;
    }
}
