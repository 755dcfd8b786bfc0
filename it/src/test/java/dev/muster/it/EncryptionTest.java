package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.crypto.ConversationKey;
import dev.muster.nostr.crypto.EncryptedSecretKey;
import dev.muster.nostr.crypto.Nip44;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.nip19.Bech32Entity;
import dev.muster.nostr.nip19.Bech32Entity.Ncryptsec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rust.nostr.sdk.Nip44Version;
import rust.nostr.sdk.Nostr_sdk_jvmKt;

/// Encrypted texts (NIP-44) and encrypted keys (NIP-49) cross between implementations.
@Timeout(300)
class EncryptionTest {
    /// NIP-49's own example: the same letters, composed and decomposed.
    private static final String PASSWORD = "ÅΩẛ̣";

    /// rust-nostr reads longer texts but doesn't write them.
    private static final int RUST_LIMIT = 65_408;

    private final SecretKey alice = SecretKey.random(Events.RANDOM);
    private final SecretKey bob = SecretKey.random(Events.RANDOM);
    private final ConversationKey key = ConversationKey.between(alice, bob.publicKey());

    @Test
    @NeedsNode
    void nip44_nostrToolsReadsWhatWeEncrypt(NodePeer node) {
        for (String text : texts()) {
            String payload = Nip44.encrypt(text, key, Events.RANDOM);
            assertThat(node.text("decrypt", bob.hex(), alice.publicKey().hex(), payload))
                    .isEqualTo(text);
        }
    }

    @Test
    @NeedsNode
    void nip44_weReadWhatNostrToolsEncrypts(NodePeer node) {
        for (String text : texts()) {
            String payload = node.text("encrypt", bob.hex(), alice.publicKey().hex(), text);
            assertThat(Nip44.decrypt(payload, key)).isEqualTo(text);
        }
    }

    @Test
    @NeedsRust
    void nip44_rustNostrReadsWhatWeEncrypt() throws Exception {
        var theirKey = RustNostr.keys(bob).secretKey();
        var theirAlice = RustNostr.publicKey(alice.publicKey());
        for (String text : texts()) {
            String payload = Nip44.encrypt(text, key, Events.RANDOM);
            assertThat(Nostr_sdk_jvmKt.nip44Decrypt(theirKey, theirAlice, payload))
                    .isEqualTo(text);
        }
    }

    @Test
    @NeedsRust
    void nip44_weReadWhatRustNostrEncrypts() throws Exception {
        var theirKey = RustNostr.keys(bob).secretKey();
        var theirAlice = RustNostr.publicKey(alice.publicKey());
        for (String text : texts()) {
            if (text.length() > RUST_LIMIT) continue;
            String payload = Nostr_sdk_jvmKt.nip44Encrypt(theirKey, theirAlice, text, Nip44Version.V2);
            assertThat(Nip44.decrypt(payload, key)).isEqualTo(text);
        }
    }

    /// Every length up to some paddings, the longest of the short form, and texts with odd characters.
    private static List<String> texts() {
        var texts = new ArrayList<String>();
        for (int length = 1; length <= 300; length += length < 66 ? 1 : 13) texts.add("x".repeat(length));
        texts.add("x".repeat(RUST_LIMIT));
        texts.add("x".repeat(65_535));
        var random = new Random(44);
        for (int i = 0; i < 50; i++) texts.add("é" + Events.text(random));
        return texts;
    }

    /// From 65,536 bytes on, the length takes a longer form.
    @Test
    @NeedsNode
    void nip44_longTextsCrossToNostrTools(NodePeer node) {
        for (int length : new int[] {65_536, 100_000, 1_000_000}) {
            String text = "x".repeat(length);
            assertThat(node.text(
                            "decrypt", bob.hex(), alice.publicKey().hex(), Nip44.encrypt(text, key, Events.RANDOM)))
                    .isEqualTo(text);
            assertThat(Nip44.decrypt(
                            node.text("encrypt", bob.hex(), alice.publicKey().hex(), text), key))
                    .isEqualTo(text);
        }
    }

    @Test
    @NeedsNode
    void nip49_nostrToolsUnlocksOurKeys(NodePeer node) {
        for (int logN : new int[] {1, 10, 16}) {
            String locked = lock(logN);
            assertThat(node.text("unlock", locked, PASSWORD)).isEqualTo(alice.hex());
            assertThatThrownBy(() -> node.ask("unlock", locked, "wrong")).isInstanceOf(NodePeer.Refused.class);
        }
    }

    @Test
    @NeedsNode
    void nip49_weUnlockTheKeysOfNostrTools(NodePeer node) {
        for (int logN : new int[] {1, 10, 16}) {
            assertThat(unlock(node.text("lock", alice.hex(), PASSWORD, logN))).isEqualTo(alice);
        }
    }

    @Test
    @NeedsRust
    void nip49_rustNostrUnlocksOurKeys() throws Exception {
        var theirs = rust.nostr.sdk.EncryptedSecretKey.Companion.fromBech32(lock(10));
        assertThat(theirs.decrypt(PASSWORD).toHex()).isEqualTo(alice.hex());
    }

    @Test
    @NeedsRust
    void nip49_weUnlockTheKeysOfRustNostr() throws Exception {
        String locked = RustNostr.keys(alice).secretKey().encrypt(PASSWORD).toBech32();
        assertThat(unlock(locked)).isEqualTo(alice);
    }

    private String lock(int logN) {
        var locked =
                EncryptedSecretKey.encrypt(alice, PASSWORD, logN, EncryptedSecretKey.Handling.UNKNOWN, Events.RANDOM);
        return new Ncryptsec(locked.bytes()).encode();
    }

    private static SecretKey unlock(String text) {
        var locked = (Ncryptsec) Bech32Entity.parse(text);
        return new EncryptedSecretKey(locked.bytes()).decrypt(PASSWORD);
    }
}
