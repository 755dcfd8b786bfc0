package dev.muster.nostr.nip19;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.nip19.Bech32Entity.Naddr;
import dev.muster.nostr.nip19.Bech32Entity.Ncryptsec;
import dev.muster.nostr.nip19.Bech32Entity.Nevent;
import dev.muster.nostr.nip19.Bech32Entity.Note;
import dev.muster.nostr.nip19.Bech32Entity.Nprofile;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.nip19.Bech32Entity.Nsec;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// NIP-19, NIP-21, and the text of NIP-49: what is read, what is written, what is refused.
class Bech32EntityTest {
    private static final String HEX = "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e";
    private static final String NPUB = "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg";
    private static final String SECRET = "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa";
    private static final String NSEC = "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5";
    private static final String NCRYPTSEC =
            "ncryptsec1qgg9947rlpvqu76pj5ecreduf9jxhselq2nae2kghhvd5g7dgjtcxfqtd67p9m0w57lsp"
                    + "w8gsq6yphnm8623nsl8xn9j4jdzz84zm3frztj3z7s35vpzmqf6ksu8r89qk5z2zxfmu5gv8th8wclt0h4p";

    private static final PublicKey KEY = PublicKey.parse(HEX);
    private static final EventId ID = EventId.parse(HEX);
    private static final String RELAY = "wss://relay.example.com";

    @Test
    void nip19_npub() {
        assertThat(Bech32Entity.parse(NPUB)).isEqualTo(new Npub(KEY));
        assertThat(new Npub(KEY).encode()).isEqualTo(NPUB);
    }

    @Test
    void nip19_nsec() {
        Nsec nsec = new Nsec(SecretKey.parse(SECRET));

        assertThat(Bech32Entity.parse(NSEC)).isEqualTo(nsec);
        assertThat(nsec.encode()).isEqualTo(NSEC);
    }

