package dev.muster.relay.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// What versions of one replaceable or addressable event have in common.
record Address(PublicKey author, int kind, String identifier) {
    static Optional<Address> of(Event event) {
        return switch (Kind.storage(event.kind())) {
            case REPLACEABLE -> Optional.of(new Address(event.author(), event.kind(), ""));
            case ADDRESSABLE ->
                Optional.of(
                        new Address(event.author(), event.kind(), event.tags().identifier()));
            case REGULAR, EPHEMERAL -> Optional.empty();
        };
    }

    /// Reads what stands in an `a` tag: kind, author and identifier, which may itself hold colons.
    static Optional<Address> parse(String text) {
        int first = text.indexOf(':');
        int second = text.indexOf(':', first + 1);
        if (first < 1 || first > 5 || second < 0) return Optional.empty();
        try {
            int kind = Integer.parseInt(text, 0, first, 10);
            var author = PublicKey.parse(text.substring(first + 1, second));
            String identifier = text.substring(second + 1);
            boolean names = switch (Kind.storage(kind)) {
                case REPLACEABLE -> identifier.isEmpty();
                case ADDRESSABLE -> true;
                case REGULAR, EPHEMERAL -> false;
            };
            return names ? Optional.of(new Address(author, kind, identifier)) : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            // Any text may stand in a tag: one that names nothing deletes nothing.
            return Optional.empty();
        }
    }

    byte[] key() {
        byte[] kindBytes = new byte[2];
        Bytes.putInt16(kindBytes, 0, kind);
        byte[] name = Kind.storage(kind) == Kind.Storage.ADDRESSABLE ? sha256(identifier) : new byte[0];
        return Keys.joined('r', author.bytes(), kindBytes, name);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
