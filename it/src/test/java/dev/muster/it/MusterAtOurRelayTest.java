package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.nip19.Bech32Entity.Nsec;
import dev.muster.relay.TestRelay;
import dev.muster.relay.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The `muster` command at our relay.
@Timeout(300)
class MusterAtOurRelayTest {
    private static final Filter NOTES = Filter.ALL.kinds(Kind.TEXT_NOTE);

    private final SecretKey alice = SecretKey.random(Events.RANDOM);
    private final SecretKey bob = SecretKey.random(Events.RANDOM);

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    @TempDir
    private Path folder;

    private MusterCommand as(SecretKey person) {
        return new MusterCommand(folder, Map.of("MUSTER_KEY", new Nsec(person).encode()));
    }

    private String url() {
        return relay.url().toString();
    }

    @Test
    void whatIsPublishedIsFoundAndCounted() throws Exception {
        List<Event> notes = notes(10);
        as(alice).reading(lines(notes), "publish", url()).orFail();

        MusterCommand.Run found = as(bob).run("req", url(), "--kinds", "1");
        found.orFail();
        assertThat(found.lines())
                .containsExactlyInAnyOrderElementsOf(lines(notes).lines().toList());
        assertThat(as(bob).run("req", url(), "--kinds", "1", "--count").orFail())
                .contains("\"count\":10");
    }

    @Test
    void aPrivateMessageIsReadByItsRecipientAlone() throws Exception {
        for (SecretKey person : List.of(alice, bob)) {
            relay.client()
                    .store(Events.signed(person, 1_700_000_000, Kind.INBOX_RELAYS, Tags.NONE.with("relay", url()), ""));
        }
        SecretKey carol = SecretKey.random(Events.RANDOM);
        String toBob = new Npub(bob.publicKey()).encode();

        as(alice)
                .run("dm", "send", "--relay", url(), "--to", toBob, "Who brings the ball?")
                .orFail();

        assertThat(as(bob).run("dm", "read", "--relay", url()).orFail()).contains("Who brings the ball?");
        assertThat(as(carol).run("dm", "read", "--relay", url()).out()).doesNotContain("ball");
    }

    @Test
    @NeedsRust
    void aSyncMakesAFileAndTwoRelaysEqual() throws Exception {
        List<Event> notes = notes(500);
        try (var other = RustRelay.in(Files.createDirectory(folder.resolve("other")))) {
            for (Event note : notes.subList(0, 300)) other.store(note);
            Wire client = relay.client();
            notes.subList(200, 400).forEach(client::store);
            Path file = Files.writeString(folder.resolve("notes.jsonl"), lines(notes.subList(350, 500)));
            String theirs = other.uri().toString();

            assertThat(as(alice).run("sync", url(), file.toString(), "--json").orFail())
                    .isEqualTo("{\"down\":150,\"up\":100,\"failed\":0}");
            assertThat(as(alice).run("sync", url(), theirs, "--json").orFail())
                    .isEqualTo("{\"down\":200,\"up\":200,\"failed\":0}");
            assertThat(as(alice).run("sync", theirs, file.toString(), "--json").orFail())
                    .isEqualTo("{\"down\":200,\"up\":0,\"failed\":0}");
        }
        assertThat(relay.client().synced(NOTES))
                .containsExactlyInAnyOrderElementsOf(
                        notes.stream().map(Event::id).toList());
    }

    private List<Event> notes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Events.signed(alice, 1_700_000_000 + i / 3, Kind.TEXT_NOTE, Tags.NONE, "note " + i))
                .toList();
    }

    private static String lines(List<Event> events) {
        return events.stream().map(event -> new String(event.json(), UTF_8)).collect(Collectors.joining("\n"));
    }
}
