package dev.muster.nostr.nip19;

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
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Keys and ids as somebody typed or pasted them, in whichever form they had at hand.
///
/// Each method throws an [IllegalArgumentException] that says what was expected and what came. It never repeats the
/// input: people paste their secret key where their public key was asked for.
public final class UserInput {
    /// No entity looks like this: all of their prefixes begin with `n`.
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");

    private UserInput() {}

    /// Whose key an npub, an nprofile or 64 hex digits are.
    public static PublicKey publicKey(String text) {
        return read(text, "an npub, an nprofile or 64 hex digits", PublicKey::parse, entity -> switch (entity) {
            case Npub(var key) -> Optional.of(key);
            case Nprofile profile -> Optional.of(profile.key());
            case Nsec _, Note _, Nevent _, Naddr _, Ncryptsec _ -> Optional.empty();
        });
    }

    /// The secret key that an nsec or 64 hex digits are.
    public static SecretKey secretKey(String text) {
        return read(text, "an nsec or 64 hex digits", SecretKey::parse, entity -> switch (entity) {
            case Nsec(var key) -> Optional.of(key);
            case Npub _, Nprofile _, Note _, Nevent _, Naddr _, Ncryptsec _ -> Optional.empty();
        });
    }

    /// Which event a note, an nevent or 64 hex digits name.
    public static EventId eventId(String text) {
        return read(text, "a note, an nevent or 64 hex digits", EventId::parse, entity -> switch (entity) {
            case Note(var id) -> Optional.of(id);
            case Nevent event -> Optional.of(event.id());
            case Npub _, Nsec _, Nprofile _, Naddr _, Ncryptsec _ -> Optional.empty();
        });
    }

    private static <T> T read(
            String text, String expected, Function<String, T> hex, Function<Bech32Entity, Optional<T>> bech32) {
        Bech32Entity entity;
        try {
            if (HEX.matcher(text).matches()) return hex.apply(text);
            entity = Bech32Entity.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected " + expected + " (" + e.getMessage() + ")", e);
        }
        return bech32.apply(entity)
                .orElseThrow(() ->
                        new IllegalArgumentException("expected " + expected + ", but this is " + describe(entity)));
    }

    private static String describe(Bech32Entity entity) {
        return switch (entity) {
            case Npub _ -> "an npub";
            case Nsec _ -> "an nsec: keep it secret";
            case Note _ -> "a note";
            case Nprofile _ -> "an nprofile";
            case Nevent _ -> "an nevent";
            case Naddr _ -> "an naddr";
            case Ncryptsec _ -> "an ncryptsec, a secret key that only its password opens";
        };
    }
}
