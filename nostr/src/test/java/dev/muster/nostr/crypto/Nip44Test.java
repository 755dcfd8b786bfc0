package dev.muster.nostr.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class Nip44Test {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonNode VECTORS = read();
    // Of the examples at the end of NIP-44.
    private static final ConversationKey KEY = key("c41c775356fd92eadc63ff5a0dc1da211b268cbea22316767095b2871ea1412d");
    private static final byte[] NONCE = Hex.parse("00".repeat(31) + "01");

    static Stream<JsonNode> conversationKeys() {
        return vectors("valid", "get_conversation_key", 35);
    }

    @ParameterizedTest
    @MethodSource("conversationKeys")
    void nip44_conversationKey(JsonNode vector) {
        SecretKey own = SecretKey.parse(text(vector, "sec1"));
        assertThat(ConversationKey.between(own, PublicKey.parse(text(vector, "pub2"))))
                .isEqualTo(key(text(vector, "conversation_key")));
    }

    static Stream<JsonNode> invalidConversationKeys() {
        return vectors("invalid", "get_conversation_key", 8);
    }

    @ParameterizedTest
    @MethodSource("invalidConversationKeys")
    void nip44_refusesKeysThatAreNone(JsonNode vector) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConversationKey.between(
                        SecretKey.parse(text(vector, "sec1")), PublicKey.parse(text(vector, "pub2"))));
    }

    @Test
    void nip44_messageKeys() {
        JsonNode section = VECTORS.at("/valid/get_message_keys");
        ConversationKey key = key(text(section, "conversation_key"));
        assertThat(section.get("keys").values()).hasSize(32).allSatisfy(vector -> {
            Nip44.MessageKeys keys = Nip44.MessageKeys.of(key, Hex.parse(text(vector, "nonce")));
            assertThat(Hex.of(keys.cipherKey())).isEqualTo(text(vector, "chacha_key"));
            assertThat(Hex.of(keys.cipherNonce())).isEqualTo(text(vector, "chacha_nonce"));
            assertThat(Hex.of(keys.macKey())).isEqualTo(text(vector, "hmac_key"));
        });
    }

    static Stream<JsonNode> paddedLengths() {
        return vectors("valid", "calc_padded_len", 24);
    }

    @ParameterizedTest
    @MethodSource("paddedLengths")
    void nip44_paddedLength(JsonNode vector) {
        assertThat(Nip44.paddedLength(vector.get(0).asLong()))
                .isEqualTo(vector.get(1).asLong());
    }

    @ParameterizedTest
    @CsvSource({"1,32", "65537,81920", "2147483649,2684354560", "4294967295,4294967296"})
    void nip44_paddedLengthBeyondTheVectors(long length, long padded) {
        assertThat(Nip44.paddedLength(length)).isEqualTo(padded);
    }

    static Stream<JsonNode> messages() {
        return vectors("valid", "encrypt_decrypt", 10);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void nip44_encryptsAndDecrypts(JsonNode vector) {
        SecretKey one = SecretKey.parse(text(vector, "sec1"));
        SecretKey two = SecretKey.parse(text(vector, "sec2"));
        ConversationKey key = ConversationKey.between(one, two.publicKey());
        assertThat(key)
                .isEqualTo(ConversationKey.between(two, one.publicKey()))
                .isEqualTo(key(text(vector, "conversation_key")));
        String payload = Nip44.encrypt(text(vector, "plaintext"), key, Hex.parse(text(vector, "nonce")));
        assertThat(payload).isEqualTo(text(vector, "payload"));
        assertThat(Nip44.decrypt(payload, key)).isEqualTo(text(vector, "plaintext"));
    }

    static Stream<JsonNode> longMessages() {
        return vectors("valid", "encrypt_decrypt_long_msg", 3);
    }

    @ParameterizedTest
    @MethodSource("longMessages")
    void nip44_longMessages(JsonNode vector) {
        String text = text(vector, "pattern").repeat(vector.get("repeat").asInt());
        assertThat(sha256(text)).isEqualTo(text(vector, "plaintext_sha256"));
        ConversationKey key = key(text(vector, "conversation_key"));
        String payload = Nip44.encrypt(text, key, Hex.parse(text(vector, "nonce")));
        assertThat(sha256(payload)).isEqualTo(text(vector, "payload_sha256"));
        assertThat(Nip44.decrypt(payload, key)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "65535,6d8c2810d1e870fbaa1f0a0937126cca837a15f9260e27060c331d70a3c0bc84",
        "65536,b7b4edb36ba92e267d322d56d9aebc22e7fa96ff52e3c12adc07f07a43cbc616",
        "65537,eeb7c7c5373894ea2c1547cfd3ccb15d5a0b2d619da852e5c79df792dcc9e435"
    })
    void nip44_extendedLengthFrom65536On(int length, String payloadSha256) {
        String text = "a".repeat(length);
        String payload = Nip44.encrypt(text, KEY, NONCE);
        assertThat(sha256(payload)).isEqualTo(payloadSha256);
        assertThat(Nip44.decrypt(payload, KEY)).isEqualTo(text);
    }

    @Test
    void nip44_onlyTheEmptyTextOfTheInvalidLengthsIsStillRefused() {
        // The vectors are older than the extended lengths: they still refuse 65536 and more.
        assertThat(VECTORS.at("/invalid/encrypt_msg_lengths").values())
                .extracting(JsonNode::asInt)
                .containsExactly(0, 65536, 100000, 10000000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nip44.encrypt("", KEY, RANDOM))
                .withMessage("NIP-44 can't encrypt an empty text");
        String text = "x".repeat(10_000_000);
        assertThat(Nip44.decrypt(Nip44.encrypt(text, KEY, RANDOM), KEY)).isEqualTo(text);
    }

    static Stream<JsonNode> invalidPayloads() {
        return vectors("invalid", "decrypt", 12);
    }

    @ParameterizedTest
    @MethodSource("invalidPayloads")
    void nip44_refusesAndSaysWhy(JsonNode vector) {
        String reason = switch (text(vector, "note")) {
            case "unknown encryption version" -> "unknown encryption version: '#'";
            case "unknown encryption version 0" -> "unknown encryption version: 0";
            case "invalid base64" -> "not base64: ";
            case "invalid MAC" -> "wrong MAC: ";
            case "invalid padding" -> "wrong padding: ";
            case String length when length.startsWith("invalid payload length") -> "payload too short: ";
            case String other -> throw new AssertionError("a new kind of vector: " + other);
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nip44.decrypt(text(vector, "payload"), key(text(vector, "conversation_key"))))
                .withMessageStartingWith(reason);
    }

    @Test
    void nip44_refusesAnUnknownVersion() {
        byte[] data = Base64.getDecoder().decode(Nip44.encrypt("hello", KEY, NONCE));
        data[0] = (byte) 255;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nip44.decrypt(Base64.getEncoder().encodeToString(data), KEY))
                .withMessage("unknown encryption version: 255");
    }

    @Test
    void nip44_refusesTooLongAPayloadBeforeDecodingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nip44.decrypt("?".repeat(1_001), KEY, 1_000))
                .withMessage("payload too long: 1001 characters, 1000 are allowed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nip44.decrypt("?".repeat(Nip44.MAX_PAYLOAD + 1), KEY))
                .withMessageStartingWith("payload too long: ");
    }

    @Test
    void nip44_refusesBase64WithoutItsPadding() {
        String payload = Nip44.encrypt("x".repeat(33), KEY, NONCE);
        assertThat(payload).endsWith("=");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nip44.decrypt(payload.replace("=", ""), KEY))
                .withMessageStartingWith("not base64: ");
    }

    @Test
    void nip44_refusesAnyAlteredByte() {
        byte[] data = Base64.getDecoder().decode(Nip44.encrypt("hello", KEY, NONCE));
        for (int at = 1; at < data.length; at++) {
            data[at] ^= 1;
            String altered = Base64.getEncoder().encodeToString(data);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Nip44.decrypt(altered, KEY))
                    .withMessage("wrong MAC: altered, or encrypted for somebody else");
            data[at] ^= 1;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'00 00 00 00 00 01 61', 38, long form of a short length",
        "'00 00 00 00 ff ff 61', 38, long form of a short length",
        "'00 00 ff ff ff ff 61', 38, its length doesn't match the text's",
        "'00 01 61', 66, its length doesn't match the text's",
        "'00 21 61', 34, its length doesn't match the text's",
        "'ff ff 61', 34, its length doesn't match the text's"
    })
    void nip44_refusesWrongPadding(String start, int length, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nip44.decrypt(sealed(start, length), KEY))
                .withMessage("wrong padding: " + reason);
    }

    @Test
    void nip44_refusesTextThatIsNotUtf8() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nip44.decrypt(sealed("00 02 c3 28", 34), KEY))
                .withMessage("the decrypted text is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83e", "a\udd84", "\udd84\ud83e"})
    void nip44_refusesHalfASurrogatePair(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nip44.encrypt(text, KEY, RANDOM))
                .withMessageStartingWith("the text has half a surrogate pair");
    }

    @Test
    void nip44_everyPayloadHasItsOwnNonce() {
        assertThat(Nip44.encrypt("hello", KEY, RANDOM)).isNotEqualTo(Nip44.encrypt("hello", KEY, RANDOM));
    }

    @Test
    void conversationKey_neverShowsItself() {
        assertThat(KEY).hasToString("ConversationKey");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConversationKey(new byte[33]))
                .withMessage("a conversation key has 32 bytes, not 33");
    }

    /// A payload with a right MAC around any padded text: `start`, then zeros up to `length`.
    private static String sealed(String start, int length) {
        byte[] text = Hex.parse(start.replace(" ", ""));
        byte[] data = new byte[1 + 32 + length + 32];
        data[0] = 2;
        System.arraycopy(NONCE, 0, data, 1, 32);
        System.arraycopy(text, 0, data, 33, text.length);
        Nip44.MessageKeys keys = Nip44.MessageKeys.of(KEY, NONCE);
        System.arraycopy(keys.chaCha20(data, 33, 33 + length), 0, data, 33, length);
        System.arraycopy(keys.mac(data, 1, 33 + length), 0, data, 33 + length, 32);
        return Base64.getEncoder().encodeToString(data);
    }

    private static ConversationKey key(String hex) {
        return new ConversationKey(Hex.parse(hex));
    }

    private static String text(JsonNode vector, String field) {
        return vector.get(field).asString();
    }

    private static Stream<JsonNode> vectors(String kind, String section, int count) {
        JsonNode vectors = VECTORS.get(kind).get(section);
        assertThat(vectors.size()).isEqualTo(count);
        return vectors.valueStream();
    }

    private static String sha256(String text) {
        try {
            return Hex.of(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode read() {
        try (InputStream file = Objects.requireNonNull(Nip44Test.class.getResourceAsStream("nip44.vectors.json"))) {
            return new JsonMapper().readTree(file).get("v2");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
