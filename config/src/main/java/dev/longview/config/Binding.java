package dev.longview.config;

import dev.longview.delay.DelayDefinition;
import dev.longview.experiment.ExperimentDefinition;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeedbackKind;
import dev.longview.outcome.Attribution;
import dev.longview.outcome.HistoryFeature;
import dev.longview.policy.PolicyDefinition;
import dev.longview.reward.RewardDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** From a file that was read to a configuration: what one section says of another is checked here. */
final class Binding {
    private Binding() {}

    /** Empty when there are problems. */
    static Optional<Configuration> bind(Section file, Checking checking) {
        List<Shape.Named.Entry<Shape.WordOr.Choice>> featureEntries = entries(file, FileSchema.FEATURES);
        Declared features = Declared.of("feature", "features", file, FileSchema.FEATURES)
                .and(Declared.of("feature", "features", file, FileSchema.HISTORY));
        List<FeatureDefinition> logged = featureEntries.stream()
                .flatMap(entry -> entry.value().flatMap(kind -> feature(entry.name(), kind)).stream())
                .toList();

        List<Shape.Named.Entry<Section>> feedbackEntries = entries(file, FileSchema.FEEDBACK);
        Declared kinds = Declared.of("kind of feedback", "kinds", file, FileSchema.FEEDBACK);
        List<FeedbackKind> feedback = feedbackEntries.stream()
                .flatMap(entry -> entry.value().flatMap(section -> section.value(FileSchema.RETRACTABLE)).stream()
                        .map(retractable -> new FeedbackKind(entry.name(), retractable)))
                .toList();

        Map<String, Boolean> retractable = new HashMap<>();
        feedback.forEach(kind -> retractable.put(kind.name(), kind.retractable()));
        List<HistoryFeature> history =
                Histories.bind(entries(file, FileSchema.HISTORY), logged, kinds, retractable, checking);
        List<FeatureDefinition> featureDefinitions = Stream.concat(
                        logged.stream(), history.stream().map(HistoryFeature::definition))
                .toList();
        Optional<Attribution> attribution = file.value(FileSchema.ATTRIBUTION)
                .flatMap(section -> kinds.keep(section.found(FileSchema.OPENED_BY), checking)
                        .filter(of -> canOpen(of, checking))
                        .filter(of -> section.hasAll(FileSchema.WITHIN, FileSchema.LASTS, FileSchema.CONTINUATIONS))
                        .map(of -> new Attribution(
                                of.value(),
                                section.get(FileSchema.WITHIN),
                                section.get(FileSchema.LASTS),
                                section.get(FileSchema.CONTINUATIONS))));

        Outcomes outcomes = Outcomes.bind(
                entries(file, FileSchema.OUTCOMES),
                Declared.of("outcome", "outcomes", file, FileSchema.OUTCOMES),
                feedback,
                kinds,
                logged,
                attribution.isPresent(),
                checking);
        List<Shape.Named.Entry<Section>> rewardEntries = entries(file, FileSchema.REWARDS);
        Declared rewards = Declared.of("reward", "rewards", file, FileSchema.REWARDS);
        List<RewardDefinition> rewardDefinitions =
                Rewards.bind(rewardEntries, rewards, outcomes, featureDefinitions, features.doubtful(), checking);
        List<DelayDefinition> delays =
                Delays.bind(entries(file, FileSchema.DELAY), outcomes, featureDefinitions, features, checking);
        List<Shape.Named.Entry<Section>> policyEntries = entries(file, FileSchema.POLICIES);
        List<PolicyDefinition> policies = Policies.bind(
                policyEntries,
                rewards,
                featureDefinitions,
                features,
                kinds,
                Declared.of("policy", "policies", file, FileSchema.POLICIES),
                checking);
        List<ExperimentDefinition> experiments = Policies.experiments(
                entries(file, FileSchema.EXPERIMENTS),
                Declared.of("policy", "policies", file, FileSchema.POLICIES),
                checking);
        Optional<ServingDefinition> serving =
                Serving.bind(file, Declared.of("policy", "policies", file, FileSchema.POLICIES), checking);
        if (checking.count() > 0) {
            return Optional.empty();
        }
        return Optional.of(new Configuration(
                file.get(FileSchema.LATENESS),
                featureDefinitions,
                feedback,
                attribution,
                history,
                outcomes.definitions(),
                rewardDefinitions,
                delays,
                policies,
                experiments,
                serving.orElseThrow()));
    }

    private static boolean canOpen(Found<String> of, Checking checking) {
        boolean impression = of.value().equals(FeedbackKind.IMPRESSION);
        if (impression) {
            checking.tell(
                    of.place(),
                    "an impression opens no engagement: it says that the recommendation was seen",
                    "name what a member does with an item first: play, read, click");
        }
        return !impression;
    }

    private static <T> List<Shape.Named.Entry<T>> entries(Section file, Key<List<Shape.Named.Entry<T>>> key) {
        return file.value(key).orElse(List.of());
    }

    private static Optional<FeatureDefinition> feature(String name, Shape.WordOr.Choice kind) {
        return kind.word()
                .map(word -> new FeatureDefinition(
                        name,
                        FeatureDefinition.Kind.valueOf(
                                word.toUpperCase(Locale.ROOT).replace('-', '_'))))
                .or(() -> kind.section()
                        .filter(section -> section.hasAll(FileSchema.FEATURE_TYPE, FileSchema.FEATURE_SIZE))
                        .map(section -> FeatureDefinition.embedding(
                                name, section.get(FileSchema.FEATURE_SIZE).intValue())));
    }
}
