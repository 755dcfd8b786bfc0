package dev.muster.cli;

import static dev.muster.cli.TestShell.ALICE;
import static dev.muster.cli.TestShell.BOB;
import static dev.muster.cli.TestShell.NOW;
import static dev.muster.cli.TestShell.npub;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Printed;
import dev.muster.cli.TestShell.Run;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventFields;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Sender;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `muster dm …`
@NullMarked
@Timeout(60)
class DmCommandTest {
    private final SecureRandom random = new SecureRandom();
    private final TestRelay directory = new TestRelay();
    private final TestRelay bobsInbox = new TestRelay().demandingAuth();
    private final TestRelay alicesInbox = new TestRelay().demandingAuth();
    private final TestShell alice =
            new TestShell().with("MUSTER_KEY", ALICE.hex()).with("MUSTER_RELAYS", directory.url());
    private final TestShell bob = new TestShell().with("MUSTER_KEY", BOB.hex()).with("MUSTER_RELAYS", directory.url());

    DmCommandTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        directory.close();
        bobsInbox.close();
        alicesInbox.close();
    }

    private Event inboxList(SecretKey owner, long createdAt, String... relays) {
        Tags tags = Tags.NONE;
        for (String relay : relays) tags = tags.with("relay", relay);
        return new Rumor(owner.publicKey(), createdAt, Kind.INBOX_RELAYS, tags, "").sign(owner, random);
    }

    private void bothHaveInboxes() {
        directory.holding(
                inboxList(ALICE, 100, alicesInbox.url()),
                inboxList(BOB, 50, "ws://localhost:1"),
                inboxList(BOB, 100, bobsInbox.url(), "not a relay"));
    }

    private static String time(Instant instant) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").format(instant.atZone(ZoneId.systemDefault()));
    }

    private static String shortened(SecretKey key) {
        String npub = npub(key);
        return npub.substring(0, 12) + "…" + npub.substring(npub.length() - 4);
    }

    @Test
    void nip17_goesToTheInboxOfTheRecipientAndACopyToOnesOwn() {
        bothHaveInboxes();
        Run send = alice.run("dm", "send", "--to", npub(BOB), "--subject", "Six", "See you\nat six");

        assertThat(send.exitCode()).isZero();
        assertThat(send.err()).isEmpty();
        assertThat(send.lines())
                .containsExactly(
                        "accepted   " + bobsInbox.url() + "  " + npub(BOB),
                        "accepted   " + alicesInbox.url() + "  " + npub(ALICE));
        assertThat(bobsInbox.stored())
                .singleElement()
                .satisfies(wrap -> assertThat(wrap.kind()).isEqualTo(Kind.GIFT_WRAP));

        assertThat(bob.run("dm", "read").out())
                .isEqualTo(time(NOW) + "  " + shortened(ALICE) + "  [Six] See you\n    at six\n");
        assertThat(alice.run("dm", "read").out())
                .isEqualTo(time(NOW) + "  you to " + shortened(BOB) + "  [Six] See you\n    at six\n");
    }

    @Test
    void theAnswerNamesTheMessageThatItAnswers() {
        bothHaveInboxes();
        alice.run("dm", "send", "--to", npub(BOB), "Are you coming?");
        String received = bob.run("dm", "read", "--json").out();
        assertThat(received)
                .startsWith("{\"id\":\"")
                .contains("\"pubkey\":\"" + ALICE.publicKey() + "\"", "\"content\":\"Are you coming?\"");
        String id =
                EventFields.parse(received.getBytes(UTF_8)).id().orElseThrow().hex();

        Run answer = bob.reading("Yes\n").run("dm", "send", "--to", npub(ALICE), "--reply-to", id, "-", "--json");
        assertThat(answer.lines().getFirst())
                .matches("\\{\"to\":\"" + npub(ALICE) + "\",\"wrap\":\"\\p{XDigit}{64}\",\"relay\":\""
                        + alicesInbox.url() + "\",\"outcome\":\"accepted\"}");
        assertThat(alice.run("dm", "read", "--json").out()).contains("[\"e\",\"" + id + "\",\"\",\"reply\"]");
    }

    @Test
    void whoHasNotSaidWhereTheyReceiveMessagesGetsNone() {
        directory.holding(inboxList(ALICE, 100, alicesInbox.url()));
        Run run = alice.run("dm", "send", "--to", npub(BOB), "Hello");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(npub(BOB) + " has not said where", directory.url(), "Nothing was sent");
        assertThat(alicesInbox.stored()).isEmpty();
    }

    @Test
    void withoutAnInboxOfOnesOwnNoCopyIsKept() {
        directory.holding(inboxList(BOB, 100, bobsInbox.url()));
        Run run = alice.run("dm", "send", "--to", npub(BOB), "Hello");
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).hasSize(1);
        assertThat(run.err()).contains("no copy is kept for you", "--kind 10050");
    }

    @Test
    void anInboxThatRefusesIsAFailure() {
        bothHaveInboxes();
        bobsInbox.refusing("blocked: full");
        Run run = alice.run("dm", "send", "--to", npub(BOB), "Hello");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines().getFirst())
                .isEqualTo("refused    " + bobsInbox.url() + "  " + npub(BOB) + "  blocked: full");
    }

    @Test
    void anInboxThatCannotBeReachedIsAFailure() throws IOException {
        bothHaveInboxes();
        bobsInbox.close();
        Run run = alice.run("dm", "send", "--to", npub(BOB), "Hello");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("no connection to " + bobsInbox.url());
    }

    @Test
    void emptyMessagesAndMissingRelaysAreUsageErrors() {
        bothHaveInboxes();
        assertThat(alice.run("dm", "send", "--to", npub(BOB), " ").exitCode()).isEqualTo(2);
        assertThat(alice.run("dm", "send", "Hello").err()).contains("--to");
        Run lost = new TestShell().with("MUSTER_KEY", ALICE.hex()).run("dm", "read");
        assertThat(lost.exitCode()).isEqualTo(2);
        assertThat(lost.err()).contains("--relay", "MUSTER_RELAYS");
    }

    @Test
    void readLooksAtTheNamedRelaysIfThereIsNoInbox() {
        directory.holding(wrap(message("Hello", NOW)));
        Run run = bob.run("dm", "read");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("you have not said where", directory.url());
        assertThat(run.out()).contains("Hello");
    }

    private Rumor message(String text, Instant when) {
        return new Rumor(ALICE.publicKey(), when.getEpochSecond(), Kind.CHAT_MESSAGE, Tags.NONE, text);
    }

    private Event wrap(Rumor rumor) {
        return new Sender(ALICE, new ConversationKeys(1), InstantSource.fixed(NOW), random)
                .wrap(rumor, BOB.publicKey(), Delivery.stored());
    }

    @Test
    void readShowsTheOldestFirstEachOnceAndNoneFromBefore() {
        Rumor twice = message("second", NOW.minus(Duration.ofHours(1)));
        directory.holding(
                wrap(message("third", NOW)),
                wrap(twice),
                wrap(twice),
                wrap(message("first", NOW.minus(Duration.ofHours(2)))),
                wrap(message("long ago", NOW.minus(Duration.ofDays(2)))));
        assertThat(bob.run("dm", "read", "--since", "1d").lines().stream().map(line -> line.replaceAll(".* ", "")))
                .containsExactly("first", "second", "third");
    }

    @Test
    void readLeavesOutWhatCannotBeBelievedAndCountsIt() {
        directory.holding(
                wrap(message("Hello", NOW)),
                new Rumor(
                                ALICE.publicKey(),
                                NOW.getEpochSecond(),
                                Kind.GIFT_WRAP,
                                Tags.of(Tag.of("p", BOB.publicKey().hex())),
                                "garbage")
                        .sign(ALICE, random));
        Run run = bob.run("dm", "read");
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).hasSize(1);
        assertThat(run.err()).contains("left out wraps that can't be believed: 1 UNREADABLE_WRAP");
    }

    @Test
    void nobodyCanMoveTheReadersCursor() {
        directory.holding(wrap(message("\u001b[2J\u202eevil\r\n2026-11-20 18:00  npub1bob  Yes", NOW)));
        assertThat(bob.run("dm", "read").out())
                .doesNotContain("\u001b")
                .doesNotContain("\u202e")
                .doesNotContain("\r")
                .contains("\n    2026-11-20 18:00  npub1bob");
    }

    @Test
    void liveGoesOnWithNewMessages() throws Exception {
        directory.holding(wrap(message("stored", NOW)));
        var printed = new Printed();
        Thread command = Thread.ofVirtual()
                .start(() -> bob.execute(printed, OutputStream.nullOutputStream(), "dm", "read", "--live"));
        assertThat(printed.next()).endsWith("  stored\n");
        directory.take(wrap(message("new", NOW)));
        assertThat(printed.next()).endsWith("  new\n");
        command.interrupt();
        assertThat(command.join(Duration.ofSeconds(30))).isTrue();
    }
}
