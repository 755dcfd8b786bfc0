package dev.muster.nostr.client;

import static dev.muster.nostr.client.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.client.ScriptedRelay.Peer;
import dev.muster.nostr.event.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two relays that are well, and one that takes every message and answers none.
@Timeout(60)
class RelaysTest {
    private final SmallRelay one = new SmallRelay();
    private final SmallRelay two = new SmallRelay();
    private ScriptedRelay serverOne;
    private ScriptedRelay serverTwo;
    private ScriptedRelay deaf;
    private Relays relays;

    @BeforeEach
    void start() throws IOException {
        serverOne = ScriptedRelay.playing(one);
        serverTwo = ScriptedRelay.playing(two);
        deaf = ScriptedRelay.playing(Peer::hearAll);
        relays = all(Duration.ofSeconds(2));
    }

    private Relays all(Duration answer) {
        return new Relays(List.of(serverOne, serverTwo, deaf).stream()
                .map(server -> RelayClient.to(server.uri())
                        .timing(Timing.DEFAULT.answer(answer))
                        .open())
                .toList());
    }

    @AfterEach
    void stop() throws IOException {
        relays.close();
        serverOne.close();
        serverTwo.close();
        deaf.close();
    }

    @Test
    void everyRelayHasItsSayAboutAnEvent() throws Exception {
        Event note = note(1);
        two.take(note);

        assertThat(relays.publish(note))
                .containsEntry(serverOne.uri(), new Outcome.Accepted(""))
                .containsEntry(serverTwo.uri(), new Outcome.Duplicate("duplicate: already have this event"))
                .containsEntry(deaf.uri(), new Outcome.Unanswered());
    }

    @Test
    void fetchedEventsComeOnceNewestFirst() throws Exception {
        one.take(note(1));
        Event both = note(2);
        one.take(both);
        two.take(both);
        two.take(note(3));

        var gathered = relays.fetch(Notes.ALL);

        assertThat(gathered.events()).extracting(Event::createdAt).containsExactly(3L, 2L, 1L);
        assertThat(gathered.endings())
                .containsEntry(serverOne.uri(), new Fetched.Ending.Complete())
                .containsEntry(serverTwo.uri(), new Fetched.Ending.Complete())
                .containsEntry(deaf.uri(), new Fetched.Ending.Unanswered());
    }

    @Test
    void subscribedEventsComeOnce_andTheEndOfStoredIsNotHeldUpByADeadRelay() throws Exception {
        Event both = note(1);
        one.take(both);
        two.take(both);
        try (var notes = relays.subscribe(Notes.ALL)) {
            assertThat(Notes.take(1, notes)).containsExactly(both);
            assertThat(notes.next()).isEqualTo(new EndOfStored(false));

            Event live = note(2);
            two.take(live);
            one.take(live);
            assertThat(Notes.take(1, notes)).containsExactly(live);
            one.take(note(3));
            assertThat(Notes.take(1, notes)).extracting(Event::createdAt).containsExactly(3L);
        }
        Await.until(() -> one.openSubscriptions() + two.openSubscriptions() == 0);
    }

    @Test
    void subscriptionEndsWhenTheLastRelayHasEndedIt() throws Exception {
        var notes = relays.subscribe(Notes.ALL);
        assertThat(notes.next()).isEqualTo(new EndOfStored(false));

        relays.close();

        assertThat(notes.next()).isEqualTo(new Ended("closed: this client is closed"));
    }

    @Test
    void noRelayAtAllIsAMistake() {
        assertThatThrownBy(() -> new Relays(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
