package dev.longview.benchmarks;

import dev.longview.simulate.published.LoggedDecisions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import vowpalWabbit.learner.VWActionProbsLearner;
import vowpalWabbit.learner.VWLearners;
import vowpalWabbit.responses.ActionProb;

/**
 * Vowpal Wabbit 9.3 through its Java binding, on the decisions of W8, with the products of all features of context and item. It learns
 * by importance-weighted regression of the cost of what was shown (mtr, its default), one pass.
 */
final class VowpalWabbit implements AutoCloseable {
    private final VWActionProbsLearner learner;

    /** @param setting how it explores, such as {@code --squarecb}, and what else differs from its defaults */
    VowpalWabbit(String setting) {
        learner = VWLearners.create("--quiet --cb_explore_adf -q CA -b 20 " + setting);
    }

    /** Texts are made before, so that their making is not on its account. */
    static final class Texts {
        private final String[][] decisions;

        Texts(LoggedDecisions world, long first, int count, boolean labelled) {
            decisions = new String[count][];
            LoggedDecisions.Decision decision = new LoggedDecisions.Decision();
            for (int n = 0; n < count; n++) {
                world.draw(first + n, decision);
                decisions[n] = lines(world, decision, labelled);
            }
        }

        /** A file of them, an empty line behind each decision. */
        void write(Path file) throws IOException {
            try (BufferedWriter writer = Files.newBufferedWriter(file)) {
                for (String[] decision : decisions) {
                    for (String line : decision) {
                        writer.write(line);
                        writer.newLine();
                    }
                    writer.newLine();
                }
            }
        }
    }

    void learn(Texts texts) {
        for (String[] decision : texts.decisions) {
            learner.learn(decision);
        }
    }

    void learn(String[] decision) {
        learner.learn(decision);
    }

    /** By candidate. */
    double[] probabilities(String[] decision, int candidates) {
        double[] probabilities = new double[candidates];
        for (ActionProb each : learner.predict(decision).getActionProbs()) {
            probabilities[each.getAction()] = each.getProbability();
        }
        return probabilities;
    }

    /** The candidate that each decision's exploration makes most likely. */
    int[] greedy(Texts texts) {
        int[] chosen = new int[texts.decisions.length];
        for (int n = 0; n < chosen.length; n++) {
            ActionProb[] probabilities = learner.predict(texts.decisions[n]).getActionProbs();
            ActionProb best = probabilities[0];
            for (ActionProb each : probabilities) {
                best = each.getProbability() > best.getProbability() ? each : best;
            }
            chosen[n] = best.getAction();
        }
        return chosen;
    }

    private static String[] lines(LoggedDecisions world, LoggedDecisions.Decision decision, boolean labelled) {
        String[] lines = new String[LoggedDecisions.CANDIDATES + 1];
        StringBuilder line = new StringBuilder("shared |C");
        for (int j = 0; j < LoggedDecisions.CONTEXT_TOKENS; j++) {
            line.append(" c").append(j).append('=').append(decision.token(j));
        }
        for (int j = 0; j < LoggedDecisions.CONTEXT_NUMBERS; j++) {
            number(line, 'u', j, decision.number(j));
        }
        lines[0] = line.toString();
        for (int i = 0; i < LoggedDecisions.CANDIDATES; i++) {
            line.setLength(0);
            int item = decision.item(i);
            if (labelled && i == decision.chosen()) {
                line.append("0:")
                        .append(decision.rewarded(i) ? -1 : 0)
                        .append(':')
                        .append(String.format(Locale.ROOT, "%.6f", decision.propensity(i)))
                        .append(' ');
            }
            line.append("|A i=").append(item);
            for (int j = 0; j < LoggedDecisions.ITEM_TOKENS; j++) {
                line.append(" g").append(j).append('=').append(world.itemToken(item, j));
            }
            for (int j = 0; j < LoggedDecisions.ITEM_NUMBERS; j++) {
                number(line, 'v', j, world.itemNumber(item, j));
            }
            lines[i + 1] = line.toString();
        }
        return lines;
    }

    private static void number(StringBuilder line, char name, int slot, double value) {
        line.append(' ').append(name).append(slot).append(':').append(String.format(Locale.ROOT, "%.5f", value));
    }

    @Override
    public void close() throws IOException {
        learner.close();
    }
}
