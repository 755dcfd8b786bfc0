package dev.muster.nostr.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

class Nip44FuzzTest {
    private static final ConversationKey KEY = new ConversationKey(new byte[32]);

    @FuzzTest
    void decrypt_refusesOnlyByIllegalArgument(FuzzedDataProvider data) {
        opensOrRefuses(data.consumeRemainingAsString());
    }

    /// Past the MAC, where only the other side of a conversation gets.
    @FuzzTest
    void decrypt_refusesOnlyByIllegalArgumentWhatTheOtherSidePadded(FuzzedDataProvider data) {
        byte[] nonce = new byte[32];
        byte[] padded = data.consumeRemainingAsBytes();
        byte[] payload = new byte[1 + 32 + padded.length + 32];
        payload[0] = 2;
        System.arraycopy(padded, 0, payload, 33, padded.length);
        Nip44.MessageKeys keys = Nip44.MessageKeys.of(KEY, nonce);
        int macAt = payload.length - 32;
        System.arraycopy(keys.chaCha20(payload, 33, macAt), 0, payload, 33, padded.length);
        System.arraycopy(keys.mac(payload, 1, macAt), 0, payload, macAt, 32);
        opensOrRefuses(Base64.getEncoder().encodeToString(payload));
    }

    @FuzzTest
    void encrypt_thenDecryptGivesTheText(FuzzedDataProvider data) {
        byte[] nonce = new byte[32];
        String text = data.consumeRemainingAsString();
        boolean expressible =
                !text.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(text);
        try {
            assertThat(Nip44.decrypt(Nip44.encrypt(text, KEY, nonce), KEY)).isEqualTo(text);
            assertThat(expressible).isTrue();
        } catch (IllegalArgumentException refused) {
            assertThat(expressible).isFalse();
        }
    }

    private static void opensOrRefuses(String payload) {
        try {
            String text = Nip44.decrypt(payload, KEY);
            assertThat(text).isNotEmpty();
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
