package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// How the bots of one process come to know each other.
@NullMarked
class MusterConfigTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PublicKey sessions = SecretKey.random(RANDOM).publicKey();
    private final PublicKey texts = SecretKey.random(RANDOM).publicKey();

    @Test
    void theBotForSessionsAsksTheOneForTextsAndBothKnowEachOtherAsBots() {
        MusterConfig together = MusterConfig.DEFAULT.introducing(sessions, Optional.of(texts), Optional.empty());
        assertThat(together.notifier().sessions().texts().bridge()).contains(texts);
        assertThat(together.roles().bot()).isEqualTo(Set.of(sessions, texts));
        assertThat(together.roles().withBots(Set.of())).isEqualTo(together.roles());
    }

    @Test
    void whomSomebodyHasNamedStays() {
        PublicKey other = SecretKey.random(RANDOM).publicKey();
        MusterConfig named = MusterConfig.DEFAULT.introducing(sessions, Optional.of(other), Optional.empty());
        assertThat(named.introducing(sessions, Optional.of(texts), Optional.empty())
                        .notifier()
                        .sessions()
                        .texts()
                        .bridge())
                .contains(other);
    }
}
