package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.nip19.Bech32Entity;
import dev.muster.nostr.nip19.Bech32Entity.Naddr;
import dev.muster.nostr.nip19.Bech32Entity.Nevent;
import dev.muster.nostr.nip19.Bech32Entity.Note;
import dev.muster.nostr.nip19.Bech32Entity.Nprofile;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.nip19.Bech32Entity.Nsec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import nostr.crypto.bech32.Bech32;
import nostr.crypto.bech32.Bech32Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rust.nostr.sdk.Nip19;
import rust.nostr.sdk.Nip19Enum;
import tools.jackson.databind.JsonNode;

/// Keys, ids and addresses as text cross between implementations (NIP-19).
@Timeout(120)
class EncodingsTest {
    private static final SecretKey KEY = SecretKey.random(Events.RANDOM);
    private static final PublicKey AUTHOR = KEY.publicKey();
    private static final EventId ID = Events.note("an event").id();
    private static final List<String> RELAYS = List.of("wss://relay.example.com", "ws://localhost:7777/group?a=b");

    static List<Bech32Entity> entities() {
        return List.of(
                new Npub(AUTHOR),
                new Nsec(KEY),
                new Note(ID),
                new Nprofile(AUTHOR, List.of()),
                new Nprofile(AUTHOR, RELAYS),
                new Nevent(ID, List.of(), Optional.empty(), OptionalInt.empty()),
                new Nevent(ID, RELAYS, Optional.of(AUTHOR), OptionalInt.of(0)),
                new Nevent(ID, RELAYS.subList(0, 1), Optional.of(AUTHOR), OptionalInt.of(65_535)),
                new Naddr("", List.of(), AUTHOR, 10_002),
                new Naddr("Tuesday 🏐/\"18:00\"", RELAYS, AUTHOR, 31_923));
    }

    @ParameterizedTest
    @MethodSource("entities")
    @NeedsNode
    void nostrToolsReadsOurTexts(Bech32Entity entity, NodePeer node) {
        JsonNode read = node.ask("decode", entity.encode());
        assertThat(read.get("type").asString()).isEqualTo(type(entity));
        JsonNode data = read.get("data");
        switch (entity) {
            case Npub(var key) -> assertThat(data.asString()).isEqualTo(key.hex());
            case Nsec(var key) -> assertThat(data.asString()).isEqualTo(key.hex());
            case Note(var id) -> assertThat(data.asString()).isEqualTo(id.hex());
            case Nprofile(var key, var relays) -> {
                assertThat(data.get("pubkey").asString()).isEqualTo(key.hex());
                assertThat(strings(data.get("relays"))).isEqualTo(relays);
            }
            case Nevent(var id, var relays, var author, var kind) -> {
                assertThat(data.get("id").asString()).isEqualTo(id.hex());
                assertThat(strings(data.get("relays"))).isEqualTo(relays);
                assertThat(data.path("author").asString(""))
                        .isEqualTo(author.map(PublicKey::hex).orElse(""));
                assertThat(data.path("kind").asInt(-1)).isEqualTo(kind.orElse(-1));
            }
            case Naddr(var identifier, var relays, var author, var kind) -> {
                assertThat(data.get("identifier").asString()).isEqualTo(identifier);
                assertThat(strings(data.get("relays"))).isEqualTo(relays);
                assertThat(data.get("pubkey").asString()).isEqualTo(author.hex());
                assertThat(data.get("kind").asInt()).isEqualTo(kind);
            }
            case Bech32Entity.Ncryptsec _ -> throw new AssertionError("EncryptionTest has these");
        }
    }

    @ParameterizedTest
    @MethodSource("entities")
    @NeedsNode
    void weReadTheTextsOfNostrTools_andWriteTheSame(Bech32Entity entity, NodePeer node) {
        String theirs = node.text("encode", type(entity), data(entity));
        assertThat(Bech32Entity.parse(theirs)).isEqualTo(entity);
        assertThat(entity.encode()).isEqualTo(theirs);
    }

    /// As nostr-tools takes them.
    private static Object data(Bech32Entity entity) {
        return switch (entity) {
            case Npub(var key) -> key.hex();
            case Nsec(var key) -> key.hex();
            case Note(var id) -> id.hex();
            case Nprofile(var key, var relays) -> Map.of("pubkey", key.hex(), "relays", relays);
            case Nevent(var id, var relays, var author, var kind) -> {
                var data = new HashMap<String, Object>(Map.of("id", id.hex(), "relays", relays));
                author.ifPresent(key -> data.put("author", key.hex()));
                kind.ifPresent(number -> data.put("kind", number));
                yield data;
            }
            case Naddr(var identifier, var relays, var author, var kind) ->
                Map.of("identifier", identifier, "relays", relays, "pubkey", author.hex(), "kind", kind);
            case Bech32Entity.Ncryptsec _ -> throw new AssertionError("EncryptionTest has these");
        };
    }

    @ParameterizedTest
    @MethodSource("entities")
    @NeedsRust
    void rustNostrReadsOurTexts_andWeReadWhatItMakesOfThem(Bech32Entity entity) throws Exception {
        assertThat(Bech32Entity.parse(rustReads(entity))).isEqualTo(entity);
    }

    /// Has rust-nostr read our text and write what it has read.
    private static String rustReads(Bech32Entity entity) throws Exception {
        return switch (Nip19.Companion.fromBech32(entity.encode()).asEnum()) {
            case Nip19Enum.Pubkey npub -> npub.getNpub().toBech32();
            case Nip19Enum.Secret nsec -> nsec.getNsec().toBech32();
            case Nip19Enum.Note note -> note.getEventId().toBech32();
            case Nip19Enum.Profile profile -> profile.getNprofile().toBech32();
            case Nip19Enum.Event event -> event.getEvent().toBech32();
            case Nip19Enum.Addr address -> address.getCoordinate().toBech32();
            default -> throw new AssertionError("rust-nostr takes " + type(entity) + " for something else");
        };
    }

    @Test
    void nostrJavaWritesTheSameKeysAndIds() {
        assertThat(Bech32.toBech32(Bech32Prefix.NPUB, AUTHOR.bytes())).isEqualTo(new Npub(AUTHOR).encode());
        assertThat(Bech32.toBech32(Bech32Prefix.NSEC, KEY.bytes())).isEqualTo(new Nsec(KEY).encode());
        assertThat(Bech32.toBech32(Bech32Prefix.NOTE, ID.bytes())).isEqualTo(new Note(ID).encode());
    }

    @Test
    void nostrJavaReadsOurKeysAndIds() throws Exception {
        assertThat(Bech32.fromBech32(new Npub(AUTHOR).encode())).isEqualTo(AUTHOR.hex());
        assertThat(Bech32.fromBech32(new Nsec(KEY).encode())).isEqualTo(KEY.hex());
        assertThat(Bech32.fromBech32(new Note(ID).encode())).isEqualTo(ID.hex());
    }

    private static String type(Bech32Entity entity) {
        return entity.encode().substring(0, entity.encode().indexOf('1'));
    }

    private static List<String> strings(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
