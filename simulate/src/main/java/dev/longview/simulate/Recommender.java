package dev.longview.simulate;

/** Chooses slates. Called from several threads at once; its choice may depend on the visit alone. */
@FunctionalInterface
public interface Recommender {
    /** Fills the slate with distinct candidates, at most as many as it has positions. */
    void recommend(Visit visit, Slate out);
}
