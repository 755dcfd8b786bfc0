package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.MALLORY;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.deletion;
import static dev.muster.relay.Posts.note;
import static dev.muster.relay.Posts.wrapFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.RelayMessage.Challenge;
import dev.muster.nostr.message.RelayMessage.SyncError;
import dev.muster.nostr.message.RelayMessage.SyncMessage;
import dev.muster.nostr.negentropy.NegentropyClient;
import dev.muster.nostr.negentropy.RecordArray;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-77: comparing what two sides have.
@Timeout(120)
class Nip77Test {
    private static final byte[] NOTHING = firstOf();

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback().set("limits.syncs=2", "limits.sync_events=30");

    /// The first message of somebody who has these.
    private static byte[] firstOf(Event... mine) {
        return clientWith(mine).open();
    }

    private static NegentropyClient clientWith(Event... mine) {
        var records = RecordArray.builder();
        for (Event event : mine) records.add(event.createdAt(), event.id().bytes(), 0);
        return new NegentropyClient(records.build(), 0);
    }

    private static SyncError refused(RelayMessage answer) {
        assertThat(answer).isInstanceOf(SyncError.class);
        return (SyncError) answer;
    }

    @Test
    void B77_1_bothSidesLearnWhatTheyLack() {
        Wire wire = relay.client();
        Event both = wire.store(note(THEN));
        Event theirs = wire.store(note(THEN + 1));
        Event mine = note(THEN + 2);

        NegentropyClient client = clientWith(both, mine);
        RelayMessage answer = wire.openSync("x", Filter.ALL, client.open());
        NegentropyClient.Step step = client.reconcile(((SyncMessage) answer).message());

        assertThat(step.need()).containsExactly(theirs.id());
        assertThat(step.have()).containsExactly(mine.id());
        assertThat(step.next()).isEmpty();
    }

    @Test
    void B77_1_aSecondOpenUnderAnIdReplacesTheFirst() {
        Wire wire = relay.client();
        Event note = wire.store(note(THEN));
        for (int i = 0; i < 5; i++) {
            assertThat(wire.openSync("x", Filter.ALL.kinds(9), NOTHING)).isInstanceOf(SyncMessage.class);
        }

        assertThat(wire.synced(Filter.ALL)).containsExactly(note.id());
    }

    @Test
    void B77_1_whatIsNotOpenCanNotGoOn() {
        Wire wire = relay.client();

        wire.say(new ClientMessage.ContinueSync(Wire.id("x"), NOTHING));
        assertThat(refused(wire.syncAnswer()).reason()).startsWith("closed: ");
        wire.say("[\"NEG-CLOSE\",\"x\"]");
        assertThat(wire.isSilent()).isTrue();
    }

    @Test
    void B77_1_whatIsTooBigIsBlockedAndSaysHowMuchWouldDo() {
        Wire wire = relay.client();
        for (int i = 0; i < 30; i++) wire.store(note(THEN + i));
        assertThat(wire.openSync("x", Filter.ALL, NOTHING)).isInstanceOf(SyncMessage.class);

        wire.store(note(THEN - 1));
        SyncError tooBig = refused(wire.openSync("x", Filter.ALL, NOTHING));
        assertThat(tooBig.reason()).startsWith("blocked: ");
        assertThat(tooBig.most()).isEqualTo(OptionalLong.of(30));
        assertThat(wire.openSync("x", Filter.ALL.since(THEN), NOTHING)).isInstanceOf(SyncMessage.class);
    }

    @Test
    void B77_1_whoStaysSilentIsToldThatItIsOver() throws IOException {
        relay.reload("limits.sync_idle=200ms");
        Wire wire = relay.client();
        assertThat(wire.openSync("x", Filter.ALL, NOTHING)).isInstanceOf(SyncMessage.class);

        assertThat(refused(wire.syncAnswer()).reason()).startsWith("closed: ");
        wire.say(new ClientMessage.ContinueSync(Wire.id("x"), NOTHING));
        assertThat(refused(wire.syncAnswer()).reason()).startsWith("closed: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"61 \"", "\"6\"", "\"xy\"", "\"\"", "17", "null", "\"6100\"", "\"61000001\"", "\"61ffff\""})
    void B77_1_whatIsNoMessageIsAnErrorOfThatSyncAlone(String message) {
        Wire wire = relay.client();

        assertThat(refused(wire.say("[\"NEG-OPEN\",\"x\",{}," + message + "]").syncAnswer())
                        .reason())
                .startsWith("invalid: ");
        assertThat(wire.openSync("x", Filter.ALL, NOTHING)).isInstanceOf(SyncMessage.class);
        assertThat(refused(wire.say("[\"NEG-MSG\",\"x\"," + message + "]").syncAnswer())
                        .reason())
                .startsWith("invalid: ");
        wire.store(note(THEN));
    }

    @Test
    void B77_1_afterAnErrorTheSyncIsOver() {
        Wire wire = relay.client();
        assertThat(wire.openSync("x", Filter.ALL, NOTHING)).isInstanceOf(SyncMessage.class);

        refused(wire.say("[\"NEG-MSG\",\"x\",\"xy\"]").syncAnswer());

        wire.say(new ClientMessage.ContinueSync(Wire.id("x"), NOTHING));
        assertThat(refused(wire.syncAnswer()).reason()).startsWith("closed: ");
    }

