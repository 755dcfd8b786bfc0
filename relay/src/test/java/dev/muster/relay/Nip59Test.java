package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.relay.Posts.MALLORY;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.by;
import static dev.muster.relay.Posts.deletion;
import static dev.muster.relay.Posts.note;
import static dev.muster.relay.Posts.to;
import static dev.muster.relay.Posts.wrapFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.ProofOfWork;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// NIP-59: gift wraps.
@Timeout(120)
class Nip59Test {
    private static final Filter INBOX = Filter.ALL.kinds(Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP);
    private static final long TWO_DAYS = Duration.ofDays(2).toSeconds();

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    @Test
    void B59_1_anEphemeralWrapReachesItsRecipientAndIsNeverStored() {
        Wire bob = relay.client().as(BOB).subscribe("live", INBOX);
        Wire mallory = relay.client().as(MALLORY).subscribe("live", INBOX);
        bob.untilEnd("live");
        mallory.untilEnd("live");

        Event wrap = relay.client().store(wrapFor(BOB.publicKey(), Kind.EPHEMERAL_GIFT_WRAP, THEN));

        assertThat(bob.live("live")).isEqualTo(wrap);
        assertThat(mallory.isSilent()).isTrue();
        assertThat(bob.stored(INBOX).events()).isEmpty();
        assertThat(bob.counted(INBOX)).isZero();
        assertThat(bob.synced(INBOX)).isEmpty();
        assertThat(relay.relay().store().count()).isZero();
    }

    @Test
    void B01_13_onlyAKnownSenderIsToldThatNobodyListenedAndOnlyIfSoConfigured() throws IOException {
        Event wrap = wrapFor(BOB.publicKey(), Kind.EPHEMERAL_GIFT_WRAP, THEN);
        assertThat(relay.client().as(ALICE).publish(wrap).accepted()).isTrue();

        relay.reload("access.tell_if_nobody_listens=true");
        assertThat(relay.client().publish(wrap).accepted()).isTrue();
        assertThat(relay.client().as(ALICE).publish(wrap).reason()).startsWith("mute: ");

        relay.client().as(BOB).subscribe("live", INBOX).untilEnd("live");
        assertThat(relay.client().as(ALICE).publish(wrap).accepted()).isTrue();
    }

    @Test
    void B59_2_aWrapIsShownToItsAuthenticatedRecipientAlone() {
        Event wrap = relay.client().store(wrapFor(BOB.publicKey()));

        assertThat(relay.client().as(BOB).stored(INBOX).events()).containsExactly(wrap);
        assertThat(relay.client().as(MALLORY).stored(INBOX).events()).isEmpty();
        assertThat(relay.client().stored(INBOX).closed()).isNotNull();
    }

    @Test
    void B59_3_whoSendsMayHaveToSayWhoTheyAreButNotAsTheWrapsAuthor() throws IOException {
        relay.reload("access.wrap_senders=authenticated");
        Wire sender = relay.client();
        Event wrap = wrapFor(BOB.publicKey());

        assertThat(sender.publish(wrap).reason()).startsWith("auth-required: ");
        sender.as(ALICE).store(wrap);
    }

    @Test
    void B59_3_whoDoesNotSayMayHaveToWork() throws Exception {
        relay.reload("access.wrap_senders=authenticated-or-work", "access.wrap_work=8");
        SecretKey once = SecretKey.random(RANDOM);
        Tags toBob = Tags.of(to(BOB.publicKey()));
        Event worked = ProofOfWork.mine(new Rumor(once.publicKey(), THEN, Kind.GIFT_WRAP, toBob, ""), 8, () -> true)
                .sign(once, RANDOM);

        assertThat(relay.client().publish(wrapFor(BOB.publicKey())).reason()).startsWith("pow: ");
        relay.client().store(worked);
        relay.client().as(ALICE).store(wrapFor(BOB.publicKey()));
    }

