package dev.muster.nostr.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;

/// Whatever a server sends is read or refused.
class WireFuzzTest {
    private static final int MOST = 1000;

    @FuzzTest
    void frame(byte @NotNull [] sent) {
        Frame frame;
        try {
            frame = Frame.read(new DataInputStream(new ByteArrayInputStream(sent)), MOST);
        } catch (IOException refused) {
            return;
        }
        assertThat(frame.payload().length).isLessThanOrEqualTo(MOST);
        assertThat(frame.closeCode()).isBetween(0, 0xffff);
        assertThat(frame.closeReason()).isNotEmpty();
    }

    @FuzzTest
    void handshake(byte @NotNull [] sent) {
        var handshake = new Handshake(URI.create("ws://localhost"), new SecureRandom());
        // Nobody guesses the answer to a random key.
        assertThatThrownBy(() -> handshake.readAnswer(new ByteArrayInputStream(sent)))
                .isInstanceOf(IOException.class);
    }
}
