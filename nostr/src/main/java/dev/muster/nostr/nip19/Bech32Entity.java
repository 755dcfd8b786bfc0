package dev.muster.nostr.nip19;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.EventId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a text such as `npub1…` stands for: a key or an id, perhaps with relays that know more (NIP-19, NIP-49).
public sealed interface Bech32Entity {
    /// The text, in lower case.
    ///
    /// @throws IllegalArgumentException if a relay or the identifier has more than 255 bytes, or the text more than
    /// 5,000 characters
    String encode();

    /// Reads the text, or the `nostr:` link (NIP-21), of any entity.
    ///
    /// @throws IllegalArgumentException if it is none, saying why without repeating it: it may hold a secret
    static Bech32Entity parse(String text) {
        String scheme = "nostr:";
        boolean link = text.regionMatches(true, 0, scheme, 0, scheme.length());
        Bech32 bech32 = Bech32.parse(link ? text.substring(scheme.length()) : text);
        byte[] data = bech32.data();
        Bech32Entity entity = switch (bech32.prefix()) {
            case "npub" -> new Npub(new PublicKey(data));
            case "nsec" -> new Nsec(new SecretKey(data));
            case "note" -> new Note(new EventId(data));
            case "nprofile" -> Nprofile.of(Tlv.parse(data));
            case "nevent" -> Nevent.of(Tlv.parse(data));
            case "naddr" -> Naddr.of(Tlv.parse(data));
            case "ncryptsec" -> new Ncryptsec(data);
            default -> throw new IllegalArgumentException("unknown prefix: " + bech32.prefix());
        };
        // NIP-21: links are made to be shared.
        if (link && (entity instanceof Nsec || entity instanceof Ncryptsec))
            throw new IllegalArgumentException("a secret key is never a nostr: link");
        return entity;
    }

    /// A public key.
    record Npub(PublicKey key) implements Bech32Entity {
        @Override
        public String encode() {
            return new Bech32("npub", key.bytes()).encode();
        }
    }

    /// A secret key, which shows itself in [#encode] only.
    record Nsec(SecretKey key) implements Bech32Entity {
        @Override
        public String encode() {
            return new Bech32("nsec", key.bytes()).encode();
        }

        @Override
        public String toString() {
            return "Nsec of " + key.publicKey();
        }
    }

    /// The id of an event.
    record Note(EventId id) implements Bech32Entity {
        @Override
        public String encode() {
            return new Bech32("note", id.bytes()).encode();
        }
    }

    /// A public key, and relays where its owner may be found.
    record Nprofile(PublicKey key, List<String> relays) implements Bech32Entity {
        public Nprofile {
            relays = List.copyOf(relays);
        }

        private static Nprofile of(Tlv tlv) {
            return new Nprofile(new PublicKey(tlv.special()), tlv.relays());
        }

        @Override
        public String encode() {
            byte[] tlv = Tlv.write(key.bytes(), relays, Optional.empty(), OptionalInt.empty());
            return new Bech32("nprofile", tlv).encode();
        }
    }

    /// The id of an event, relays where it may be found, and what is known of it.
    record Nevent(EventId id, List<String> relays, Optional<PublicKey> author, OptionalInt kind)
            implements Bech32Entity {
        public Nevent {
            relays = List.copyOf(relays);
            kind.ifPresent(Tlv::checkKind);
        }

        private static Nevent of(Tlv tlv) {
            return new Nevent(new EventId(tlv.special()), tlv.relays(), tlv.author(), tlv.kind());
        }

        @Override
        public String encode() {
            return new Bech32("nevent", Tlv.write(id.bytes(), relays, author, kind)).encode();
        }
    }

    /// The address of an addressable event, whose identifier is its `d` tag, or of a replaceable one, whose identifier
    /// is empty; and relays where it may be found.
    record Naddr(String identifier, List<String> relays, PublicKey author, int kind) implements Bech32Entity {
        public Naddr {
            relays = List.copyOf(relays);
            Tlv.checkKind(kind);
        }

        private static Naddr of(Tlv tlv) {
            return new Naddr(Tlv.text(tlv.special()), tlv.relays(), tlv.requiredAuthor(), tlv.requiredKind());
        }

        @Override
        public String encode() {
            byte[] tlv = Tlv.write(Tlv.utf8(identifier), relays, Optional.of(author), OptionalInt.of(kind));
            return new Bech32("naddr", tlv).encode();
        }
    }

    /// A secret key encrypted with a password (NIP-49), still closed.
    record Ncryptsec(byte[] bytes) implements Bech32Entity {
        public static final int LENGTH = 91;

        public Ncryptsec {
            if (bytes.length != LENGTH)
                throw new IllegalArgumentException("an ncryptsec has 91 bytes, not " + bytes.length);
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public String encode() {
            return new Bech32("ncryptsec", bytes).encode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ncryptsec that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            // NIP-49: the more of them somebody collects, the sooner one is cracked.
            return "Ncryptsec";
        }
    }
}
