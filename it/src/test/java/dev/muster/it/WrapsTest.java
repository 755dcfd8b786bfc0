package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.wrap.ChatMessage;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Opened;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import dev.muster.nostr.wrap.Sent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rust.nostr.sdk.Nostr_sdk_jvmKt;
import rust.nostr.sdk.UnwrappedGift;

/// Gift wraps cross between implementations (NIP-59, NIP-17): what one puts in, the other gets out.
@Timeout(600)
class WrapsTest {
    private static final int WRAPS = 50;

    private final SecretKey alice = SecretKey.random(Events.RANDOM);
    private final SecretKey bob = SecretKey.random(Events.RANDOM);
    private final SecretKey carol = SecretKey.random(Events.RANDOM);
    private final PublicKey toBob = bob.publicKey();
    private final List<Rumor> rumors = Rumors.random(alice.publicKey(), WRAPS);
    private final Sender sender = new Sender(alice, new ConversationKeys(10), InstantSource.system(), Events.RANDOM);

    @Test
    @NeedsNode
    void nostrToolsOpensOurWraps(NodePeer node) {
        for (Rumor rumor : rumors) {
            Event wrap = sender.wrap(rumor, toBob, Delivery.stored());
            assertThat(Rumors.parse(node.text("unwrap", bob.hex(), json(wrap)), alice.publicKey()))
                    .isEqualTo(rumor);
        }
    }

    @Test
    @NeedsNode
    void weOpenTheWrapsOfNostrTools(NodePeer node) {
        for (Rumor rumor : rumors) {
            String wrap = node.text("wrap", alice.hex(), toBob.hex(), Rumors.json(rumor));
            assertThat(open(wrap, bob).rumor()).isEqualTo(rumor);
        }
    }

    @Test
    @NeedsRust
    void rustNostrOpensOurWraps() throws Exception {
        for (Rumor rumor : rumors) {
            Event wrap = sender.wrap(rumor, toBob, Delivery.stored());
            assertThat(rustOpens(wrap)).isEqualTo(rumor);
        }
    }

    @Test
    @NeedsRust
    void weOpenTheWrapsOfRustNostr() throws Exception {
        for (Rumor rumor : rumors) {
            assertThat(open(rustWraps(rumor), bob).rumor()).isEqualTo(rumor);
        }
    }

    /// Says that the two peers understand each other, and so that they speak one language with us.
    @Test
    @NeedsNode
    @NeedsRust
    void thePeersOpenEachOthersWraps(NodePeer node) throws Exception {
        Rumor rumor = rumors.getFirst();
        String fromNode = node.text("wrap", alice.hex(), toBob.hex(), Rumors.json(rumor));
        assertThat(rustOpens(Event.parse(fromNode.getBytes(UTF_8)))).isEqualTo(rumor);
        String opened = node.text("unwrap", bob.hex(), rustWraps(rumor));
        assertThat(Rumors.parse(opened, alice.publicKey())).isEqualTo(rumor);
    }

    @Test
    @NeedsNode
    @NeedsRust
    void thePeersOpenEveryDeliveryOfKind1059(NodePeer node) throws Exception {
        Rumor rumor = rumors.getFirst();
        var deliveries = List.of(
                Delivery.storedNow(),
                Delivery.stored().expiring(Instant.now().plusSeconds(3600)),
                Delivery.stored().working(8));
        for (Delivery delivery : deliveries) {
            Event wrap = sender.wrap(rumor, toBob, delivery);
            assertThat(Rumors.parse(node.text("unwrap", bob.hex(), json(wrap)), alice.publicKey()))
                    .isEqualTo(rumor);
            assertThat(rustOpens(wrap)).isEqualTo(rumor);
        }
    }

    @Test
    @NeedsNode
    @NeedsRust
    void nip17_thePeersReadWhatWeChat(NodePeer node) throws Exception {
        var message = ChatMessage.to(List.of(toBob, carol.publicKey()), "Training at six, bring \"water\" 🏐\n")
                .about("Tuesday");
        var sent = sender.send(message);
        for (SecretKey reader : List.of(bob, carol, alice)) {
            String wrap = json(wrapFor(reader, sent));
            assertThat(Rumors.parse(node.text("unwrap", reader.hex(), wrap), alice.publicKey()))
                    .isEqualTo(sent.rumor());
        }
        assertThat(rustOpens(wrapFor(bob, sent))).isEqualTo(sent.rumor());
    }

    private static Event wrapFor(SecretKey reader, Sent sent) {
        return Optional.ofNullable(sent.wraps().get(reader.publicKey())).orElseThrow();
    }

    @Test
    @NeedsNode
    void nip17_weReadWhatNostrToolsChats(NodePeer node) {
        var recipients = List.of(toBob.hex(), carol.publicKey().hex());
        List<String> wraps = node.texts("chat", alice.hex(), recipients, "Who brings the ball?", "Tuesday");
        var readers = List.of(alice, bob, carol);
        assertThat(wraps).hasSameSizeAs(readers);
        for (int i = 0; i < readers.size(); i++) {
            Message message = open(wraps.get(i), readers.get(i));
            assertThat(message.kind()).isEqualTo(Kind.CHAT_MESSAGE);
            assertThat(message.author()).isEqualTo(alice.publicKey());
            assertThat(message.text()).isEqualTo("Who brings the ball?");
            assertThat(message.rumor().tags().value("subject")).contains("Tuesday");
        }
    }

    @Test
    @NeedsRust
    void nip17_weReadWhatRustNostrChats() throws Exception {
        var theirs = RustNostr.publicKey(toBob);
        var signer = RustNostr.signer(alice);
        var wrap = RustNostr.<rust.nostr.sdk.Event>await(continuation ->
                Nostr_sdk_jvmKt.makePrivateMsg(signer, theirs, "Who brings the ball?", List.of(), continuation));
        Message message = open(wrap.asJson(), bob);
        assertThat(message.kind()).isEqualTo(Kind.CHAT_MESSAGE);
        assertThat(message.author()).isEqualTo(alice.publicKey());
        assertThat(message.text()).isEqualTo("Who brings the ball?");
        assertThat(message.rumor().tags().values("p")).containsExactly(toBob.hex());
    }

    private String rustWraps(Rumor rumor) throws Exception {
        var theirs = RustNostr.publicKey(toBob);
        var signer = RustNostr.signer(alice);
        var unsigned = RustNostr.unsigned(rumor);
        return RustNostr.<rust.nostr.sdk.Event>await(
                        continuation -> Nostr_sdk_jvmKt.giftWrap(signer, theirs, unsigned, List.of(), continuation))
                .asJson();
    }

    private Rumor rustOpens(Event wrap) throws Exception {
        var signer = RustNostr.signer(bob);
        var event = RustNostr.event(wrap);
        var gift = RustNostr.<UnwrappedGift>await(
                continuation -> UnwrappedGift.Companion.fromGiftWrap(signer, event, continuation));
        assertThat(gift.sender().toHex()).isEqualTo(alice.publicKey().hex());
        return Rumors.parse(gift.rumor().asJson(), alice.publicKey());
    }

    private static Message open(String wrap, SecretKey reader) {
        Opened opened = new Recipient(reader, new ConversationKeys(1)).open(Event.parse(wrap.getBytes(UTF_8)));
        assertThat(opened).isInstanceOf(Opened.Sealed.class);
        return ((Opened.Sealed) opened).message();
    }

    private static String json(Event event) {
        return new String(event.json(), UTF_8);
    }
}
