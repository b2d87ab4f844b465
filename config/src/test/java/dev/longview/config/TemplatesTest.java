package dev.longview.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.log.FeedbackKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplatesTest {
    static List<String> names() {
        return Templates.names();
    }

    static Configuration configuration(String name) {
        return switch (ConfigFile.read(Templates.text(name).orElseThrow())) {
            case Reading.Checked(Configuration checked) -> checked;
            case Reading.Refused refused -> throw new AssertionError(refused.render(name));
        };
    }

    @ParameterizedTest
    @MethodSource("names")
    void template_read_hasNoProblem(String name) {
        assertThat(configuration(name).policies()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void template_mentionsEveryKeyOfTheSchema(String name) {
        String text = Templates.text(name).orElseThrow();
        assertThat(ReferencePage.keys())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(text).containsPattern("(?m)(^|[ #{])" + key + "(:| {2})"));
    }

    @Test
    void streaming_read_declaresWhatTheSimulatorLogs() {
        Configuration streaming = configuration(Templates.STREAMING);
        assertThat(streaming.features())
                .extracting("name")
                .containsExactly(
                        "context.device",
                        "context.hour",
                        "member.tenure_days",
                        "member.favourite",
                        "item.genre",
                        "item.kind",
                        "item.runtime");
        assertThat(streaming.feedback())
                .containsExactly(
                        new FeedbackKind("play", false),
                        new FeedbackKind("watch", false),
                        new FeedbackKind("complete", false),
                        new FeedbackKind("thumb", true));
        assertThat(streaming.outcome("thumb").orElseThrow().retractable()).isTrue();
        assertThat(streaming.impressions()).isFalse();
        assertThat(streaming.experiment("clicks-or-glad").orElseThrow().cells())
                .extracting("policy")
                .containsExactly("clicks", "glad");
    }

    @Test
    void text_unknownTemplate_isEmpty() {
        assertThat(Templates.text("../streaming")).isEmpty();
    }
}
