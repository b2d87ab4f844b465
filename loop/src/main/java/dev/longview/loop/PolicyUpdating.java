package dev.longview.loop;

import java.util.List;
import java.util.Optional;

/**
 * Station: brings a policy up to the log, and puts it in use if it passes the gate. Forecasts are fitted anew where any are declared,
 * rows labelled, the policy trained from scratch, its version kept, judged, and promoted or not; the version in use serves on until then.
 *
 * <p>It trains from scratch each time: at some hundred thousand rows a second that takes less than the labelling, and what it gives is
 * what {@code policy train} gives, to the byte.
 */
public final class PolicyUpdating {
    private final Loop loop;
    private final PolicyGate gate;
    private final boolean fitting;

    private PolicyUpdating(Loop loop, PolicyGate gate, boolean fitting) {
        this.loop = loop;
        this.gate = gate;
        this.fitting = fitting;
    }

    /** Fits forecasts, and asks of a policy what {@code longview.yaml} says. */
    public static PolicyUpdating of(Loop loop) {
        return new PolicyUpdating(
                loop,
                PolicyGate.of(
                        loop, GateOptions.of(loop.configuration().serving().gate())),
                true);
    }

    public PolicyUpdating withGate(PolicyGate other) {
        return new PolicyUpdating(loop, other, fitting);
    }

    /** Whether forecasts and readings are fitted anew, or those in use serve. */
    public PolicyUpdating withFitting(boolean anew) {
        return new PolicyUpdating(loop, gate, anew);
    }

    /**
     * What came of it.
     *
     * @param before the version that was in use
     * @param promoted whether the new version is in use now
     */
    public record Update(
            PolicyTraining.Result trained, Optional<String> before, List<PolicyGate.Check> checks, boolean promoted) {}

    /** Fits the forecasts, once for all policies that are updated after. */
    public void refit(Window window) {
        if (!fitting) {
            return;
        }
        if (!loop.configuration().delays().isEmpty()) {
            new DelayFitting(loop).fit(window, List.of());
        }
        new ReadingFitting(loop).fit(window);
    }

    /**
     * @param window rows to learn from
     * @param judging decisions by which the new version is judged
     */
    public Update update(String name, Window window, Window judging, long seed) {
        Artifacts policies = loop.workspace().policies();
        Optional<Artifact> before = policies.current(name);
        PolicyTraining.Result trained = new PolicyTraining(loop).prepare(name, window, seed);
        Artifact artifact = trained.policy().artifact();
        List<PolicyGate.Check> checks = gate.check(trained.policy(), before.map(TrainedPolicy::read), judging);
        boolean passed = checks.stream().allMatch(PolicyGate.Check::passed);
        if (passed) {
            policies.promote(name, artifact.version());
        }
        return new Update(trained, before.map(Artifact::version), checks, passed);
    }
}
