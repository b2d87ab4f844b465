package dev.longview.serve.decide;

import dev.longview.experiment.Allocation;
import dev.longview.experiment.ExperimentDefinition;
import dev.longview.experiment.LearnsFrom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is served by which policy: the holdout first, then the first experiment that the account takes part in, else the default.
 *
 * <p>Experiments are drawn by salts of their own, so that who is in an earlier one says nothing of a later one: an account that an
 * earlier experiment serves is in no cell of a later one, and both halves of that one lose the same share. Cells are recorded only of the
 * experiment whose policy served: a cell that changes nothing has not been tried.
 */
public final class Door {
    /** How decisions of those who are held out are marked, before the slash. */
    public static final String HOLDOUT = "holdout";

    private final String policy;
    private final List<Drawn> experiments;

    private record Drawn(ExperimentDefinition experiment, Allocation allocation) {
        static Drawn of(ExperimentDefinition experiment) {
            return new Drawn(experiment, Allocation.of(experiment));
        }
    }

    private Door(String policy, List<Drawn> experiments) {
        this.policy = policy;
        this.experiments = experiments;
    }

    /**
     * Accounts that are always served by one policy, whatever is tried on the others: against them the whole is measured.
     *
     * @param share of all accounts, in (0, 1)
     */
    public record Holdout(double share, String policy, LearnsFrom learnsFrom) {
        /** Whose policy learns from what it served itself. */
        public Holdout(double share, String policy) {
            this(share, policy, LearnsFrom.OWN);
        }
    }

    /**
     * @param policy serves who is in no experiment
     * @param experiments those that run, the first of which an account takes part in decides
     * @throws IllegalArgumentException for shares and weights that make no allocation
     */
    public static Door of(String policy, List<ExperimentDefinition> experiments, Optional<Holdout> holdout) {
        List<Drawn> drawn = new ArrayList<>();
        holdout.ifPresent(held -> drawn.add(Drawn.of(new ExperimentDefinition(
                HOLDOUT,
                "longview-holdout",
                held.share(),
                List.of(new ExperimentDefinition.Cell("held", 1, held.policy(), held.learnsFrom()))))));
        experiments.forEach(experiment -> drawn.add(Drawn.of(experiment)));
        return new Door(policy, List.copyOf(drawn));
    }

    /**
     * Where an account is.
     *
     * @param cells {@code experiment/cell}, at most one
     */
    public record Admission(String policy, List<String> cells) {}

    public Admission admit(String account) {
        for (Drawn each : experiments) {
            Optional<ExperimentDefinition.Cell> cell = each.allocation().cell(account);
            if (cell.isPresent()) {
                return new Admission(
                        cell.get().policy(),
                        List.of(each.experiment().name() + "/" + cell.get().name()));
            }
        }
        return new Admission(policy, List.of());
    }

    /**
     * What a policy learns from: what its cell says; all when one of several cells says so, or when it serves outside of cells only.
     */
    public LearnsFrom learnsFrom(String policy) {
        List<LearnsFrom> said = experiments.stream()
                .flatMap(each -> each.experiment().cells().stream())
                .filter(cell -> cell.policy().equals(policy))
                .map(ExperimentDefinition.Cell::learnsFrom)
                .toList();
        return said.isEmpty() || said.contains(LearnsFrom.ALL) ? LearnsFrom.ALL : LearnsFrom.OWN;
    }

    /** All policies that may be asked for, the default first. */
    public static Set<String> policies(
            String policy, List<ExperimentDefinition> experiments, Optional<Holdout> holdout) {
        Set<String> names = new LinkedHashSet<>();
        names.add(policy);
        holdout.ifPresent(held -> names.add(held.policy()));
        experiments.forEach(experiment -> experiment.cells().forEach(cell -> names.add(cell.policy())));
        return names;
    }
}
