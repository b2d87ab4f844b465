package dev.longview.ingest;

import dev.longview.syntax.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The two files of one campaign and behaviour, in either of the layouts that the data comes in. */
record OpenBanditFiles(Path impressions, Path items) {
    static final List<String> CAMPAIGNS = List.of("all", "men", "women");
    static final List<String> BEHAVIOURS = List.of("bts", "random");

    private static final Pattern FLAT = Pattern.compile("(bts|random)_(all|men|women)\\.csv(\\.gz)?");

    /** @throws ImportException when there is no such campaign or behaviour, or a file is not there */
    static OpenBanditFiles find(Path folder, String campaign, String behaviour) {
        check("campaign", campaign, CAMPAIGNS);
        check("behaviour", behaviour, BEHAVIOURS);
        if (!Files.isDirectory(folder)) {
            throw new ImportException("no folder " + folder + Siblings.hint(folder));
        }
        String flat = behaviour + "_" + campaign;
        Path original = folder.resolve(behaviour).resolve(campaign);
        Optional<Path> impressions = first(
                folder.resolve(flat + ".csv"),
                folder.resolve(flat + ".csv.gz"),
                original.resolve(campaign + ".csv"),
                original.resolve(campaign + ".csv.gz"));
        if (impressions.isEmpty()) {
            throw new ImportException("no " + flat + ".csv(.gz) and no " + behaviour + "/" + campaign + "/" + campaign
                    + ".csv(.gz) in " + folder + "; " + held(folder));
        }
        Path beside = impressions
                .get()
                .resolveSibling(
                        impressions.get().startsWith(original) ? "item_context.csv" : flat + "_item_context.csv");
        Path compressed = beside.resolveSibling(beside.getFileName() + ".gz");
        Path items = first(beside, compressed)
                .orElseThrow(() -> new ImportException(
                        "no " + beside + ", which tells the items' features" + Siblings.hint(beside)));
        return new OpenBanditFiles(impressions.get(), items);
    }

    private static void check(String what, String value, List<String> known) {
        if (!known.contains(value)) {
            String near = Nearest.to(value, known)
                    .map(name -> "did you mean '" + name + "'? ")
                    .orElse("");
            throw new ImportException("no " + what + " " + RowProblems.quoted(value) + "; " + near + "there are "
                    + String.join(", ", known));
        }
    }

    private static Optional<Path> first(Path... candidates) {
        return Stream.of(candidates).filter(Files::isRegularFile).findFirst();
    }

    /** Which campaigns and behaviours a folder has; else what else it has. */
    private static String held(Path folder) {
        TreeSet<String> pairs = new TreeSet<>();
        for (String name : Siblings.names(folder)) {
            Matcher matcher = FLAT.matcher(name);
            if (matcher.matches()) {
                pairs.add("campaign " + matcher.group(2) + ", behaviour " + matcher.group(1));
            }
        }
        for (String behaviour : BEHAVIOURS) {
            for (String campaign : CAMPAIGNS) {
                Path inner = folder.resolve(behaviour).resolve(campaign);
                if (first(inner.resolve(campaign + ".csv"), inner.resolve(campaign + ".csv.gz"))
                        .isPresent()) {
                    pairs.add("campaign " + campaign + ", behaviour " + behaviour);
                }
            }
        }
        return pairs.isEmpty()
                ? "it has " + Siblings.listed(Siblings.names(folder))
                : "it has " + String.join("; ", pairs);
    }
}
