package dev.muster.nostr.wrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.muster.nostr.crypto.ConversationKey;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.Nip44;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventFields;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.ProofOfWork;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Opened.Sealed;
import dev.muster.nostr.wrap.Opened.SignedCall;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What we put on the wire: NIP-59's two envelopes, NIP-AC's one, and nothing that tells more than it must.
@Timeout(60)
class SenderTest {
    private static final long NOW = 1_800_000_000;
    private static final long TWO_DAYS = 172_800;

    private final SecureRandom random = new SecureRandom();
    private final SecretKey alice = SecretKey.random(random);
    private final SecretKey bob = SecretKey.random(random);
    private final ConversationKeys conversations = new ConversationKeys(10);
    private final InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(NOW));
    private final Sender sender = new Sender(alice, conversations, clock, random);
    private final Recipient recipient = new Recipient(bob, conversations);
    private final Rumor hello = sender.rumor(Kind.CHAT_MESSAGE, Tags.NONE, "hello");

    @Test
    void nip59_wrapNamesItsRecipientAndNobodyElse() {
        Event wrap = sender.wrap(hello, bob.publicKey(), Delivery.stored());

        assertThat(wrap.kind()).isEqualTo(1059);
        assertThat(wrap.flaw()).isEmpty();
        assertThat(wrap.author()).isNotEqualTo(alice.publicKey());
        assertThat(wrap.tags().all())
                .containsExactly(Tag.of("p", bob.publicKey().hex()));
    }

    @Test
    void nip59_sealIsSignedByTheAuthorAndHasNoTags() {
        Event seal = seal(sender.wrap(hello, bob.publicKey(), Delivery.stored()));

        assertThat(seal.kind()).isEqualTo(13);
        assertThat(seal.author()).isEqualTo(alice.publicKey());
        assertThat(seal.tags()).isEmpty();
        assertThat(seal.flaw()).isEmpty();
    }

    @Test
    void nip59_rumorHasItsIdAndItsAuthorAndNoSignature() {
        Event seal = seal(sender.wrap(hello, bob.publicKey(), Delivery.stored()));
        String json = Nip44.decrypt(seal.content(), ConversationKey.between(bob, alice.publicKey()));
        EventFields rumor = EventFields.parse(json.getBytes(UTF_8));

        assertThat(json.getBytes(UTF_8)).isEqualTo(hello.json());
        assertThat(rumor.id()).contains(hello.id());
        assertThat(rumor.author()).contains(alice.publicKey());
        assertThat(rumor.signature()).isEmpty();
    }

    @Test
    void nip59_thousandWrapsHaveAThousandKeysAndTimesAllOverTwoDays() {
        var keys = new HashSet<PublicKey>();
        var wrapTimes = new LongSummaryStatistics();
        var sealTimes = new LongSummaryStatistics();
        int sameTime = 0;
        for (int i = 0; i < 1000; i++) {
            Event wrap = sender.wrap(hello, bob.publicKey(), Delivery.stored());
            Event seal = seal(wrap);
            keys.add(wrap.author());
            wrapTimes.accept(wrap.createdAt());
            sealTimes.accept(seal.createdAt());
            if (seal.createdAt() == wrap.createdAt()) sameTime++;
        }

        assertThat(keys).hasSize(1000);
        assertThat(sameTime).isLessThan(10);
        for (LongSummaryStatistics times : new LongSummaryStatistics[] {wrapTimes, sealTimes}) {
            assertThat(times.getMin()).isBetween(NOW - TWO_DAYS, NOW - TWO_DAYS + 5000);
            assertThat(times.getMax()).isBetween(NOW - 5000, NOW);
            // Six standard deviations of the mean of a thousand: TWO_DAYS / √12 / √1000.
            assertThat(times.getAverage()).isBetween(NOW - TWO_DAYS / 2 - 9500.0, NOW - TWO_DAYS / 2 + 9500.0);
        }
    }

    @Test
    void nip59_rumorKeepsItsTrueTime() {
        var opened = (Sealed) recipient.open(sender.wrap(hello, bob.publicKey(), Delivery.stored()));

        assertThat(opened.message().rumor().createdAt()).isEqualTo(NOW);
    }

    @Test
    void callControlIsDatedNowOnAllLayers() {
        Rumor call = sender.rumor(Kind.BUILDIT_CALL_HANGUP, Tags.NONE, "{}");
        for (Delivery delivery : new Delivery[] {Delivery.live(), Delivery.storedNow()}) {
            Event wrap = sender.wrap(call, bob.publicKey(), delivery);

            assertThat(call.createdAt()).isEqualTo(NOW);
            assertThat(seal(wrap).createdAt()).isEqualTo(NOW);
            assertThat(wrap.createdAt()).isEqualTo(NOW);
        }
    }

    @Test
    void nip59_whatOnlyMattersNowIsNotStored() {
        assertThat(sender.wrap(hello, bob.publicKey(), Delivery.live()).kind()).isEqualTo(21_059);
        assertThat(sender.wrap(hello, bob.publicKey(), Delivery.storedNow()).kind())
                .isEqualTo(1059);
    }

    @Test
    void nip40_storedWrapExpiresWithinTwoDaysAfterItShould() {
        var expirations = new HashSet<Long>();
        for (int i = 0; i < 20; i++) {
            Delivery delivery = Delivery.stored().expiring(Instant.ofEpochSecond(NOW + 3600));
            Event wrap = sender.wrap(hello, bob.publicKey(), delivery);
            long expiration = Long.parseLong(wrap.tags().value("expiration").orElseThrow());

            assertThat(wrap.tags().all().getFirst().name()).isEqualTo("p");
            assertThat(expiration).isBetween(NOW + 3600, NOW + 3600 + TWO_DAYS);
            assertThat(seal(wrap).tags()).isEmpty();
            expirations.add(expiration);
        }
        assertThat(expirations).hasSizeGreaterThan(15);
    }

    @Test
    void nip40_wrapWithTrueTimesExpiresOnTime() {
        Delivery ring = Delivery.storedNow().expiring(Instant.ofEpochSecond(NOW + 45));

        assertThat(sender.wrap(hello, bob.publicKey(), ring).tags().value("expiration"))
                .contains(Long.toString(NOW + 45));
    }

    @Test
    void nip13_wrapCanShowWork() {
        Event wrap = sender.wrap(hello, bob.publicKey(), Delivery.stored().working(8));

        assertThat(ProofOfWork.committed(wrap)).isEqualTo(8);
        assertThat(wrap.flaw()).isEmpty();
        assertThat(wrap.tags().all().getFirst())
                .isEqualTo(Tag.of("p", bob.publicKey().hex()));
        assertThat(recipient.open(wrap)).isInstanceOf(Sealed.class);
    }

    @Test
    void nip13_workStopsWhenTheThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatIllegalStateException()
                    .isThrownBy(() -> sender.wrap(
                            hello, bob.publicKey(), Delivery.stored().working(200)));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void nip59_sealHoldsOnlyWhatItsAuthorSays() {
        var byBob = new Rumor(bob.publicKey(), NOW, Kind.CHAT_MESSAGE, Tags.NONE, "hello");

        assertThatIllegalArgumentException().isThrownBy(() -> sender.wrap(byBob, bob.publicKey(), Delivery.stored()));
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 1059, 21_059})
    void nip59_envelopesAreNotNested(int kind) {
        Rumor envelope = sender.rumor(kind, Tags.NONE, "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sender.wrap(envelope, bob.publicKey(), Delivery.stored()));
    }

    @ParameterizedTest
    @ValueSource(ints = {25_050, 25_051, 25_052, 25_053, 25_054, 25_055})
    void nipAc_signedCallTravelsWithoutASeal(int kind) {
        Event call = sender.rumor(kind, Tags.NONE, "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n")
                .sign(alice, random);

        Event wrap = sender.wrap(call, bob.publicKey());

        assertThat(wrap.kind()).isEqualTo(21_059);
        assertThat(wrap.createdAt()).isEqualTo(NOW);
        assertThat(wrap.author()).isNotEqualTo(alice.publicKey());
        assertThat(wrap.tags().all())
                .containsExactly(Tag.of("p", bob.publicKey().hex()));
        assertThat(inside(wrap)).isEqualTo(new String(call.json(), UTF_8));
        assertThat(recipient.open(wrap)).isEqualTo(new SignedCall(call));
    }

    @Test
    void nipAc_signedOnceWrappedForEach() {
        SecretKey carol = SecretKey.random(random);
        Event hangup = sender.rumor(Kind.CALL_HANGUP, Tags.NONE, "").sign(alice, random);

        Event forBob = sender.wrap(hangup, bob.publicKey());
        Event forCarol = sender.wrap(hangup, carol.publicKey());

        assertThat(forBob.author()).isNotEqualTo(forCarol.author());
        assertThat(recipient.open(forBob)).isEqualTo(new SignedCall(hangup));
        assertThat(new Recipient(carol, conversations).open(forCarol)).isEqualTo(new SignedCall(hangup));
    }

    @Test
    void nipAc_onlyOwnCallsTravelWithoutASeal() {
        Event note = sender.rumor(Kind.TEXT_NOTE, Tags.NONE, "hello").sign(alice, random);
        Event byBob = new Rumor(bob.publicKey(), NOW, Kind.CALL_OFFER, Tags.NONE, "v=0").sign(bob, random);

        assertThatIllegalArgumentException().isThrownBy(() -> sender.wrap(note, bob.publicKey()));
        assertThatIllegalArgumentException().isThrownBy(() -> sender.wrap(byBob, bob.publicKey()));
    }

    @Test
    void recipientThatIsNoPointOfTheCurveIsRefused() {
        var offCurve = new PublicKey(new byte[32]);

        assertThatIllegalArgumentException().isThrownBy(() -> sender.wrap(hello, offCurve, Delivery.stored()));
    }

    @Test
    void deliveryIsAWrapWithPossibleWork() {
        assertThatIllegalArgumentException().isThrownBy(() -> Delivery.stored().working(257));
        assertThatIllegalArgumentException().isThrownBy(() -> Delivery.stored().working(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Delivery(1, true, Optional.empty(), 0));
    }

    @Test
    void anyRumorOpensAsItWasSent() {
        var seeded = new Random(59);
        for (int i = 0; i < 200; i++) {
            Rumor rumor = anyRumor(seeded);
            Delivery delivery = seeded.nextBoolean() ? Delivery.stored() : Delivery.live();

            Opened opened = recipient.open(sender.wrap(rumor, bob.publicKey(), delivery));

            assertThat(opened).isInstanceOfSatisfying(Sealed.class, answer -> {
                assertThat(answer.message().rumor()).isEqualTo(rumor);
                assertThat(answer.message().id()).isEqualTo(rumor.id());
                assertThat(answer.message().text()).isEqualTo(rumor.content());
            });
        }
    }

    private Rumor anyRumor(Random seeded) {
        int kind = seeded.nextInt(2000, 20_000);
        var tags = Tags.NONE;
        for (int i = seeded.nextInt(4); i > 0; i--) tags = tags.with(anyText(seeded), anyText(seeded));
        return new Rumor(alice.publicKey(), seeded.nextLong(Event.MAX_TIME), kind, tags, anyText(seeded));
    }

    /// Any characters, control characters among them, but no half ones.
    private static String anyText(Random seeded) {
        var text = new StringBuilder();
        for (int i = seeded.nextInt(200); i > 0; i--) {
            int point = seeded.nextInt(seeded.nextBoolean() ? 128 : Character.MAX_CODE_POINT);
            if (Character.getType(point) != Character.SURROGATE) text.appendCodePoint(point);
        }
        return text.toString();
    }

    private Event seal(Event wrap) {
        return Event.parse(inside(wrap).getBytes(UTF_8));
    }

    private String inside(Event wrap) {
        return Nip44.decrypt(wrap.content(), ConversationKey.between(bob, wrap.author()));
    }
}
