package dev.muster.nostr.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.message.RelayMessage.SyncError;
import dev.muster.nostr.message.RelayMessage.SyncMessage;
import dev.muster.nostr.message.SubscriptionId;
import dev.muster.nostr.negentropy.RecordArray;
import dev.muster.nostr.negentropy.Records;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// NIP-77: finding out what each side lacks.
@Timeout(60)
class SyncTest {
    private static final SubscriptionId FIRST = new SubscriptionId("1");
    private static final Records NONE = RecordArray.builder().build();

    private final SmallRelay relay = new SmallRelay();

    @Test
    void nip77_findsWhatEachSideLacks() throws Exception {
        var ours = RecordArray.builder();
        var theirsAlone = new ArrayList<EventId>();
        for (int i = 0; i < 300; i++) {
            Event note = Notes.note(i);
            relay.take(note);
            if (i % 30 == 7) theirsAlone.add(note.id());
            else ours.add(note.createdAt(), note.id());
        }
        var oursAlone = new ArrayList<EventId>();
        // More than fits into one message.
        for (int i = 0; i < 2000; i++) {
            var id = new EventId(
                    ByteBuffer.allocate(32).putInt(28, i).putInt(i * 31).array());
            oursAlone.add(id);
            ours.add(i % 299, id);
        }
        try (var server = ScriptedRelay.playing(relay.demandingAuth());
                var client = RelayClient.to(server.uri()).keys(Notes.ALICE).open()) {
            var answer = client.sync(Notes.ALL, ours.build());

            assertThat(answer).isInstanceOfSatisfying(Answer.Given.class, given -> {
                var differences = (Differences) given.value();
                assertThat(differences.theirs()).containsExactlyInAnyOrderElementsOf(theirsAlone);
                assertThat(differences.ours()).containsExactlyInAnyOrderElementsOf(oursAlone);
            });
            Await.until(() -> relay.openSyncs() == 0);
        }
    }

    @Test
    void nip77_nothingDiffers() throws Exception {
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).open()) {
            assertThat(client.sync(Notes.ALL, NONE))
                    .isEqualTo(new Answer.Given<>(new Differences(List.of(), List.of())));
        }
    }

    @Test
    void nip77_refusedSyncBringsTheReason() throws Exception {
        try (var server = ScriptedRelay.playing(peer -> {
                    peer.hear();
                    peer.say(new SyncError(FIRST, "blocked: this query is too big", OptionalLong.of(1000)).json());
                    peer.hear();
                });
                var client = RelayClient.to(server.uri()).open()) {
            assertThat(client.sync(Notes.ALL, NONE)).isEqualTo(new Answer.Refused<>("blocked: this query is too big"));
        }
    }

    @Test
    void nip77_relayThatSpeaksAnotherVersion() throws Exception {
        try (var server = ScriptedRelay.playing(peer -> {
                    peer.hear();
                    peer.say(new SyncMessage(FIRST, new byte[] {0x62}).json());
                    peer.hear();
                });
                var client = RelayClient.to(server.uri()).open()) {
            assertThat(client.sync(Notes.ALL, NONE))
                    .isEqualTo(new Answer.Refused<>("invalid: the server speaks negentropy version 2, we speak 1"));
        }
    }

    @Test
    void nip77_relayThatFallsSilentOrIsLostOnTheWay_endsTheSync() throws Exception {
        var ours = RecordArray.builder();
        for (int i = 0; i < 100; i++) ours.add(i, Notes.note(i).id());
        // It lists nothing and says that all else differs, so that there is a second round.
        byte[] differs = ByteBuffer.allocate(20).put(new byte[] {0x61, 0, 0, 1}).array();
        for (boolean isLost : new boolean[] {false, true}) {
            try (var server = ScriptedRelay.playing(peer -> {
                        peer.hear();
                        peer.say(new SyncMessage(FIRST, differs).json());
                        peer.hear();
                        if (!isLost) peer.hear();
                    });
                    var client = RelayClient.to(server.uri())
                            .timing(Timing.DEFAULT.answer(Duration.ofSeconds(isLost ? 60 : 1)))
                            .open()) {
                assertThat(client.sync(Notes.ALL, ours.build())).isEqualTo(new Answer.Unanswered<>());
            }
        }
    }
}
