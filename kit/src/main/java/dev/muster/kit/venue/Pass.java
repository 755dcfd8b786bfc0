package dev.muster.kit.venue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.Secp256k1;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.crypto.Signature;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// What lets somebody into a room: signed by the bot for sessions, with its Nostr key, so the bridge believes it
/// without
/// sharing a secret. It travels behind the `#` of an address, which browsers tell no server, so no proxy's log has it.
///
/// @param ref what the bot for sessions calls them
/// @param leads whether they may mute and remove others
public record Pass(UUID room, String ref, boolean leads, Instant until) {
    private static final String SEPARATOR = "\n";
    private static final String LEADS = "leads";
    private static final int LONGEST = 600;

    /// The signature means nothing else, whatever else the key signs (BIP-340: tagged hashes).
    private static final byte[] PURPOSE = sha256("muster/room-pass".getBytes(UTF_8));

    public Pass {
        if (!ref.matches("[\\w-]{1,64}")) throw new IllegalArgumentException("a ref is letters and digits");
    }

    /// As it stands in an address.
    public String signed(SecretKey issuer, SecureRandom random) {
        byte[] said = String.join(
                        SEPARATOR, room.toString(), ref, leads ? LEADS : "", Long.toString(until.getEpochSecond()))
                .getBytes(UTF_8);
        var auxiliary = new byte[32];
        random.nextBytes(auxiliary);
        Signature signature = Secp256k1.best().sign(issuer, hash(said), auxiliary);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(said) + "." + base64.encodeToString(signature.bytes());
    }

    /// The address with it.
    public static URI with(URI room, String signed) {
        return URI.create(room + "#" + signed);
    }

    /// Which room it says that it is for: nothing of it is believed so far.
    public static Optional<UUID> claimedRoom(String text) {
        return unchecked(text).map(Pass::room);
    }

    /// What it says; empty unless that issuer has signed it, and it still counts.
    public static Optional<Pass> read(String text, PublicKey issuer, Instant now) {
        return unchecked(text)
                .filter(pass -> pass.until().isAfter(now))
                .filter(_ -> Secp256k1.best().verify(issuer, hash(said(text)), signature(text)));
    }

    private static Optional<Pass> unchecked(String text) {
        try {
            if (text.length() > LONGEST) return Optional.empty();
            String[] parts = new String(said(text), UTF_8).split(SEPARATOR, -1);
            signature(text);
            if (parts.length != 4) return Optional.empty();
            return Optional.of(new Pass(
                    UUID.fromString(parts[0]),
                    parts[1],
                    parts[2].equals(LEADS),
                    Instant.ofEpochSecond(Long.parseLong(parts[3]))));
        } catch (IllegalArgumentException | DateTimeException notAPass) {
            return Optional.empty();
        }
    }

    private static byte[] said(String text) {
        return Base64.getUrlDecoder().decode(text.substring(0, Math.max(0, text.indexOf('.'))));
    }

    private static Signature signature(String text) {
        return new Signature(Base64.getUrlDecoder().decode(text.substring(text.indexOf('.') + 1)));
    }

    private static byte[] hash(byte[] said) {
        byte[] all = new byte[2 * PURPOSE.length + said.length];
        System.arraycopy(PURPOSE, 0, all, 0, PURPOSE.length);
        System.arraycopy(PURPOSE, 0, all, PURPOSE.length, PURPOSE.length);
        System.arraycopy(said, 0, all, 2 * PURPOSE.length, said.length);
        return sha256(all);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Not whose it is: it may end up in a log.
    @Override
    public String toString() {
        return "a pass for the room " + room;
    }
}