    @Test
    void nip19_nprofile() {
        Nprofile nprofile = new Nprofile(
                PublicKey.parse("3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d"),
                List.of("wss://r.x.com", "wss://djbas.sadkb.com"));

        assertThat(Bech32Entity.parse("nprofile1qqsrhuxx8l9ex335q7he0f09aej04zpazpl0ne2cgukyawd24mayt8gpp4mhxue69uhhyt"
                        + "nc9e3k7mgpz4mhxue69uhkg6nzv9ejuumpv34kytnrdaksjlyr9p"))
                .isEqualTo(nprofile);
        // The example has the key first. We write it last, as nostr-tools does.
        assertThat(Bech32Entity.parse(nprofile.encode())).isEqualTo(nprofile);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nostrToolsExamples")
    void nip19_readsAndWritesWhatNostrToolsDoes(String text, Bech32Entity entity) {
        assertThat(Bech32Entity.parse(text)).isEqualTo(entity).hasSameHashCodeAs(entity);
        assertThat(entity.encode()).isEqualTo(text);
    }

    static Stream<Arguments> nostrToolsExamples() throws IOException {
        try (var file = requireNonNull(Bech32EntityTest.class.getResourceAsStream("nostr-tools-nip19.json"))) {
            return JsonMapper.shared().readTree(file).get("examples").values().stream()
                    .map(example -> Arguments.of(example.get("text").asString(), entity(example)));
        }
    }

    private static Bech32Entity entity(JsonNode example) {
        return switch (example.get("type").asString()) {
            case "npub" -> new Npub(PublicKey.parse(example.get("key").asString()));
            case "nsec" -> new Nsec(SecretKey.parse(example.get("secret").asString()));
            case "note" -> new Note(EventId.parse(example.get("id").asString()));
            case "nprofile" -> new Nprofile(PublicKey.parse(example.get("key").asString()), relays(example));
            case "nevent" ->
                new Nevent(
                        EventId.parse(example.get("id").asString()),
                        relays(example),
                        example.optional("author").map(JsonNode::asString).map(PublicKey::parse),
                        example.has("kind") ? OptionalInt.of(example.get("kind").asInt()) : OptionalInt.empty());
            case "naddr" ->
                new Naddr(
                        example.get("identifier").asString(),
                        relays(example),
                        PublicKey.parse(example.get("author").asString()),
                        example.get("kind").asInt());
            case "ncryptsec" -> new Ncryptsec(Hex.parse(example.get("bytes").asString()));
            default -> throw new AssertionError(example);
        };
    }

    private static List<String> relays(JsonNode example) {
        return example.get("relays").values().stream().map(JsonNode::asString).toList();
    }

    @Test
    void nip19_upperCaseIsRead() {
        // As in the alphanumeric mode of a QR code.
        assertThat(Bech32Entity.parse(NPUB.toUpperCase(Locale.ROOT))).isEqualTo(new Npub(KEY));
    }

    @Test
    void nip49_ncryptsecStaysClosed() {
        Ncryptsec ncryptsec = (Ncryptsec) Bech32Entity.parse(NCRYPTSEC);

        assertThat(ncryptsec.bytes()).hasSize(91).startsWith(2, 16);
        assertThat(ncryptsec.encode()).isEqualTo(NCRYPTSEC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nostr:", "NOSTR:"})
    void nip21_aLinkIsRead(String scheme) {
        assertThat(Bech32Entity.parse(scheme + NPUB)).isEqualTo(new Npub(KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {NSEC, NCRYPTSEC})
    void nip21_aSecretKeyIsNeverALink(String secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bech32Entity.parse("nostr:" + secret))
                .withMessage("a secret key is never a nostr: link");
    }

    @Test
    void nip21_thereIsOneSchemeOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bech32Entity.parse("nostr:nostr:" + NPUB))
                .withMessageStartingWith("not bech32: the checksum is wrong");
    }

    @Test
    void nip19_tlvOfUnknownTypesIsIgnored() {
        assertThat(parse("nprofile", "f00401020304" + special(HEX) + "0400")).isEqualTo(new Nprofile(KEY, List.of()));
    }

    @Test
    void nip19_tlvThatTheEntityHasNoUseForIsIgnored() {
        assertThat(parse("nprofile", "020101" + special(HEX) + "0300")).isEqualTo(new Nprofile(KEY, List.of()));
    }

    @Test
    void nip19_tlvIsReadInAnyOrder() {
        assertThat(parse("naddr", "0001" + "61" + "0104" + "77733a2f" + "030400007533" + "0220" + HEX + "0100"))
                .isEqualTo(new Naddr("a", List.of("ws:/", ""), KEY, 30003));
    }

    @Test
    void nip19_relaysKeepTheirOrderAndTheirRepetitions() {
        Nprofile nprofile = new Nprofile(KEY, List.of(RELAY, "wss://b", RELAY));

        assertThat(Bech32Entity.parse(nprofile.encode())).isEqualTo(nprofile);
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "npub     | ''                               | a public key has 32 bytes, not 0",
                "npub     | 00                               | a public key has 32 bytes, not 1",
                "note     | 0001                             | an event id has 32 bytes, not 2",
                "nsec     | 0001                             | a secret key has 32 bytes, not 2",
                "ncryptsec| 02                               | an ncryptsec has 91 bytes, not 1",
                "nprofile | ''                               | TLV 0 is missing: what it names",
                "nprofile | 010161                           | TLV 0 is missing: what it names",
                "nevent   | 030400000001                     | TLV 0 is missing: what it names",
                "naddr    | 030400000001 0220HEX             | TLV 0 is missing: what it names",
                "naddr    | 0000 030400000001                | TLV 2 is missing: the author",
                "naddr    | 0000 0220HEX                     | TLV 3 is missing: the kind",
                "nprofile | 000101                           | a public key has 32 bytes, not 1",
                "nprofile | 0021HEX00                        | a public key has 32 bytes, not 33",
                "nevent   | 000101                           | an event id has 32 bytes, not 1",
                "nevent   | 0020HEX 0200                     | a public key has 32 bytes, not 0",
                "nevent   | 0020HEX 03020001                 | a kind has 4 bytes, not 2",
                "nevent   | 0020HEX 030400010000             | a kind lies between 0 and 65535, unlike 65536",
                "nevent   | 0020HEX 0304ffffffff             | a kind lies between 0 and 65535, unlike 4294967295",
                "naddr    | 0000 02020102 030400000001       | a public key has 32 bytes, not 2",
                "naddr    | 0000 0220HEX 0300                | a kind has 4 bytes, not 0",
                "naddr    | 0000 0220HEX 030400010000        | a kind lies between 0 and 65535, unlike 65536",
                "nprofile | 0020HEX 0020HEX                  | TLV 0 comes twice",
                "nevent   | 0020HEX 0220HEX 0220HEX          | TLV 2 comes twice",
                "nevent   | 0020HEX 030400000001 030400000002| TLV 3 comes twice",
                "nprofile | 0020HEX 01                       | TLV 1 has no length",
                "nprofile | 0020HEX 010561                   | 'TLV 1 says it has 5 bytes, but only 1 are left'",
                "nprofile | 0020HEX f0ff61                   | 'TLV 240 says it has 255 bytes, but only 1 are left'",
                "nprofile | 0020HEX 0101ff                   | a relay or identifier is not UTF-8",
                "naddr    | 0002c328 0220HEX 030400000001    | a relay or identifier is not UTF-8",
                "nrelay   | 000161                           | unknown prefix: nrelay",
                "bc       | 000161                           | unknown prefix: bc",
            })
    void nip19_refuses(String prefix, String data, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(prefix, data))
                .withMessage(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
            })
    void nip19_refusesAnNsecThatIsNoScalar(String hex) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("nsec", hex))
                .withMessageContaining("between 1 and the order of the curve")
                .withMessageNotContaining(hex);
    }

    @Test
    void nip19_refusesToWriteARelayOfMoreThan255Bytes() {
        Nprofile nprofile = new Nprofile(KEY, List.of(RELAY + "/" + "ü".repeat(116)));

        assertThatIllegalArgumentException()
                .isThrownBy(nprofile::encode)
                .withMessage("a relay may have at most 255 bytes, not 256");
    }

    @Test
    void nip19_refusesToWriteAnIdentifierOfMoreThan255Bytes() {
        Naddr naddr = new Naddr("d".repeat(256), List.of(), KEY, 30023);

        assertThatIllegalArgumentException()
                .isThrownBy(naddr::encode)
                .withMessage("an identifier may have at most 255 bytes, not 256");
    }

    @Test
    void nip19_refusesToWriteHalfASurrogatePair() {
        Naddr naddr = new Naddr("\ud83e", List.of(), KEY, 30023);

        assertThatIllegalArgumentException()
                .isThrownBy(naddr::encode)
                .withMessage("a relay or identifier holds half a surrogate pair");
    }

    @Test
    void nip19_refusesToWriteMoreThan5000Characters() {
        Nevent nevent = new Nevent(ID, Collections.nCopies(200, RELAY), Optional.empty(), OptionalInt.empty());

        assertThatIllegalArgumentException()
                .isThrownBy(nevent::encode)
                .withMessageStartingWith("an nevent may have at most 5000 characters, not ");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void nip01_aKindEndsAt65535(int kind) {
        String why = "a kind lies between 0 and 65535, unlike " + kind;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Naddr("", List.of(), KEY, kind))
                .withMessage(why);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Nevent(ID, List.of(), Optional.empty(), OptionalInt.of(kind)))
                .withMessage(why);
    }

    @Test
    void aSecretKeyDoesNotShowItself() {
        assertThat(Bech32Entity.parse(NSEC).toString())
                .isEqualTo("Nsec of 7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e");
        assertThat(Bech32Entity.parse(NCRYPTSEC)).hasToString("Ncryptsec");
    }

    @Test
    void anNcryptsecKeepsItsBytes() {
        byte[] bytes = new byte[Ncryptsec.LENGTH];
        Ncryptsec ncryptsec = new Ncryptsec(bytes);

        bytes[0] = 1;
        ncryptsec.bytes()[1] = 1;

        assertThat(ncryptsec.bytes()).containsOnly(0);
    }

    private static Bech32Entity parse(String prefix, String hex) {
        byte[] data = Hex.parse(hex.replace("HEX", HEX).replace(" ", ""));
        return Bech32Entity.parse(new Bech32(prefix, data).encode());
    }

    private static String special(String hex) {
        return "0020" + hex;
    }
}
