package dev.longview.cli;

import dev.longview.loop.Artifact;
import dev.longview.loop.Workspace;
import java.util.Optional;

/** A policy as people name it: {@code glad}, the version in use, or {@code glad@0123456789ab}. */
final class PolicyNames {
    private PolicyNames() {}

    static Artifact require(Workspace workspace, String name) {
        int at = name.indexOf('@');
        return at < 0
                ? workspace.policies().require(name, Optional.empty())
                : workspace.policies().require(name.substring(0, at), Optional.of(name.substring(at + 1)));
    }
}
