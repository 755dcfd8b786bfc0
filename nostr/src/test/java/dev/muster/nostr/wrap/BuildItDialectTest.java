package dev.muster.nostr.wrap;

import static dev.muster.nostr.wrap.Forger.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventFields;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Opened.CoverTraffic;
import dev.muster.nostr.wrap.Opened.Refused;
import dev.muster.nostr.wrap.Opened.Sealed;
import dev.muster.nostr.wrap.Opened.UnsignedCall;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What BuildIt web sends instead of plain NIP-17: padding within NIP-44, padding and an envelope within the
/// content, rumors without id and author, seals that nobody signed, and noise for itself.
@Timeout(20)
class BuildItDialectTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SecureRandom random = new SecureRandom();
    private final SecretKey alice = SecretKey.random(random);
    private final SecretKey bob = SecretKey.random(random);
    private final Forger forger = new Forger(alice, bob.publicKey());
    private final Recipient strict = new Recipient(bob, new ConversationKeys(10));
    private final Recipient tolerant = new Recipient(bob, new ConversationKeys(10), UnsignedSeals.OPENED_FOR_CALLS);

    @Test
    void rumorWithoutIdAndAuthorGetsThem() {
        Message message = sealed("hello");

        assertThat(message.author()).isEqualTo(alice.publicKey());
        assertThat(message.rumor())
                .isEqualTo(new Rumor(
                        alice.publicKey(),
                        Forger.NOW,
                        Kind.CHAT_MESSAGE,
                        Tags.of(Tag.of("p", bob.publicKey().hex()), Tag.of("conversation", "conv-1")),
                        "hello"));
        assertThat(message.id()).isEqualTo(message.rumor().id());
    }

    @Test
    void bothLayersArePadded() {
        String seal = padded("\0PADv2\0", json(forger.seal(padded("\0PADv2\0", rumor("hello")))));

        assertThat(opened(forger.wrap(seal)).text()).isEqualTo("hello");
    }

    @Test
    void textIsPadded() {
        assertThat(sealed(padded("\0OPAD\0", "hello")).text()).isEqualTo("hello");
    }

    @Test
    void jsonHasThePlainTextUnderTheIdThatWasSent() {
        Message message = sealed(padded("\0OPAD\0", "hello"));
        EventFields json = EventFields.parse(message.json());

        assertThat(json.content()).contains("hello");
        assertThat(json.id()).contains(message.id()).contains(message.rumor().id());
        assertThat(json.author()).contains(message.author());
    }

    @Test
    void lengthCountsUtf16Units() {
        String family = "👩‍👩‍👧 čau";

        assertThat(sealed(padded("\0OPAD\0", family)).text()).isEqualTo(family);
    }

    @Test
    void emptyTextAndTextWithoutFillerArePaddedToo() {
        assertThat(sealed("\0OPAD\0" + "00000" + "filler").text()).isEmpty();
        assertThat(sealed("\0OPAD\0" + "00005" + "hello").text()).isEqualTo("hello");
    }

    @Test
    void ephemeralMessageIsInAnEnvelopeWithinThePadding() {
        Message message = sealed(padded("\0OPAD\0", "{\"content\":\"hello\",\"ephemeral\":{\"ttl\":60}}"));

        assertThat(message.text()).isEqualTo("hello");
        assertThat(message.lifetime()).contains(MINUTE);
    }

    @Test
    void ephemeralMessageMayComeUnpadded() {
        Message message = sealed("{\"content\":\"{\\\"a\\\":1}\",\"ephemeral\":{\"ttl\":60}}");

        assertThat(message.text()).isEqualTo("{\"a\":1}");
        assertThat(message.lifetime()).contains(MINUTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{\"content\":\"hello\"}",
                "{\"ephemeral\":{\"ttl\":60}}",
                "{\"content\":1,\"ephemeral\":{\"ttl\":60}}",
                "{\"content\":\"hello\",\"ephemeral\":null}",
                "{\"content\":\"hello\",\"ephemeral\":{}}",
                "{\"content\":\"hello\",\"ephemeral\":{\"ttl\":0}}",
                "{\"content\":\"hello\",\"ephemeral\":{\"ttl\":-60}}",
                "{\"content\":\"hello\",\"ephemeral\":{\"ttl\":60,\"ttl\":61}}",
                "{\"content\":\"hello\",\"ephemeral\":{\"ttl\":60},\"more\":1}",
                "{\"content\":\"hello\",\"content\":\"bye\",\"ephemeral\":{\"ttl\":60}}",
                "{\"content\":\"hello\",\"ephemeral\":{\"ttl\":60}} and more",
            })
    void otherJsonIsText(String text) {
        Message message = sealed(text);

        assertThat(message.text()).isEqualTo(text);
        assertThat(message.lifetime()).isEmpty();
    }

    @Test
    void idIsThatOfTheRumorAsItWasSent() {
        String padded = padded("\0OPAD\0", "hello");
        Rumor sent = forger.rumor(Kind.CHAT_MESSAGE, padded);

        Message message = opened(forger.wrap(forger.seal(json(sent))));

        assertThat(message.id()).isEqualTo(sent.id());
        assertThat(message.rumor()).isEqualTo(sent);
        assertThat(message.text()).isEqualTo("hello");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "0000,  the text ends before its length",
        "0000x, five digits",
        "+0005, five digits",
        "00 05, five digits",
        "00006hello, longer than it is",
        "99999hello, longer than it is",
        "00001👩, within a character",
    })
    void paddingThatDoesNotAddUpIsRefused(String lengthAndText, String reason) {
        Event text = forger.wrap(forger.seal(rumor("\0OPAD\0" + lengthAndText)));
        Event seal = forger.wrap(forger.seal("\0PADv2\0" + lengthAndText));
        Event wrap = forger.wrap("\0PADv2\0" + lengthAndText);

        assertRefused(strict.open(text), Refusal.WRONG_TEXT_PADDING, reason);
        assertRefused(strict.open(seal), Refusal.WRONG_SEAL_PADDING, reason);
        assertRefused(strict.open(wrap), Refusal.WRONG_WRAP_PADDING, reason);
    }

    @Test
    void onlyChatMessagesAreUnpacked() {
        String padded = padded("\0OPAD\0", "hello");
        Rumor reaction = forger.rumor(Kind.REACTION, padded);

        assertThat(opened(forger.wrap(forger.seal(json(reaction)))).text()).isEqualTo(padded);
    }

    @Test
    void coverTrafficToOneselfIsDropped() {
        var toOneself = new Forger(bob, bob.publicKey());
        Rumor noise = toOneself.rumor(Kind.CHAT_MESSAGE, "\0BUILDIT_DUMMY\0Sounds good, let me know.");

        assertThat(strict.open(toOneself.wrap(toOneself.seal(json(noise))))).isEqualTo(new CoverTraffic());
    }

    @Test
    void nobodyElseCanMakeUsDropAMessage() {
        assertThat(sealed("\0BUILDIT_DUMMY\0hello").text()).isEqualTo("\0BUILDIT_DUMMY\0hello");
    }

    @Test
    void unsignedSealAroundACallOpensIfAllowed() {
        Rumor call = forger.rumor(Kind.BUILDIT_CALL_OFFER, "{\"callId\":\"1\"}");
        Event wrap = forger.wrap(padded("\0PADv2\0", forger.unsignedSeal(padded("\0PADv2\0", withoutId(call)))));

        assertThat(tolerant.open(wrap)).isInstanceOfSatisfying(UnsignedCall.class, answer -> {
            assertThat(answer.message().author()).isEqualTo(alice.publicKey());
            assertThat(answer.message().rumor()).isEqualTo(call);
            assertThat(answer.message().id()).isEqualTo(call.id());
        });
    }

    @Test
    void unsignedSealIsRefusedUnlessAllowed() {
        Event wrap = forger.wrap(forger.unsignedSeal(json(forger.rumor(Kind.BUILDIT_CALL_OFFER, "{}"))));

        assertRefused(strict.open(wrap), Refusal.UNSIGNED_SEAL, "");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 14, 24_299, 24_400, 25_050, 30_078})
    void unsignedSealAroundAnythingButACallIsRefused(int kind) {
        Event wrap = forger.wrap(forger.unsignedSeal(json(forger.rumor(kind, "{}"))));

        assertRefused(tolerant.open(wrap), Refusal.UNSIGNED_SEAL_WITHOUT_CALL, "");
    }

    @Test
    void unsignedSealInSomebodyElsesNameIsRefused() {
        SecretKey mallory = SecretKey.random(random);
        String byMallory = new Forger(mallory, bob.publicKey())
                .unsignedSeal(json(forger.rumor(Kind.BUILDIT_CALL_OFFER, "{}")))
                .replace(mallory.publicKey().hex(), alice.publicKey().hex());

        assertRefused(tolerant.open(forger.wrap(byMallory)), Refusal.UNREADABLE_SEAL, "wrong MAC");
    }

    @Test
    void unsignedSealByAKeyThatIsNoneIsRefused() {
        String seal = forger.unsignedSeal("{}").replace(alice.publicKey().hex(), "0".repeat(64));

        assertRefused(tolerant.open(forger.wrap(seal)), Refusal.UNREADABLE_SEAL, "");
    }

    @Test
    void unsignedSealIsToldByHavingNothingElseOfAnEvent() {
        String seal = forger.unsignedSeal(json(forger.rumor(Kind.BUILDIT_CALL_OFFER, "{}")));

        assertRefused(tolerant.open(forger.wrap(seal.replace("{\"p", "{\"kind\":13,\"p"))), Refusal.NOT_SIGNED, "");
        assertRefused(tolerant.open(forger.wrap(seal.replace("{\"p", "{\"tags\":[],\"p"))), Refusal.NOT_SIGNED, "");
    }

    private Message sealed(String content) {
        return opened(forger.wrap(forger.seal(rumor(content))));
    }

    private Message opened(Event wrap) {
        return ((Sealed) strict.open(wrap)).message();
    }

    /// As BuildIt web sends it: with a version, without id and author.
    private String rumor(String content) {
        var tags = Tags.of(Tag.of("p", bob.publicKey().hex()), Tag.of("conversation", "conv-1"));
        var rumor = new Rumor(alice.publicKey(), Forger.NOW, Kind.CHAT_MESSAGE, tags, content);
        return withoutId(rumor).replace("\"pubkey\":\"" + alice.publicKey() + "\"", "\"_v\":\"1.0.0\"");
    }

    private static String withoutId(Rumor rumor) {
        return json(rumor).replace("\"id\":\"" + rumor.id() + "\",", "");
    }

    /// Marker, length, text, and filler up to 256 or more.
    private static String padded(String marker, String text) {
        String head = marker + String.format("%05d", text.length()) + text;
        return head + "Aa0".repeat(Math.max(0, 256 - head.length()) / 3);
    }

    private static void assertRefused(Opened opened, Refusal reason, String detail) {
        assertThat(opened).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.detail()).contains(detail);
        });
    }
}
