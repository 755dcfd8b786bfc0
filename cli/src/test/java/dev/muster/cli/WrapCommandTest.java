package dev.muster.cli;

import static dev.muster.cli.TestShell.ALICE;
import static dev.muster.cli.TestShell.BOB;
import static dev.muster.cli.TestShell.NOW;
import static dev.muster.cli.TestShell.npub;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Run;
import dev.muster.nostr.crypto.ConversationKey;
import dev.muster.nostr.crypto.Nip44;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventFields;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.ProofOfWork;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `muster wrap …`
@NullMarked
@Timeout(60)
class WrapCommandTest {
    private final TestShell alice = new TestShell().with("MUSTER_KEY", ALICE.hex());
    private final TestShell bob = new TestShell().with("MUSTER_KEY", BOB.hex());
    private final SecureRandom random = new SecureRandom();

    private static Event wrap(String line) {
        Event wrap = Event.parse(line.getBytes(UTF_8));
        assertThat(wrap.flaw()).isEmpty();
        return wrap;
    }

    private static Rumor rumor(String line, SecretKey author) {
        EventFields fields = EventFields.parse(line.getBytes(UTF_8));
        assertThat(fields.signature()).isEmpty();
        assertThat(fields.author()).contains(author.publicKey());
        Rumor rumor = fields.rumor(author.publicKey());
        assertThat(fields.id()).contains(rumor.id());
        return rumor;
    }

    @Test
    void whatOneSealsTheOtherOpens() {
        Run seal = alice.run("wrap", "seal", "--to", npub(BOB), "Grüße\nvon mir");
        assertThat(seal.exitCode()).isZero();
        Event wrap = wrap(seal.out());
        assertThat(wrap.kind()).isEqualTo(Kind.GIFT_WRAP);
        assertThat(wrap.tags().values("p")).containsExactly(BOB.publicKey().hex());
        assertThat(wrap.author()).isNotEqualTo(ALICE.publicKey());
        assertThat(wrap.createdAt()).isLessThanOrEqualTo(NOW.getEpochSecond());

        Run open = bob.reading(seal.out()).run("wrap", "open");
        assertThat(open.exitCode()).isZero();
        Rumor rumor = rumor(open.out(), ALICE);
        assertThat(rumor.kind()).isEqualTo(Kind.CHAT_MESSAGE);
        assertThat(rumor.content()).isEqualTo("Grüße\nvon mir");
        assertThat(rumor.createdAt()).isEqualTo(NOW.getEpochSecond());
        assertThat(rumor.tags()).containsExactly(Tag.of("p", BOB.publicKey().hex()));
    }

    @Test
    void everyRecipientGetsTheirOwnWrap() {
        Run run = alice.run("wrap", "seal", "--to", npub(BOB), "--to", npub(ALICE), "Hello");
        assertThat(run.lines().stream().map(line -> wrap(line).tags().value("p").orElseThrow()))
                .containsExactly(BOB.publicKey().hex(), ALICE.publicKey().hex());
    }

    @Test
    void anEphemeralWrapWithProofOfWork() {
        Event wrap = wrap(alice.run("wrap", "seal", "--to", npub(BOB), "--ephemeral", "--pow", "6", "Hello")
                .out());
        assertThat(wrap.kind()).isEqualTo(Kind.EPHEMERAL_GIFT_WRAP);
        assertThat(wrap.createdAt()).isEqualTo(NOW.getEpochSecond());
        assertThat(ProofOfWork.committed(wrap)).isEqualTo(6);
    }

