package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Rumor;
import java.util.Optional;

/// Where the newest of an addressable event is found (NIP-01): `31923:‹author›:medic-101`.
record Address(int kind, PublicKey author, String identifier) {
    /// Where this one is.
    static Address of(Rumor said) {
        return new Address(said.kind(), said.author(), said.tags().identifier());
    }

    static Optional<Address> parse(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length < 3 || !parts[0].matches("\\d{1,5}") || !parts[1].matches("[0-9a-f]{64}"))
            return Optional.empty();
        return Optional.of(new Address(Integer.parseInt(parts[0]), PublicKey.parse(parts[1]), parts[2]));
    }

    @Override
    public String toString() {
        return kind + ":" + author.hex() + ":" + identifier;
    }
}
