package dev.muster.nostr.wrap;

import static dev.muster.nostr.wrap.Forger.json;
import static dev.muster.nostr.wrap.Forger.withAnother;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Opened.Refused;
import dev.muster.nostr.wrap.Opened.Sealed;
import dev.muster.nostr.wrap.Opened.SignedCall;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-59 and NIP-17, read by somebody who wants to be believed: every forgery is refused, and by its name.
@Timeout(20)
class ForgeryTest {
    private static final Tags CALL_TAGS = Tags.of(Tag.of("call-id", "550e8400-e29b-41d4-a716-446655440000"));

    private final SecureRandom random = new SecureRandom();
    private final SecretKey alice = SecretKey.random(random);
    private final SecretKey bob = SecretKey.random(random);
    private final SecretKey mallory = SecretKey.random(random);

    private final Forger forger = new Forger(alice, bob.publicKey());
    private final Recipient recipient = new Recipient(bob, new ConversationKeys(10), UnsignedSeals.OPENED_FOR_CALLS);
    private final String rumor = json(forger.rumor(Kind.CHAT_MESSAGE, "hello"));

    @Test
    void theForgersHonestWrapOpens() {
        assertThat(recipient.open(forger.wrap(forger.seal(rumor)))).isInstanceOf(Sealed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 13, 14, 1058, 1060, 21_058})
    void nip59_onlyKinds1059And21059AreWraps(int kind) {
        assertRefused(forger.wrap(kind, json(forger.seal(rumor))), Refusal.NOT_A_WRAP);
    }

    @Test
    void nip17_wrapForSomebodyElseIsRefused() {
        Event toMallory = forger.wrap(Kind.GIFT_WRAP, to(mallory), json(forger.seal(rumor)));

        assertRefused(toMallory, Refusal.NOT_FOR_US);
    }

    @Test
    void nip17_wrapForNobodyIsRefused() {
        assertRefused(forger.wrap(Kind.GIFT_WRAP, Tags.NONE, json(forger.seal(rumor))), Refusal.NOT_FOR_US);
        assertRefused(forger.wrap(Kind.GIFT_WRAP, Tags.of(Tag.of("p")), json(forger.seal(rumor))), Refusal.NOT_FOR_US);
    }

    @Test
    void nip17_ourKeyMustBeTheFirstOfTheWrapsTags() {
        Tags second = Tags.of(
                Tag.of("p", mallory.publicKey().hex()),
                Tag.of("p", bob.publicKey().hex()));
        Tags first = Tags.of(
                Tag.of("p", bob.publicKey().hex()),
                Tag.of("p", mallory.publicKey().hex()));

        assertRefused(forger.wrap(Kind.GIFT_WRAP, second, json(forger.seal(rumor))), Refusal.NOT_FOR_US);
        assertThat(recipient.open(forger.wrap(Kind.GIFT_WRAP, first, json(forger.seal(rumor)))))
                .isInstanceOf(Sealed.class);
    }

    @Test
    void nip17_recipientsTagMayNameARelay() {
        Tags withRelay = Tags.of(Tag.of("p", bob.publicKey().hex(), "wss://inbox.example"));

        assertThat(recipient.open(forger.wrap(Kind.GIFT_WRAP, withRelay, json(forger.seal(rumor)))))
                .isInstanceOf(Sealed.class);
    }

    @Test
    void nip01_wrapWithAWrongIdIsRefused() {
        String wrap = json(forger.wrap(forger.seal(rumor)));

        assertRefused(Event.parse(withAnother("id", wrap).getBytes(UTF_8)), Refusal.WRONG_WRAP_ID);
    }

