package dev.muster.cli;

import dev.muster.nostr.crypto.EncryptedSecretKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.nip19.Bech32Entity;
import dev.muster.nostr.nip19.Bech32Entity.Ncryptsec;
import dev.muster.nostr.nip19.UserInput;

/// A secret key as a file or a variable holds it.
sealed interface StoredKey {
    /// The key itself, whatever that takes.
    ///
    /// @throws Failure if it takes a password, and there is none, or a wrong one
    SecretKey open(Password password);

    /// Readable by whoever can read the file.
    record Open(SecretKey key) implements StoredKey {
        @Override
        public SecretKey open(Password password) {
            return key;
        }
    }

    /// Behind a password (NIP-49).
    ///
    /// @param where the name of its file or variable
    record Locked(EncryptedSecretKey key, String where) implements StoredKey {
        @Override
        public SecretKey open(Password password) {
            String typed = password.toOpen(where);
            try {
                return key.decrypt(typed);
            } catch (IllegalArgumentException e) {
                throw new Failure(where + ": " + e.getMessage());
            }
        }
    }

    /// Reads a key, and never repeats it.
    ///
    /// @param where what to call it in a complaint
    static StoredKey parse(String text, String where) {
        String trimmed = text.strip();
        try {
            boolean locked = trimmed.regionMatches(true, 0, "ncryptsec1", 0, 10);
            if (locked && Bech32Entity.parse(trimmed) instanceof Ncryptsec(var bytes)) {
                return new Locked(new EncryptedSecretKey(bytes), where);
            }
            return new Open(UserInput.secretKey(trimmed));
        } catch (IllegalArgumentException e) {
            throw new Failure(where + " holds no secret key that can be read: " + e.getMessage());
        }
    }
}
