package dev.longview.serve.learn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.engine.files.Durable;
import dev.longview.loop.Artifact;
import dev.longview.loop.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The versions of a policy that were in service, the last ten; with them one can go back. It stands in
 * {@code models/policy/NAME/.served.json}. Versions that this service learned and that are older are deleted; what people trained stays.
 */
final class ServedVersions {
    static final int KEPT = 10;
    private static final JsonMapper JSON = new JsonMapper();

    private final Workspace workspace;

    ServedVersions(Workspace workspace) {
        this.workspace = workspace;
    }

    /** The versions, the one in service last. */
    List<String> of(String name) {
        return texts(read(name).path("served"));
    }

    /**
     * Notes that a version came into service.
     *
     * @param learned whether the service learned it, and may delete it
     */
    void add(String name, String version, boolean learned) {
        ObjectNode file = read(name);
        List<String> served = new ArrayList<>(texts(file.path("served")));
        List<String> own = new ArrayList<>(texts(file.path("learned")));
        served.remove(version);
        served.add(version);
        if (learned && !own.contains(version)) {
            own.add(version);
        }
        while (served.size() > KEPT) {
            served.removeFirst();
        }
        prune(name, own, served);
        write(name, file, served, own);
    }

    /** Notes a version that was learned and did not come into service: the next takes its place. */
    void refuse(String name, String version) {
        ObjectNode file = read(name);
        List<String> served = texts(file.path("served"));
        List<String> own = new ArrayList<>(texts(file.path("learned")));
        if (!own.contains(version)) {
            own.add(version);
        }
        List<String> kept = new ArrayList<>(served);
        kept.add(version);
        prune(name, own, kept);
        write(name, file, served, own);
    }

    private void prune(String name, List<String> own, List<String> kept) {
        Optional<String> current = workspace.policies().current(name).map(Artifact::version);
        for (String version : List.copyOf(own)) {
            if (!kept.contains(version) && !current.equals(Optional.of(version))) {
                workspace.policies().delete(name, version);
                own.remove(version);
            }
        }
    }

    /** The version before the one in service. */
    Optional<String> before(String name, String current) {
        List<String> served = of(name);
        int at = served.indexOf(current);
        List<String> before = at < 0 ? served : served.subList(0, at);
        return before.isEmpty() ? Optional.empty() : Optional.of(before.getLast());
    }

    /** Notes that a version is in service again: what came after it is not one to go back to any more. */
    void wentBack(String name, String version) {
        ObjectNode file = read(name);
        List<String> served = texts(file.path("served"));
        write(name, file, served.subList(0, served.indexOf(version) + 1), texts(file.path("learned")));
    }

    /** Whether somebody rolled it back, and nobody has promoted a version since. */
    boolean isHeld(String name) {
        return read(name).path("held").asBoolean();
    }

    void hold(String name, boolean holds) {
        ObjectNode file = read(name).put("held", holds);
        write(name, file, texts(file.path("served")), texts(file.path("learned")));
    }

    private Path path(String name) {
        return workspace.root().resolve("models/policy").resolve(name).resolve(".served.json");
    }

    private ObjectNode read(String name) {
        Path path = path(name);
        if (!Files.exists(path)) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode read = JSON.readTree(path.toFile());
            return read instanceof ObjectNode object ? object : JSON.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read; delete it, and versions are counted anew", e);
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private void write(String name, ObjectNode file, List<String> served, List<String> learned) {
        file.set("served", JSON.valueToTree(served));
        file.set("learned", JSON.valueToTree(learned));
        Path path = path(name);
        Path fresh = path.resolveSibling(".served.json.new");
        try {
            Files.writeString(fresh, file + "\n");
            Durable.sync(fresh);
            Durable.move(fresh, path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be written", e);
        }
    }
}
