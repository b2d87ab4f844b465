package dev.longview.config;

import java.util.Optional;

/** From the section of the file to what it means. */
final class Serving {
    private static final String LOCAL = "127.0.0.1";
    private static final int KIB = 1024;
    private static final long MIB = 1024L * KIB;

    private Serving() {}

    /** Empty when something in it is wrong, which is told. */
    static Optional<ServingDefinition> bind(Section file, Declared policies, Checking checking) {
        return file.value(ServingKeys.SERVING).flatMap(section -> {
            Optional<String> policy =
                    policies.keep(section.found(ServingKeys.POLICY), checking).map(Found::value);
            section.value(ServingKeys.HOLDOUT)
                    .ifPresent(held -> policies.keep(held.found(ServingKeys.HOLDOUT_POLICY), checking));
            return limits(section)
                    .flatMap(limits -> learning(section)
                            .flatMap(learning -> gate(section)
                                    .filter(gate -> section.hasAll(
                                            ServingKeys.PORT,
                                            ServingKeys.COLD_START,
                                            ServingKeys.EXPERIMENTS,
                                            ServingKeys.SEED,
                                            ServingKeys.CLOCK,
                                            ServingKeys.LOG_REQUESTS))
                                    .map(gate -> new ServingDefinition(
                                            text(section, ServingKeys.HOST).orElse(LOCAL),
                                            section.get(ServingKeys.PORT).intValue(),
                                            tls(section),
                                            text(section, ServingKeys.TOKEN_FILE),
                                            text(section, ServingKeys.ADMIN_TOKEN_FILE),
                                            policy,
                                            section.get(ServingKeys.COLD_START),
                                            section.get(ServingKeys.EXPERIMENTS),
                                            holdout(section),
                                            section.get(ServingKeys.SEED).longValue(),
                                            section.get(ServingKeys.CLOCK).equals(ServingKeys.EVENTS),
                                            section.get(ServingKeys.LOG_REQUESTS),
                                            limits,
                                            learning,
                                            gate))));
        });
    }

    private static Optional<String> text(Section section, Key<Node.Scalar> key) {
        return section.value(key).map(Node.Scalar::value);
    }

    private static Optional<ServingDefinition.Tls> tls(Section section) {
        return section.value(ServingKeys.TLS)
                .filter(files -> files.hasAll(ServingKeys.CERTIFICATE, ServingKeys.KEY))
                .map(files -> new ServingDefinition.Tls(
                        files.get(ServingKeys.CERTIFICATE).value(),
                        files.get(ServingKeys.KEY).value()));
    }

    private static Optional<ServingDefinition.Holdout> holdout(Section section) {
        return section.value(ServingKeys.HOLDOUT)
                .filter(held -> held.hasAll(ServingKeys.SHARE, ServingKeys.HOLDOUT_POLICY, ServingKeys.LEARNS_FROM))
                .map(held -> new ServingDefinition.Holdout(
                        held.get(ServingKeys.SHARE), held.get(ServingKeys.HOLDOUT_POLICY), Policies.learnsFrom(held)));
    }

    private static Optional<ServingDefinition.Limits> limits(Section section) {
        return section.value(ServingKeys.LIMITS)
                .filter(limits -> limits.hasAll(
                        ServingKeys.BODY,
                        ServingKeys.ROWS,
                        ServingKeys.REQUESTS,
                        ServingKeys.IDLE,
                        ServingKeys.WAITING,
                        ServingKeys.UNSEALED,
                        ServingKeys.IDS,
                        ServingKeys.IDS_OF))
                .map(limits -> new ServingDefinition.Limits(
                        limits.get(ServingKeys.BODY).intValue() * KIB,
                        limits.get(ServingKeys.ROWS).intValue(),
                        limits.get(ServingKeys.REQUESTS).intValue(),
                        limits.get(ServingKeys.IDLE),
                        limits.get(ServingKeys.WAITING).intValue(),
                        limits.get(ServingKeys.UNSEALED).longValue() * MIB,
                        limits.get(ServingKeys.IDS).intValue(),
                        limits.get(ServingKeys.IDS_OF)));
    }

    private static Optional<ServingDefinition.Learning> learning(Section section) {
        return section.value(ServingKeys.LEARNING)
                .filter(learning -> learning.hasAll(
                        ServingKeys.ENABLED,
                        ServingKeys.EVERY,
                        ServingKeys.WINDOW,
                        ServingKeys.FIT_EVERY,
                        ServingKeys.MEMORY))
                .map(learning -> new ServingDefinition.Learning(
                        learning.get(ServingKeys.ENABLED),
                        learning.get(ServingKeys.EVERY),
                        learning.get(ServingKeys.WINDOW),
                        learning.get(ServingKeys.FIT_EVERY),
                        learning.get(ServingKeys.MEMORY).longValue() * MIB));
    }

    private static Optional<ServingDefinition.Gate> gate(Section section) {
        return section.value(ServingKeys.GATE)
                .filter(gate -> gate.hasAll(
                        ServingKeys.OFF_POLICY,
                        ServingKeys.DECISIONS,
                        ServingKeys.FEWEST,
                        ServingKeys.FLOOR,
                        ServingKeys.DRIFT,
                        ServingKeys.LEAST_AGREEMENT))
                .map(gate -> new ServingDefinition.Gate(
                        gate.get(ServingKeys.OFF_POLICY),
                        gate.get(ServingKeys.DECISIONS).intValue(),
                        gate.get(ServingKeys.FEWEST).longValue(),
                        gate.get(ServingKeys.FLOOR),
                        gate.get(ServingKeys.DRIFT),
                        gate.get(ServingKeys.LEAST_AGREEMENT)));
    }
}
