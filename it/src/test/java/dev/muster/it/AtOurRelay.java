package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tags;
import dev.muster.relay.TestRelay;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What people do with a client at our relay, whoever wrote the client.
@Timeout(120)
abstract class AtOurRelay {
    private static final Filter NOTES = Filter.ALL.kinds(Kind.TEXT_NOTE);
    private static final String TEXT = "Training at six, \"bring\" water 🏐\nand a \\ball";

    private final SecretKey alice = SecretKey.random(Events.RANDOM);
    private final SecretKey bob = SecretKey.random(Events.RANDOM);
    private final SecretKey carol = SecretKey.random(Events.RANDOM);

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    private final List<Client> clients = new ArrayList<>();

    /// A client for somebody.
    abstract Client open(SecretKey person) throws Exception;

    private Client as(SecretKey person) throws Exception {
        Client client = open(person);
        clients.add(client);
        return client;
    }

    @AfterEach
    void closeClients() {
        clients.forEach(Client::close);
    }

    @Test
    void nip01_whatSomebodyPublishesOthersRead() throws Exception {
        Event note = as(alice).publish(Kind.TEXT_NOTE, Tags.NONE.with("t", "training"), TEXT);

        assertThat(note.content()).isEqualTo(TEXT);
        assertThat(as(bob).read(NOTES.tagged('t', List.of("training")))).containsExactly(note);
        assertThat(as(bob).read(NOTES.tagged('t', List.of("other")))).isEmpty();
    }

    @Test
    void nip01_aSubscriptionBringsWhatIsStoredThenWhatIsNew() throws Exception {
        Client alices = as(alice);
        Client bobs = as(bob);
        Event stored = alices.publish(Kind.TEXT_NOTE, Tags.NONE, "first");
        bobs.subscribe(NOTES);
        assertThat(bobs.next()).isEqualTo(stored);

        Event live = alices.publish(Kind.TEXT_NOTE, Tags.NONE, "second");
        assertThat(bobs.next()).isEqualTo(live);
    }

    /// A message without its envelope.
    @Test
    void nip17_whoForgetsTheWrapHearsIt() throws Exception {
        Client alices = as(alice);
        Tags toBob = Tags.NONE.with("p", bob.publicKey().hex());

        assertThatThrownBy(() -> alices.publish(Kind.CHAT_MESSAGE, toBob, TEXT)).hasMessageContaining("blocked: ");
        assertThat(as(bob).read(Filter.ALL)).isEmpty();
    }

    @Test
    void nip17_aMessageIsReadByItsRecipientAlone() throws Exception {
        Client alices = as(alice);
        Client bobs = as(bob);
        publishInbox(alices);
        publishInbox(bobs);

        alices.send(bob.publicKey(), TEXT);

        assertThat(bobs.inbox()).containsExactly(TEXT);
        assertThat(as(carol).inbox()).isEmpty();
        assertThat(everyWrapSeenBy(carol)).isEmpty();
    }

    private List<Event> everyWrapSeenBy(SecretKey person) {
        return relay.client()
                .as(person)
                .stored(Filter.ALL.kinds(Kind.GIFT_WRAP))
                .events();
    }

    /// What a recipient must do first is a matter between the client and the relay (NIP-42).
    @Test
    void nip17_aMessageComesLive() throws Exception {
        Client alices = as(alice);
        Client bobs = as(bob);
        publishInbox(alices);
        publishInbox(bobs);
        bobs.subscribe(Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', List.of(bob.publicKey().hex())));

        alices.send(bob.publicKey(), TEXT);

        assertThat(bobs.next().tags().value("p")).hasValue(bob.publicKey().hex());
    }

    @Test
    void nip17_messagesGoBetweenTheirClientAndOurs() throws Exception {
        Client theirs = as(alice);
        var ours = new OurClient(relay.url(), bob);
        clients.add(ours);
        publishInbox(theirs);
        publishInbox(ours);

        theirs.send(bob.publicKey(), TEXT);
        assertThat(ours.inbox()).containsExactly(TEXT);

        ours.send(alice.publicKey(), "I do");
        assertThat(theirs.inbox()).contains("I do");
    }

    @Test
    void nip59_whoAGiftWrapIsForMayDeleteIt() throws Exception {
        Client alices = as(alice);
        Client bobs = as(bob);
        publishInbox(alices);
        publishInbox(bobs);
        alices.send(bob.publicKey(), TEXT);
        String wrap = everyWrapSeenBy(bob).getFirst().id().hex();

        as(carol).publish(Kind.DELETION, Tags.NONE.with("e", wrap), "");
        assertThat(everyWrapSeenBy(bob)).hasSize(1);
        bobs.publish(Kind.DELETION, Tags.NONE.with("e", wrap), "");
        assertThat(everyWrapSeenBy(bob)).isEmpty();
    }

    private void publishInbox(Client client) throws Exception {
        client.publish(Kind.INBOX_RELAYS, Tags.NONE.with("relay", relay.url().toString()), "");
    }
}
