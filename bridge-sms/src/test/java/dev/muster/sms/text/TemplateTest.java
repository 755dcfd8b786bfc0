package dev.muster.sms.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TemplateTest {
    @Test
    void gapsAreFilledIn() {
        var template = new Template("Hi {{name}}, join: {{ link }}");
        assertThat(template.gaps()).containsExactlyInAnyOrder("name", "link");
        assertThat(template.filled(Map.of("name", "Ana $1 \\", "link", "https://m.example/s/x")))
                .isEqualTo("Hi Ana $1 \\, join: https://m.example/s/x");
    }

    @Test
    void whatIsFilledInHasNoGaps() {
        assertThat(new Template("Hi {{name}}").filled(Map.of("name", "{{link}}", "link", "secret")))
                .isEqualTo("Hi {{link}}");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> new Template("Hi {{nmae}}").filled(Map.of("name", "Ana", "link", "x")))
                .hasMessage("{{nmae}}: there is nothing to fill in; known are link, name");
    }
}
