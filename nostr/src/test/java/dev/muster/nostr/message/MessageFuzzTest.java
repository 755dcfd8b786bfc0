package dev.muster.nostr.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.muster.nostr.message.ClientMessage.Misunderstood;

/// Whatever a frame holds: a client's is always understood somehow, a relay's is read or refused.
class MessageFuzzTest {
    @FuzzTest
    void clientMessage(byte @NotNull [] frame) {
        ClientMessage message = ClientMessage.parse(frame);
        if (message instanceof Misunderstood bad) {
            assertThat(bad.reason()).matches("(invalid|unsupported): .+");
        } else {
            assertThat(ClientMessage.parse(message.json())).isEqualTo(message);
        }
    }

    @FuzzTest
    void relayMessage(byte @NotNull [] frame) {
        RelayMessage message;
        try {
            message = RelayMessage.parse(frame);
        } catch (IllegalArgumentException refused) {
            return;
        }
        if (message instanceof RelayMessage.Unknown) return;
        assertThat(RelayMessage.parse(message.json())).isEqualTo(message);
    }
}
