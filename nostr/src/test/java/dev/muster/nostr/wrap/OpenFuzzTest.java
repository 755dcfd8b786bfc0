package dev.muster.nostr.wrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;

/// Whatever is encrypted for us, properly and by whomever: opening it gives an answer and never throws.
class OpenFuzzTest {
    private static final SecretKey ALICE = SecretKey.parse("0".repeat(63) + "1");
    private static final SecretKey BOB = SecretKey.parse("0".repeat(63) + "2");

    private final Forger forger = new Forger(ALICE, BOB.publicKey());
    private final Recipient recipient = new Recipient(BOB, new ConversationKeys(10), UnsignedSeals.OPENED_FOR_CALLS);

    @FuzzTest
    void anythingInAWrap(byte[] bytes) {
        if (bytes.length > 0) open(forger.wrap(Kind.EPHEMERAL_GIFT_WRAP, text(bytes)));
    }

    @FuzzTest
    void anythingInASeal(byte[] bytes) {
        if (bytes.length > 0) open(forger.wrap(forger.seal(text(bytes))));
    }

    @FuzzTest
    void anythingInAnUnsignedSeal(byte[] bytes) {
        if (bytes.length > 0) open(forger.wrap(forger.unsignedSeal(text(bytes))));
    }

    @FuzzTest
    void anythingInAChatMessage(byte[] bytes) {
        open(forger.wrap(forger.seal(Forger.json(forger.rumor(Kind.CHAT_MESSAGE, text(bytes))))));
    }

    @FuzzTest
    void anythingInACall(byte[] bytes) {
        try {
            assertThat(CallSignal.of(forger.rumor(Kind.BUILDIT_CALL_OFFER, text(bytes))))
                    .isNotNull();
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private void open(Event wrap) {
        switch (recipient.open(wrap)) {
            case Opened.Sealed(var message) ->
                assertThat(message.id()).isEqualTo(message.rumor().id());
            case Opened.UnsignedCall(var message) ->
                assertThat(Kind.isBuildItCall(message.kind())).isTrue();
            case Opened.SignedCall(var event) -> assertThat(event.flaw()).isEmpty();
            case Opened.Refused(var _, var detail) -> assertThat(detail).isNotBlank();
            case Opened.CoverTraffic() -> throw new AssertionError("only we could have sent it");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
