package dev.muster.nostr.event;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-42: how a client says who it is.
class ClientAuthenticationTest {
    private static final URI RELAY = URI.create("wss://relay.example.org/inbox");
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    @Test
    void B42_3_acceptsAnAnswerToItsChallenge() {
        Event answer =
                ClientAuthentication.answer(ALICE.publicKey(), RELAY, "c", NOW).sign(ALICE, RANDOM);

        assertThat(answer.kind()).isEqualTo(22_242);
        assertThat(flaw(answer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wss://relay.example.org/inbox/",
                "WSS://Relay.Example.ORG:443/inbox",
                "wss://relay.example.org",
                "wss://relay.example.org/"
            })
    void B42_3_knowsItselfHoweverItsUrlIsWritten(String url) {
        assertThat(flaw(answer(22_242, 0, Tag.of("relay", url), Tag.of("challenge", "c"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wss://other.example.org/inbox",
                "wss://relay.example.org:444/inbox",
                "ws://relay.example.org/inbox",
                "wss://relay.example.org/other",
                "https://relay.example.org/inbox",
                "not a url",
                "",
                "relay.example.org"
            })
    void B42_3_refusesAnswersMeantForAnotherRelay(String url) {
        assertThat(flaw(answer(22_242, 0, Tag.of("relay", url), Tag.of("challenge", "c"))))
                .contains("the relay tag is not wss://relay.example.org/inbox");
    }

    @Test
    void B42_3_refusesMissingTagsOtherChallengesKindsTimesAndSignatures() {
        Tag relay = Tag.of("relay", RELAY.toString());
        Tag challenge = Tag.of("challenge", "c");

        assertThat(flaw(answer(22_242, 0, relay))).isPresent();
        assertThat(flaw(answer(22_242, 0, challenge))).isPresent();
        assertThat(flaw(answer(22_242, 0, relay, Tag.of("challenge", "d")))).isPresent();
        assertThat(flaw(answer(1, 0, relay, challenge))).isPresent();
        assertThat(flaw(answer(22_242, 601, relay, challenge))).isPresent();
        assertThat(flaw(answer(22_242, -601, relay, challenge))).isPresent();
        assertThat(flaw(answer(22_242, 600, relay, challenge))).isEmpty();
        assertThat(flaw(answer(22_242, -600, relay, challenge))).isEmpty();
        var rumor = ClientAuthentication.answer(ALICE.publicKey(), RELAY, "c", NOW);
        Event forged = new EventFields(rumor, rumor.id(), Events.note("x").signature()).event();
        assertThat(flaw(forged)).contains("the signature is not its author's");
    }

    private static Event answer(int kind, int secondsOff, Tag... tags) {
        return Events.signed(ALICE, NOW.getEpochSecond() + secondsOff, kind, Tags.of(tags), "");
    }

    private static Optional<String> flaw(Event answer) {
        return ClientAuthentication.flaw(answer, RELAY, "c", NOW);
    }
}
