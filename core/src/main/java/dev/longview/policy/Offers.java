package dev.longview.policy;

import dev.longview.columns.Batch;
import java.util.Optional;

/** What could have been shown. */
public interface Offers {
    /** The items: column {@code item} and the features of items. */
    Batch catalogue();

    /**
     * The candidates of the decision of a row, as rows of the catalogue; the same array for the same set. Empty when they are not known.
     */
    Optional<int[]> candidates(Batch batch, int row);
}
