package dev.muster.notifier.push.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Who we are to push services (RFC 8292). A device subscribes with one of our public keys, and its push service takes
/// from then on only what is signed with that one: so new keys come before old ones, and old ones stay.
final class Vapid {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /// RFC 8292 allows a day.
    private static final Duration LIFE = Duration.ofHours(12);

    /// One that has this long to go is shown again: clocks differ.
    private static final Duration FRESH = Duration.ofHours(6);

    /// How many origins are remembered: strangers choose them.
    private static final int REMEMBERED = 1_000;

    private final List<Key> keys;
    private final InstantSource clock;
    private final Map<Audience, Token> tokens = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Audience, Token> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Key(String publicKey, ECPrivateKey secret) {
        @Override
        public String toString() {
            return publicKey;
        }
    }

    private record Audience(String origin, String subject, Key key) {}

    private record Token(String text, Instant expires) {
        @Override
        public String toString() {
            return "Token";
        }
    }

    private Vapid(List<Key> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /// Reads the keys: a line each, with the public one and the secret one as base64url, the newest first. If there is
    /// no such file, it makes one.
    ///
    /// @throws IllegalArgumentException if it can't be read or written
    static Vapid open(Path file, InstantSource clock, SecureRandom random) {
        try {
            if (Files.notExists(file)) create(file, random);
            List<Key> keys = Files.readAllLines(file, US_ASCII).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> key(line)
                            .orElseThrow(() -> new IllegalArgumentException("the file " + file
                                    + " is damaged: each line should be a public key and its"
                                    + " secret key, as base64url")))
                    .toList();
            if (keys.isEmpty()) throw new IllegalArgumentException("the file " + file + " has no key");
            return new Vapid(keys, clock);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + file + " can't be read or written: " + e.getMessage(), e);
        }
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        KeyPair pair = P256.pair(random);
        String line = BASE64.encodeToString(P256.bytes((ECPublicKey) pair.getPublic())) + " "
                + BASE64.encodeToString(P256.scalar((ECPrivateKey) pair.getPrivate())) + "\n";
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) Files.createDirectories(folder);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, line);
    }

    private static Optional<Key> key(String line) {
        String[] words = line.split("\\s+", -1);
        if (words.length != 2) return Optional.empty();
        try {
            byte[] open = Base64.getUrlDecoder().decode(words[0]);
            Optional<ECPublicKey> publicKey = P256.publicKey(open);
            return P256.privateKey(Base64.getUrlDecoder().decode(words[1]))
                    .filter(secret ->
                            publicKey.filter(known -> belong(known, secret)).isPresent())
                    .map(secret -> new Key(BASE64.encodeToString(open), secret));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean belong(ECPublicKey publicKey, ECPrivateKey secret) {
        try {
            Signature check = signature();
            check.initVerify(publicKey);
            return check.verify(signed("", secret));
        } catch (GeneralSecurityException e) {
            throw P256.missing(e);
        }
    }

    /// What devices subscribe with from now on.
    String newest() {
        return keys.getFirst().publicKey();
    }

    /// What a push to that origin says in its header `Authorization`; empty if we don't have the key that the device
    /// has subscribed with.
    Optional<String> authorization(String origin, String subject, String publicKey) {
        return keys.stream()
                .filter(key -> key.publicKey().equals(publicKey))
                .findFirst()
                .map(key -> "vapid t=" + token(new Audience(origin, subject, key)) + ", k=" + key.publicKey());
    }

    private String token(Audience audience) {
        Instant now = clock.instant();
        synchronized (tokens) {
            Token known = tokens.get(audience);
            if (known != null && now.plus(FRESH).isBefore(known.expires())) return known.text();
        }
        // Not while others wait: two who come at once sign twice.
        Token fresh = token(audience, now.plus(LIFE));
        synchronized (tokens) {
            tokens.put(audience, fresh);
        }
        return fresh.text();
    }

    private static Token token(Audience audience, Instant expires) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("aud", audience.origin());
        claims.put("exp", expires.getEpochSecond());
        claims.put("sub", audience.subject());
        String text = part("{\"typ\":\"JWT\",\"alg\":\"ES256\"}".getBytes(US_ASCII))
                + "."
                + part(JSON.writeValueAsBytes(claims));
        return new Token(text + "." + part(signed(text, audience.key().secret())), expires);
    }

    private static String part(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    private static byte[] signed(String text, ECPrivateKey secret) {
        try {
            Signature signature = signature();
            signature.initSign(secret);
            signature.update(text.getBytes(US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw P256.missing(e);
        }
    }

    private static Signature signature() throws GeneralSecurityException {
        return Signature.getInstance("SHA256withECDSAinP1363Format");
    }
}
