package dev.muster.nostr.wrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.wrap.Opened.Refused;
import dev.muster.nostr.wrap.Opened.Sealed;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// NIP-17: private messages; and the examples that NIP-17 and NIP-59 print.
@Timeout(20)
class Nip17Test {
    private final SecureRandom random = new SecureRandom();
    private final SecretKey alice = SecretKey.random(random);
    private final SecretKey bob = SecretKey.random(random);
    private final SecretKey carol = SecretKey.random(random);
    private final InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(Forger.NOW));
    private final Sender sender = new Sender(alice, new ConversationKeys(10), clock, random);

    @Test
    void nip17_examplesOpen() throws Exception {
        JsonNode examples = vectors("nip17-examples.json").get("examples");
        assertThat(examples).hasSize(2);
        for (JsonNode example : examples) {
            var key = SecretKey.parse(example.get("recipient_privkey").asString());

            assertOpensTo(example.get("rumor"), key, example.get("wrap"));
        }
    }

    @Test
    void nip59_exampleOpens() throws Exception {
        JsonNode example = vectors("nip59-example.json");
        var key = SecretKey.parse(example.get("keys").get("recipient").asString());

        assertOpensTo(example.get("rumor"), key, example.get("wrap"));
    }

    private static void assertOpensTo(JsonNode rumor, SecretKey key, JsonNode wrap) {
        Opened opened = new Recipient(key, new ConversationKeys(1))
                .open(Event.parse(wrap.toString().getBytes(UTF_8)));

        assertThat(opened).isInstanceOfSatisfying(Sealed.class, answer -> {
            Message message = answer.message();
            assertThat(message.id().hex()).isEqualTo(rumor.get("id").asString());
            assertThat(message.author().hex()).isEqualTo(rumor.get("pubkey").asString());
            assertThat(message.kind()).isEqualTo(rumor.get("kind").asInt());
            assertThat(message.text()).isEqualTo(rumor.get("content").asString());
            assertThat(message.rumor().createdAt())
                    .isEqualTo(rumor.get("created_at").asLong());
            assertThat(message.rumor().tags()).hasSize(rumor.get("tags").size());
            assertThat(message.lifetime()).isEmpty();
        });
    }

    private static JsonNode vectors(String file) throws Exception {
        try (InputStream json = Nip17Test.class.getResourceAsStream(file)) {
            return JsonMapper.shared().readTree(json);
        }
    }

    @Test
    void nip17_oneWrapForEachRecipientAndOneForTheSender() {
        Sent sent = sender.send(ChatMessage.to(List.of(bob.publicKey(), carol.publicKey()), "hello"));

        assertThat(sent.wraps().keySet()).containsExactly(bob.publicKey(), carol.publicKey(), alice.publicKey());
        for (SecretKey reader : List.of(alice, bob, carol)) {
            assertThat(opened(reader, sent).rumor()).isEqualTo(sent.rumor());
        }
    }

    @Test
    void nip17_onlyTheRecipientOpensTheirWrap() {
        Sent sent = sender.send(ChatMessage.to(bob.publicKey(), "hello"));
        Event forBob = wrapFor(bob, sent);

        assertThat(new Recipient(carol, new ConversationKeys(1)).open(forBob)).isInstanceOf(Refused.class);
        assertThat(new Recipient(alice, new ConversationKeys(1)).open(forBob)).isInstanceOf(Refused.class);
    }

    @Test
    void nip17_whoWritesToOneselfGetsOneWrap() {
        Sent sent = sender.send(ChatMessage.to(alice.publicKey(), "remember"));

        assertThat(sent.wraps().keySet()).containsExactly(alice.publicKey());
        assertThat(opened(alice, sent).text()).isEqualTo("remember");
    }

    @Test
    void nip17_recipientsComeFirstThenReplyThenSubject() {
        var before = sender.send(ChatMessage.to(bob.publicKey(), "first")).rumor();
        var message = ChatMessage.to(List.of(bob.publicKey(), carol.publicKey()), "second")
                .replyingTo(before.id())
                .about("Street medic 101");

        Rumor rumor = sender.send(message).rumor();

        assertThat(rumor.kind()).isEqualTo(14);
        assertThat(rumor.content()).isEqualTo("second");
        assertThat(rumor.tags().all())
                .containsExactly(
                        Tag.of("p", bob.publicKey().hex()),
                        Tag.of("p", carol.publicKey().hex()),
                        Tag.of("e", before.id().hex(), "", "reply"),
                        Tag.of("subject", "Street medic 101"));
    }

    @Test
    void nip17_recipientNamedTwiceGetsItOnce() {
        var message = ChatMessage.to(List.of(bob.publicKey(), bob.publicKey()), "hello");

        assertThat(message.recipients()).containsExactly(bob.publicKey());
    }

    @Test
    void nip17_messageForNobodyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ChatMessage.to(List.<PublicKey>of(), "hello"));
    }

    @Test
    void messagesDoNotShowTheirTextInLogs() {
        Sent sent = sender.send(ChatMessage.to(bob.publicKey(), "hello"));

        assertThat(sent.toString() + ChatMessage.to(bob.publicKey(), "hello") + opened(bob, sent))
                .doesNotContain("hello");
    }

    @Test
    void sharedTextsComeBackAsTheyWere() {
        for (String text :
                List.of("", " ", "{\"json\":1}", "\0", "a\u2028b\n\r\t\"\\", "č🏳️‍🌈", "x".repeat(70_000))) {
            assertThat(opened(bob, sender.send(ChatMessage.to(bob.publicKey(), text))))
                    .extracting(Message::text, Message::lifetime)
                    .containsExactly(text, Optional.empty());
        }
    }

    private static Message opened(SecretKey reader, Sent sent) {
        var opened = (Sealed) new Recipient(reader, new ConversationKeys(1)).open(wrapFor(reader, sent));
        assertThat(opened.message().id()).isEqualTo(sent.rumor().id());
        return opened.message();
    }

    private static Event wrapFor(SecretKey reader, Sent sent) {
        return Objects.requireNonNull(sent.wraps().get(reader.publicKey()));
    }
}