    @Test
    void B77_1_anUnknownVersionIsAnsweredWithOurs() {
        RelayMessage answer =
                relay.client().say("[\"NEG-OPEN\",\"x\",{},\"62abcd\"]").syncAnswer();

        assertThat(((SyncMessage) answer).message()).containsExactly(0x61);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ids\":[]}", "{\"kinds\":[-1]}", "{\"search\":\"x\"}", "17"})
    void B77_1_aFilterThatCanNotBeServedIsAnError(String filter) {
        SyncError error = refused(
                relay.client().say("[\"NEG-OPEN\",\"x\"," + filter + ",\"61\"]").syncAnswer());

        assertThat(error.reason()).matches("(invalid|unsupported): .*");
    }

    @Test
    void B77_2_onlyWhatMayBeSeenIsCompared() {
        Event note = relay.client().store(note(THEN));
        Event wrap = relay.client().store(wrapFor(BOB.publicKey()));
        relay.client().store(wrapFor(BOB.publicKey(), Kind.EPHEMERAL_GIFT_WRAP, THEN));
        Event push = relay.client().store(Posts.pushes(ALICE, relay.url(), THEN, "phone"));

        assertThat(relay.client().synced(Filter.ALL)).containsExactly(note.id());
        assertThat(relay.client().as(MALLORY).synced(Filter.ALL)).containsExactly(note.id());
        assertThat(relay.client().as(BOB).synced(Filter.ALL)).containsExactlyInAnyOrder(note.id(), wrap.id());
        assertThat(relay.client().as(ALICE, BOB).synced(Filter.ALL))
                .containsExactlyInAnyOrder(note.id(), wrap.id(), push.id());
    }

    @Test
    void B77_2_whatWasDeletedIsNotCompared() {
        Wire wire = relay.client();
        Event gone = wire.store(note(THEN));
        Event deletion = wire.store(deletion(ALICE, gone));

        assertThat(wire.synced(Filter.ALL)).containsExactly(deletion.id());
    }

    @Test
    void B77_2_whoMaySeeNothingIsChallengedAndRefused() {
        Wire wire = relay.client();
        wire.say(new ClientMessage.OpenSync(Wire.id("x"), Filter.ALL.kinds(Kind.GIFT_WRAP), NOTHING));

        assertThat(wire.next(Challenge.class).challenge()).isEqualTo(wire.challenge());
        assertThat(wire.next(SyncError.class).reason()).startsWith("auth-required: ");

        Filter bobs = Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', List.of(BOB.publicKey().hex()));
        assertThat(refused(relay.client().as(MALLORY).openSync("x", bobs, NOTHING))
                        .reason())
                .startsWith("restricted: ");
    }

    @Test
    void B77_3_aConnectionHasSoManySyncsOpen() {
        Wire wire = relay.client();
        assertThat(wire.openSync("1", Filter.ALL, NOTHING)).isInstanceOf(SyncMessage.class);
        assertThat(wire.openSync("2", Filter.ALL, NOTHING)).isInstanceOf(SyncMessage.class);
        assertThat(refused(wire.openSync("3", Filter.ALL, NOTHING)).reason()).startsWith("blocked: ");

        wire.say("[\"NEG-CLOSE\",\"1\"]");
        assertThat(wire.openSync("3", Filter.ALL, NOTHING)).isInstanceOf(SyncMessage.class);
    }

    @Test
    void B77_3_sinceAndUntilHoldAndLimitPlaysNoPart() {
        Wire wire = relay.client();
        var ids = new EventId[5];
        for (int i = 0; i < 5; i++) ids[i] = wire.store(note(THEN + i)).id();

        assertThat(wire.synced(Filter.ALL.since(THEN + 1).until(THEN + 3)))
                .containsExactlyInAnyOrder(ids[1], ids[2], ids[3]);
        assertThat(wire.synced(Filter.ALL.limit(1))).hasSize(5);
    }

    @Test
    void B77_3_manyEventsAreComparedInMessagesOfBoundedSize() throws IOException {
        relay.reload("limits.sync_events=10000");
        Wire wire = relay.client();
        Set<EventId> all = new HashSet<>();
        for (int i = 0; i < 2500; i++) {
            Event note = note(THEN + i % 7, Tag.of("n", "" + i));
            all.add(note.id());
            wire.say(new ClientMessage.Publish(note));
        }
        for (int i = 0; i < 2500; i++)
            assertThat(wire.next(RelayMessage.Ok.class).accepted()).isTrue();

        var client = clientWith();
        RelayMessage answer = wire.openSync("x", Filter.ALL, client.open());
        var found = new HashSet<EventId>();
        while (answer instanceof SyncMessage(var _, var message)) {
            assertThat(message.length).isLessThanOrEqualTo(64 << 10);
            NegentropyClient.Step step = client.reconcile(message);
            found.addAll(step.need());
            if (step.next().isEmpty()) break;
            wire.say(new ClientMessage.ContinueSync(Wire.id("x"), step.next().get()));
            answer = wire.syncAnswer();
        }
        assertThat(found).isEqualTo(all);
    }
}
