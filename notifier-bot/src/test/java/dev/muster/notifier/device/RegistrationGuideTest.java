package dev.muster.notifier.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import dev.muster.notifier.Guide;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the guides for apps tell to register is what the bot takes.
@NullMarked
@Timeout(30)
class RegistrationGuideTest {
    static Stream<Guide> registrations() {
        return Guide.examples().stream().filter(example -> example.name().equals("register"));
    }

    @ParameterizedTest
    @MethodSource("registrations")
    void push_R2_eachRegistrationOfTheGuidesIsTaken(Guide example) {
        String content = example.json().strip().replaceFirst("\\{", "{\"device\":\"anas-phone\",");
        var owner = SecretKey.random(new SecureRandom()).publicKey();
        Instant now = Instant.parse("2026-12-01T18:00:00Z");
        var rumor = new Rumor(owner, now.getEpochSecond(), Kind.PUSH_REGISTRATION, Tags.NONE, content);
        Said said = Said.of(rumor, now);
        assertThat(said).isInstanceOf(Said.Registered.class);
    }
}