    @Test
    void B59_4_itsRecipientTakesAWrapAwayForGood() throws IOException {
        Event wrap = relay.client().store(wrapFor(BOB.publicKey()));
        Event other = relay.client().store(wrapFor(BOB.publicKey()));

        relay.client().store(deletion(BOB, wrap));

        assertThat(relay.client().as(BOB).stored(INBOX).events()).containsExactly(other);
        assertThat(relay.client().publish(wrap).reason()).startsWith("blocked: ");
        relay.restart();
        assertThat(relay.client().publish(wrap).reason()).startsWith("blocked: ");
    }

    @Test
    void B59_4_theKeyThatSignedAWrapTakesItAwayToo() {
        SecretKey once = SecretKey.random(RANDOM);
        Event wrap = relay.client().store(by(once, Kind.GIFT_WRAP, to(BOB.publicKey())));

        relay.client().store(deletion(once, wrap));

        assertThat(relay.client().as(BOB).stored(INBOX).events()).isEmpty();
    }

    @Test
    void B59_4_nobodyElseTakesAWrapAway() {
        Event wrap = relay.client().store(wrapFor(BOB.publicKey()));
        Event note = relay.client().store(by(ALICE, Kind.TEXT_NOTE, to(BOB.publicKey())));

        relay.client().store(deletion(MALLORY, wrap));
        relay.client().store(deletion(BOB, note));

        assertThat(relay.client()
                        .as(BOB)
                        .stored(Filter.ALL.kinds(Kind.GIFT_WRAP, Kind.TEXT_NOTE))
                        .ids())
                .containsExactlyInAnyOrder(wrap.id(), note.id());
    }

    @Test
    void B59_4_aDeletionMayComeBeforeTheWrap() {
        Event wrap = wrapFor(BOB.publicKey());
        Event others = wrapFor(ALICE.publicKey());

        relay.client().store(deletion(BOB, THEN, Posts.naming(wrap), Posts.naming(others)));

        assertThat(relay.client().publish(wrap).reason()).startsWith("blocked: ");
        relay.client().store(others);
    }

    @Test
    void B59_5_aWrapDatedBackIsTakenAndFoundByItsDate() {
        Event backdated = relay.client().store(wrapFor(BOB.publicKey(), Kind.GIFT_WRAP, THEN - TWO_DAYS));
        Event note = relay.client().store(note(THEN - 3600));
        Wire bob = relay.client().as(BOB);

        assertThat(bob.stored(Filter.ALL).events()).containsExactly(note, backdated);
        assertThat(bob.stored(Filter.ALL.until(THEN - TWO_DAYS)).events()).containsExactly(backdated);
    }

    @Test
    void B59_5_aWrapIsKeptFromItsArrivalOnHoweverOldItSaysItIs() throws IOException {
        relay.set("keeping.wraps=3d").restart();
        relay.client().store(wrapFor(BOB.publicKey(), Kind.GIFT_WRAP, THEN - TWO_DAYS));

        relay.advance(Duration.ofDays(2));
        relay.relay().store().sweep();
        assertThat(relay.relay().store().count()).isEqualTo(1);

        relay.advance(Duration.ofDays(2));
        relay.relay().store().sweep();
        assertThat(relay.relay().store().count()).isZero();
    }

    @Test
    void B59_5_anInboxHoldsSoManyAndSaysWhenItIsFull() throws IOException {
        relay.set("keeping.wraps_per_recipient=2").restart();
        Event first = relay.client().store(wrapFor(BOB.publicKey()));
        relay.client().store(wrapFor(BOB.publicKey()));

        assertThat(relay.client().publish(wrapFor(BOB.publicKey())).reason()).startsWith("blocked: ");
        relay.client().store(wrapFor(ALICE.publicKey()));
        relay.client().store(deletion(BOB, first));
        relay.client().store(wrapFor(BOB.publicKey()));
        assertThat(relay.client()
                        .as(BOB)
                        .stored(INBOX.tagged('p', List.of(BOB.publicKey().hex())))
                        .events())
                .hasSize(2);
    }
}
