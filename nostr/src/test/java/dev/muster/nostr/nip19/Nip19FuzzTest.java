package dev.muster.nostr.nip19;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/// Whatever is pasted, the answer is an entity or an [IllegalArgumentException], and an entity survives its own text.
class Nip19FuzzTest {
    private static final String[] PREFIXES = {"npub", "nsec", "note", "nprofile", "nevent", "naddr", "ncryptsec"};

    @FuzzTest
    void anyText(byte[] bytes) {
        check(new String(bytes, UTF_8));
    }

    /// Chance never meets the checksum: here it is right, and the bytes behind it are anything.
    @FuzzTest
    void anyBytesUnderAnyPrefix(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > 3000) return;
        String prefix = PREFIXES[(bytes[0] & 0xff) % PREFIXES.length];
        check(new Bech32(prefix, Arrays.copyOfRange(bytes, 1, bytes.length)).encode());
    }

    private static void check(String text) {
        Bech32Entity entity;
        try {
            entity = Bech32Entity.parse(text);
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertThat(Bech32Entity.parse(entity.encode())).isEqualTo(entity);
    }
}
