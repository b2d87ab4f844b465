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

    /** How many candidates the decision of a row had, also where not all of them are in the catalogue; where it is not known, what is usual. */
    double count(Batch batch, int row);
}