    @Test
    void nip01_wrapWithAWrongSignatureIsRefused() {
        String wrap = json(forger.wrap(forger.seal(rumor)));

        assertRefused(Event.parse(withAnother("sig", wrap).getBytes(UTF_8)), Refusal.WRONG_WRAP_SIGNATURE);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                | too short",
                "hello             | too short",
                "#not-base64-at-all| unknown encryption version",
            })
    void nip44_wrapThatIsNoPayloadIsRefused(String payload, String reason) {
        assertRefused(forger.wrapWithPayload(payload), Refusal.UNREADABLE_WRAP, reason);
    }

    @Test
    void nip44_wrapEncryptedForSomebodyElseIsRefused() {
        String forMallory =
                new Forger(alice, mallory.publicKey()).wrap(forger.seal(rumor)).content();

        assertRefused(forger.wrapWithPayload(forMallory), Refusal.UNREADABLE_WRAP, "wrong MAC");
    }

    @Test
    void nip44_wrapOfAnotherVersionIsRefused() {
        // Version 1 instead of 2, in the first six bits of base64.
        String payload = "AQ" + forger.encrypted(rumor).substring(2);

        assertRefused(forger.wrapWithPayload(payload), Refusal.UNREADABLE_WRAP, "unknown encryption version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{", "[]", "\"{}\"", "{} {}", "{\"kind\":13,\"kind\":14}", "{\"kind\":-1}", "\0"})
    void wrapWithoutAnEventInsideIsRefused(String text) {
        assertRefused(forger.wrap(text), Refusal.MALFORMED_CONTENT);
    }

    @Test
    void sealThatLacksAFieldIsRefused() {
        String seal = json(forger.seal(rumor));

        assertRefused(forger.wrap(seal.replace("\"tags\":[],", "")), Refusal.MALFORMED_CONTENT, "\"tags\"");
        assertRefused(forger.wrap(seal.replace("\"kind\":13,", "")), Refusal.MALFORMED_CONTENT, "\"kind\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {1059, 21_059})
    void nip59_wrapInAWrapIsRefused(int kind) {
        Event inner = forger.wrap(kind, json(forger.seal(rumor)));

        assertRefused(forger.wrap(inner), Refusal.NESTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 1059, 21_059})
    void nip59_envelopeInASealIsRefused(int kind) {
        String envelope = json(forger.rumor(kind, forger.encrypted(rumor)));

        assertRefused(forger.wrap(forger.seal(envelope)), Refusal.NESTED);
    }

    @Test
    void nip59_rumorWithoutASealIsRefused() {
        assertRefused(forger.wrap(rumor), Refusal.NOT_SIGNED);
    }

    @Test
    void nip59_sealOfKind13WithoutASignatureIsRefused() {
        String seal = json(forger.rumor(Kind.SEAL, forger.encrypted(rumor)));

        assertRefused(forger.wrap(seal), Refusal.NOT_SIGNED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 24_300, 25_049, 25_056})
    void nipAc_onlyCallsTravelWithoutASeal(int kind) {
        Event signed = forger.signed(kind, CALL_TAGS, "hello");

        assertRefused(forger.wrap(Kind.EPHEMERAL_GIFT_WRAP, json(signed)), Refusal.NOT_A_CALL);
    }

    @Test
    void nipAc_signedCallInAStoredWrapIsRefused() {
        Event call = forger.signed(Kind.CALL_OFFER, CALL_TAGS, "v=0");

        assertRefused(forger.wrap(Kind.GIFT_WRAP, json(call)), Refusal.STORED_CALL);
        assertThat(recipient.open(forger.wrap(Kind.EPHEMERAL_GIFT_WRAP, json(call))))
                .isEqualTo(new SignedCall(call));
    }

    @Test
    void nipAc_callWithAWrongIdIsRefused() {
        String call = withAnother("id", json(forger.signed(Kind.CALL_OFFER, CALL_TAGS, "v=0")));

        assertRefused(forger.wrap(Kind.EPHEMERAL_GIFT_WRAP, call), Refusal.WRONG_CALL_ID);
    }

    @Test
    void nipAc_callWithAWrongSignatureIsRefused() {
        String call = withAnother("sig", json(forger.signed(Kind.CALL_OFFER, CALL_TAGS, "v=0")));

        assertRefused(forger.wrap(Kind.EPHEMERAL_GIFT_WRAP, call), Refusal.WRONG_CALL_SIGNATURE);
    }

    @Test
    void nip59_sealWithTagsIsRefused() {
        Event seal = forger.signed(Kind.SEAL, to(bob), forger.encrypted(rumor));

        assertRefused(forger.wrap(seal), Refusal.SEAL_WITH_TAGS);
    }

    @Test
    void nip17_sealOfADisappearingMessageMayExpire() {
        Tags expiration = Tags.of(Tag.of("expiration", "1800000000"));
        Event seal = forger.signed(Kind.SEAL, expiration, forger.encrypted(rumor));

        assertThat(recipient.open(forger.wrap(seal))).isInstanceOf(Sealed.class);
    }

    @Test
    void nip59_sealWithAWrongIdIsRefused() {
        assertRefused(forger.wrap(withAnother("id", json(forger.seal(rumor)))), Refusal.WRONG_SEAL_ID);
    }

    @Test
    void nip59_sealWithAWrongSignatureIsRefused() {
        assertRefused(forger.wrap(withAnother("sig", json(forger.seal(rumor)))), Refusal.WRONG_SEAL_SIGNATURE);
    }

    @Test
    void nip59_sealSignedBySomebodyElseIsRefused() {
        // Mallory knows what Alice sealed for her, and says that it is Alice who seals it for Bob.
        Rumor seal = new Rumor(mallory.publicKey(), Forger.NOW, Kind.SEAL, Tags.NONE, forger.encrypted(rumor));
        Event signed = seal.sign(mallory, random);
        var asAlice = new Rumor(alice.publicKey(), Forger.NOW, Kind.SEAL, Tags.NONE, seal.content());
        String forged = json(signed)
                .replace(signed.id().hex(), asAlice.id().hex())
                .replace(mallory.publicKey().hex(), alice.publicKey().hex());

        assertRefused(forger.wrap(forged), Refusal.WRONG_SEAL_SIGNATURE);
    }

    @Test
    void nip44_sealForSomebodyElseIsRefused() {
        Event seal = new Forger(alice, mallory.publicKey()).seal(rumor);

        assertRefused(forger.wrap(seal), Refusal.UNREADABLE_SEAL, "wrong MAC");
    }

    @Test
    void nip44_sealThatIsNoPayloadIsRefused() {
        Event seal = forger.signed(Kind.SEAL, Tags.NONE, "hello");

        assertRefused(forger.wrap(seal), Refusal.UNREADABLE_SEAL, "too short");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello", "{}", "{\"kind\":14,\"tags\":[],\"content\":\"no time\"}", "{\"kind\":14,\"kind\":14}"})
    void sealWithoutARumorInsideIsRefused(String text) {
        assertRefused(forger.wrap(forger.seal(text)), Refusal.MALFORMED_RUMOR);
    }

    @Test
    void nip59_signedRumorIsRefused() {
        Event signed = forger.signed(Kind.CHAT_MESSAGE, Tags.NONE, "hello");

        assertRefused(forger.wrap(forger.seal(json(signed))), Refusal.SIGNED_RUMOR);
    }

    @Test
    void nip17_rumorInSomebodyElsesNameIsRefused() {
        String byBob = json(new Forger(bob, bob.publicKey()).rumor(Kind.CHAT_MESSAGE, "hello"));

        assertRefused(forger.wrap(forger.seal(byBob)), Refusal.FOREIGN_RUMOR);
    }

    @Test
    void nip59_rumorWithAWrongIdIsRefused() {
        assertRefused(forger.wrap(forger.seal(withAnother("id", rumor))), Refusal.WRONG_RUMOR_ID);
    }

    @Test
    void refusalsDoNotRepeatWhatWasWritten() {
        var opened = recipient.open(forger.wrap(forger.seal("{\"content\":\"the secret\",\"kind\":\"the secret\"}")));

        assertThat(opened).isInstanceOf(Refused.class);
        assertThat(opened.toString()).doesNotContain("the secret");
    }

    private void assertRefused(Event wrap, Refusal reason) {
        assertRefused(wrap, reason, "");
    }

    private void assertRefused(Event wrap, Refusal reason, String detail) {
        assertThat(recipient.open(wrap)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.detail()).contains(detail);
        });
    }

    private static Tags to(SecretKey somebody) {
        PublicKey key = somebody.publicKey();
        return Tags.of(Tag.of("p", key.hex()));
    }
}
