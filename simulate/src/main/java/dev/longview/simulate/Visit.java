package dev.longview.simulate;

/**
 * A member who has come, as the service sees it. Nothing hidden is here.
 *
 * @param timeMicros since 1970 in UTC
 * @param device the feature context.device
 * @param hour the feature context.hour, 0 … 24
 * @param tenureDays the feature member.tenure_days
 * @param favourite the feature member.favourite: the genre declared at sign-up, a noisy view of taste
 * @param candidates what may be recommended
 * @param seed of the draw of the slate; the same in paired runs
 */
public record Visit(
        String decisionId,
        String account,
        String member,
        long timeMicros,
        String device,
        double hour,
        double tenureDays,
        String favourite,
        Candidates candidates,
        long seed) {}
