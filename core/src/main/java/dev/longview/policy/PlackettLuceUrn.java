package dev.longview.policy;

import java.util.Arrays;

/**
 * Plackett–Luce with weights (1 − floor)·softmax(score/temperature) + floor/K over the K candidates at first, which later draws only
 * renormalise. Sums are kept of each 32 weights, and of each 16 of those; a change adds its block up afresh, so that a draw costs some
 * hundred additions for 10,000 candidates and the total never suffers from what was taken away.
 */
final class PlackettLuceUrn implements Urn {
    private static final int BLOCK = 32;
    private static final int FAN = 16;

    private final double temperature;
    private final double floor;
    private double[] scores = new double[0];
    private Pool pool = new Pool();
    /** 0 for those that are not left, up to a whole block. */
    private double[] weights = new double[0];

    private double[] work = new double[0];
    private double[] ofBlock = new double[0];
    private double[] ofSection = new double[0];
    private int blocks;
    private int sections;
    private double total;
    private double most;
    private double scale;
    private double least;

    PlackettLuceUrn(double temperature, double floor) {
        this.temperature = temperature;
        this.floor = floor;
    }

    @Override
    public void fill(double[][] models, Pool pool) {
        this.pool = pool;
        scores = models[0];
        room(pool.size());
        exponentials(pool.size());
        for (int i = pool.size(); i < blocks * BLOCK; i++) {
            weights[i] = 0;
        }
        for (int block = 0; block < blocks; block++) {
            block(block);
        }
        Arrays.fill(ofBlock, blocks, ofBlock.length, 0);
        for (int section = 0; section < sections; section++) {
            section(section);
        }
        Arrays.fill(ofSection, sections, ofSection.length, 0);
        total();
    }

    private void room(int n) {
        blocks = Math.ceilDiv(n, BLOCK);
        sections = Math.ceilDiv(blocks, FAN);
        if (weights.length < blocks * BLOCK) {
            weights = new double[blocks * BLOCK];
            work = new double[blocks * BLOCK];
            ofBlock = new double[sections * FAN];
            ofSection = new double[Math.ceilDiv(sections, 4) * 4];
        }
    }

    private void exponentials(int n) {
        most = most(n);
        Exponentials.of(scores, n, most, 1 / temperature, weights, work);
        for (int i = pool.nextGone(0); i < n; i = pool.nextGone(i + 1)) {
            weights[i] = 0;
        }
        scale = (1 - floor) / Sum.of(weights, n);
        least = floor / pool.left();
        for (int i = 0; i < n; i++) {
            weights[i] = scale * weights[i] + least;
        }
        for (int i = pool.nextGone(0); i < n; i = pool.nextGone(i + 1)) {
            weights[i] = 0;
        }
    }

    /** The highest score of those left, so that no other exponential exceeds 1. */
    private double most(int n) {
        double highest = Double.NEGATIVE_INFINITY;
        if (pool.left() == n) {
            for (int i = 0; i < n; i++) {
                highest = Math.max(highest, scores[i]);
            }
            return highest;
        }
        for (int i = pool.next(0); i >= 0; i = pool.next(i + 1)) {
            highest = Math.max(highest, scores[i]);
        }
        return highest;
    }

    @Override
    public void changed(int item) {
        weights[item] = pool.has(item) ? scale * Exponentials.of(scores[item], most, 1 / temperature) + least : 0;
        int block = item / BLOCK;
        block(block);
        section(block / FAN);
        total();
    }

    /** By inversion in the order of the indices: one uniform number for each position, the same luck for policies alike. */
    @Override
    public int draw(Draws draws) {
        double at = draws.uniform() * total;
        int section = within(ofSection, 0, sections, at);
        for (int s = 0; s < section; s++) {
            at -= ofSection[s];
        }
        int first = section * FAN;
        int block = within(ofBlock, first, Math.min(blocks, first + FAN), at);
        for (int b = first; b < block; b++) {
            at -= ofBlock[b];
        }
        return within(weights, block * BLOCK, block * BLOCK + BLOCK, at);
    }

    /** The first of the summands up to which they exceed {@code at}; the last one above 0 where rounding says that there is none. */
    private static int within(double[] summands, int from, int to, double at) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += summands[i];
            if (at < sum) {
                return i;
            }
        }
        int last = to - 1;
        while (last > from && !(summands[last] > 0)) {
            last--;
        }
        return last;
    }

    @Override
    public double probability(int item) {
        return Math.min(1, weights[item] / total);
    }

    @Override
    public void addAll(double weight, double[] into) {
        double scaled = weight / total;
        for (int i = 0; i < pool.size(); i++) {
            into[i] += scaled * weights[i];
        }
    }

    private void block(int block) {
        ofBlock[block] = Sum.of(weights, block * BLOCK, BLOCK);
    }

    private void section(int section) {
        ofSection[section] = Sum.of(ofBlock, section * FAN, FAN);
    }

    private void total() {
        total = Sum.of(ofSection, 0, ofSection.length);
    }
}
