package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.nip19.Bech32Entity.Nsec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What people do with the `muster` command, together with those who use something else.
@Timeout(300)
class MusterCommandTest {
    private static final String TEXT = "Training at six, \"bring\" water 🏐\nand a \\ball";

    private final SecretKey alice = SecretKey.random(Events.RANDOM);
    private final SecretKey bob = SecretKey.random(Events.RANDOM);

    private final List<Event> notes = new ArrayList<>();

    @TempDir
    private Path folder;

    private MusterCommand as(SecretKey person) {
        return new MusterCommand(folder, Map.of("MUSTER_KEY", new Nsec(person).encode()));
    }

    private MusterCommand nobody() {
        return new MusterCommand(folder, Map.of());
    }

    private static String npub(SecretKey person) {
        return new Npub(person.publicKey()).encode();
    }

    // nostr-tools

    @Test
    @NeedsNode
    void whatANewKeySignsNostrToolsVerifies(NodePeer node) throws Exception {
        String file = folder.resolve("alice.key").toString();
        String npub = nobody().run("key", "new", "--out", file).orFail();
        String signed = nobody().run("event", "sign", "--key", file, "--content", TEXT, "--tag", "t=training")
                .orFail();

        assertThat(node.ask("verify", List.of(signed)).get(0).asBoolean()).isTrue();
        Event event = Event.parse(signed.getBytes(UTF_8));
        assertThat(node.ask("decode", npub).get("data").asString())
                .isEqualTo(event.author().hex());
        assertThat(event.content()).isEqualTo(TEXT);
        assertThat(event.tags().values("t")).containsExactly("training");
    }

    @Test
    @NeedsNode
    void whatNostrToolsSignsWeVerify(NodePeer node) throws Exception {
        List<Rumor> rumors = Rumors.random(alice.publicKey(), 20);
        List<String> signed = node.texts(
                "sign", alice.hex(), rumors.stream().map(Rumors::json).toList());
        nobody().reading(String.join("\n", signed), "event", "verify").orFail();

        String forged = signed.getFirst()
                .replace(alice.publicKey().hex(), bob.publicKey().hex());
        assertThat(nobody().reading(forged, "event", "verify").exitCode()).isEqualTo(1);
    }

    @Test
    @NeedsNode
    void whatWeSealNostrToolsOpens(NodePeer node) throws Exception {
        String wrap = as(alice).run("wrap", "seal", "--to", npub(bob), TEXT).orFail();
        Rumor rumor = Rumors.parse(node.text("unwrap", bob.hex(), wrap), alice.publicKey());
        assertThat(rumor.kind()).isEqualTo(Kind.CHAT_MESSAGE);
        assertThat(rumor.content()).isEqualTo(TEXT);
    }

    @Test
    @NeedsNode
    void whatNostrToolsWrapsWeOpen(NodePeer node) throws Exception {
        List<Rumor> rumors = Rumors.random(alice.publicKey(), 20);
        String wraps = rumors.stream()
                .map(rumor -> node.text("wrap", alice.hex(), bob.publicKey().hex(), Rumors.json(rumor)))
                .collect(Collectors.joining("\n"));
        MusterCommand.Run run = as(bob).reading(wraps, "wrap", "open");
        run.orFail();
        assertThat(run.lines().stream().map(line -> Rumors.parse(line, alice.publicKey())))
                .containsExactlyElementsOf(rumors);
    }

    @Test
    @NeedsNode
    void aKeyThatWeEncryptNostrToolsUnlocks(NodePeer node) throws Exception {
        var variables = Map.of("MUSTER_KEY", new Nsec(alice).encode(), "MUSTER_PASSWORD", "ﬁve horses");
        String locked = new MusterCommand(folder, variables)
                .run("key", "encrypt", "--log-n", "10")
                .orFail();
        assertThat(node.text("unlock", locked, "five horses")).isEqualTo(alice.hex());
    }

    // rust-nostr's relay

    @Test
    @NeedsRust
    void whatWePublishWeFindAgain() throws Exception {
        try (var relay = RustRelay.demandingAuth(folder("relay"))) {
            String url = relay.uri().toString();
            String events = lines(notes(0, 10));
            as(alice).reading(events, "publish", url).orFail();

            MusterCommand.Run found = as(alice).run("req", url, "--kinds", "1", "--authors", npub(alice));
            found.orFail();
            assertThat(found.lines())
                    .containsExactlyInAnyOrderElementsOf(events.lines().toList());
            assertThat(as(alice).run("req", url, "--kinds", "1", "--count").orFail())
                    .contains("\"count\":10");
            assertThat(nobody().run("req", url, "--kinds", "1").exitCode()).isEqualTo(1);
        }
    }

    @Test
    @NeedsNode
    @NeedsRust
    void aPrivateMessageGoesThereAndAnAnswerComesBack(NodePeer node) throws Exception {
        try (var relay = RustRelay.demandingAuth(folder("relay"))) {
            String url = relay.uri().toString();
            for (SecretKey person : List.of(alice, bob)) relay.store(inbox(person, url));

            as(alice)
                    .run("dm", "send", "--relay", url, "--to", npub(bob), "Who brings the ball?")
                    .orFail();
            assertThat(as(bob).run("dm", "read", "--relay", url).orFail()).contains("Who brings the ball?");

            String answer = node.texts(
                            "chat", bob.hex(), List.of(alice.publicKey().hex()), "I do 🏐", "Tuesday")
                    .getLast();
            as(bob).reading(answer, "publish", url).orFail();
            assertThat(as(alice).run("dm", "read", "--relay", url).orFail())
                    .contains("Who brings the ball?", "[Tuesday] I do 🏐");
        }
    }

    @Test
    @NeedsRust
    void aSyncMakesFileAndRelaysEqual() throws Exception {
        try (var one = RustRelay.in(folder("one"));
                var other = RustRelay.in(folder("other"))) {
            for (Event note : notes(0, 300)) one.store(note);
            Path file = Files.writeString(folder.resolve("notes.jsonl"), lines(notes(200, 500)));

            assertThat(nobody().run("sync", one.uri().toString(), file.toString(), "--json")
                            .orFail())
                    .isEqualTo("{\"down\":200,\"up\":200,\"failed\":0}");
            assertThat(nobody().run("sync", one.uri().toString(), other.uri().toString(), "--json")
                            .orFail())
                    .isEqualTo("{\"down\":500,\"up\":0,\"failed\":0}");
            assertThat(nobody().run("sync", other.uri().toString(), file.toString(), "--json")
                            .orFail())
                    .isEqualTo("{\"down\":0,\"up\":0,\"failed\":0}");
            assertThat(Files.readAllLines(file))
                    .hasSize(500)
                    .containsAll(lines(notes(0, 500)).lines().toList());
        }
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private static String lines(List<Event> events) {
        return events.stream().map(event -> new String(event.json(), UTF_8)).collect(Collectors.joining("\n"));
    }

    /// The same ones each time they are asked for.
    private List<Event> notes(int from, int to) {
        while (notes.size() < to) {
            notes.add(Events.signed(alice, notes.size() / 3, Kind.TEXT_NOTE, Tags.NONE, "note " + notes.size()));
        }
        return notes.subList(from, to);
    }

    private Event inbox(SecretKey owner, String relay) {
        return Events.signed(owner, 1_700_000_000, Kind.INBOX_RELAYS, Tags.NONE.with("relay", relay), "");
    }
}
