package dev.longview.delay;

/** For models of a table alone: nothing asks it for trees. */
enum NoTrees implements TreeLearner {
    INSTANCE;

    @Override
    public TreeModel fit(TreeRows rows, TreeSettings settings) {
        throw new AssertionError("no trees were declared");
    }

    @Override
    public TreeModel read(byte[] bytes) {
        throw new AssertionError("no trees were declared");
    }
}