    @Test
    void rumorsKeepTheirOrderOnTheWayThereAndBack() {
        String rumors = IntStream.range(0, 100)
                .mapToObj("{\"kind\":7,\"content\":\"%d\",\"tags\":[[\"e\",\"x\"]]}"::formatted)
                .collect(Collectors.joining("\n"));
        Run seal = alice.reading(rumors).run("wrap", "seal", "--to", npub(BOB));
        assertThat(seal.exitCode()).isZero();

        List<String> opened = bob.reading(seal.out()).run("wrap", "open").lines();
        assertThat(opened.stream().map(line -> rumor(line, ALICE).content()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(Integer::toString).toList());
        assertThat(rumor(opened.getFirst(), ALICE).kind()).isEqualTo(7);
    }

    @Test
    void somebodyElsesRumorIsNotSealed() {
        alice.reading(
                "{\"pubkey\":\"" + BOB.publicKey() + "\",\"content\":\"x\"}\n{\"content\":\"y\"}\n{\"kind\":1059}");
        Run run = alice.run("wrap", "seal", "--to", npub(BOB));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines()).hasSize(1);
        assertThat(run.err()).contains("line 1: its pubkey is not that of your key", "line 3: an envelope");
    }

    @Test
    void recipientsMustBePeople() {
        assertThat(alice.run("wrap", "seal", "Hello").err()).contains("--to");
        Run run = alice.run("wrap", "seal", "--to", "bob", "Hello");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("expected an npub, an nprofile or 64 hex digits");

        Run offCurve = alice.run("wrap", "seal", "--to", "f".repeat(64), "Hello");
        assertThat(offCurve.exitCode()).isEqualTo(1);
        assertThat(offCurve.err()).contains("curve").doesNotContain("\tat ");
    }

    @Test
    void refusedWrapsAreNamedWithLineAndReasonAndTheRestIsOpened() {
        String good =
                alice.run("wrap", "seal", "--to", npub(BOB), "Hello").out().strip();
        String forAlice =
                alice.run("wrap", "seal", "--to", npub(ALICE), "Hello").out().strip();
        String forged = good.replaceAll("\"sig\":\"....", "\"sig\":\"0000");

        Run run = bob.reading(String.join("\n", good, forAlice, "", forged, "garbage", good))
                .run("wrap", "open");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines()).hasSize(2);
        assertThat(run.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("muster: line 2: NOT_FOR_US: "),
                        line -> assertThat(line).startsWith("muster: line 4: WRONG_WRAP_SIGNATURE: "),
                        line -> assertThat(line).startsWith("muster: line 5: NOT_AN_EVENT: expected"));
    }

    @Test
    void unsignedSealsAreOpenedOnRequestIfACallIsInside() {
        String call = unsignedSeal(Kind.BUILDIT_CALL_OFFER);
        String chat = unsignedSeal(Kind.CHAT_MESSAGE);

        Run strict = bob.reading(call).run("wrap", "open");
        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(strict.err()).contains("line 1: UNSIGNED_SEAL: ");

        Run lenient = bob.reading(call + "\n" + chat).run("wrap", "open", "--accept-unsigned-seals");
        assertThat(rumor(lenient.out(), ALICE).kind()).isEqualTo(Kind.BUILDIT_CALL_OFFER);
        assertThat(lenient.err()).contains("line 2: UNSIGNED_SEAL_WITHOUT_CALL: ");
    }

    /// As BuildIt's web client sends them.
    private String unsignedSeal(int kind) {
        var rumor = new Rumor(ALICE.publicKey(), NOW.getEpochSecond(), kind, Tags.NONE, "v=0");
        String sealed =
                Nip44.encrypt(new String(rumor.json(), UTF_8), ConversationKey.between(ALICE, BOB.publicKey()), random);
        String seal = "{\"pubkey\":\"%s\",\"content\":\"%s\",\"created_at\":%d}"
                .formatted(ALICE.publicKey(), sealed, NOW.getEpochSecond());
        SecretKey once = SecretKey.random(random);
        String content = Nip44.encrypt(seal, ConversationKey.between(once, BOB.publicKey()), random);
        var wrap = new Rumor(
                once.publicKey(),
                NOW.getEpochSecond(),
                Kind.GIFT_WRAP,
                Tags.of(Tag.of("p", BOB.publicKey().hex())),
                content);
        return new String(wrap.sign(once, random).json(), UTF_8);
    }
}
