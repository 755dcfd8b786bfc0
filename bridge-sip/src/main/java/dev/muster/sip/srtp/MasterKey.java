package dev.muster.sip.srtp;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// What two sides have agreed on for one direction: everything else is derived from it.
public final class MasterKey {
    private static final String INLINE = "inline:";

    private final Profile profile;
    private final byte[] key;
    private final byte[] salt;

    /// Those of both directions, as a handshake of DTLS gives them.
    ///
    /// @param client for what the client sends
    /// @param server for what the server sends
    public record Pair(MasterKey client, MasterKey server) {}

    private MasterKey(Profile profile, byte[] key, byte[] salt) {
        this.profile = profile;
        this.key = key;
        this.salt = salt;
    }

    private static MasterKey of(Profile profile, byte[] keyAndSalt) {
        return new MasterKey(
                profile,
                Arrays.copyOf(keyAndSalt, Profile.KEY),
                Arrays.copyOfRange(keyAndSalt, Profile.KEY, Profile.KEY + profile.saltLength()));
    }

    /// A new one, to be told to the other side.
    public static MasterKey random(Profile profile, SecureRandom random) {
        var bytes = new byte[Profile.KEY + profile.saltLength()];
        random.nextBytes(bytes);
        return of(profile, bytes);
    }

    /// From DTLS, which gives both keys and then both salts (RFC 5764, 4.2).
    ///
    /// @param exported of [Profile#exportLength] bytes
    /// @throws IllegalArgumentException if it is of another length
    public static Pair exported(Profile profile, byte[] exported) {
        if (exported.length != profile.exportLength())
            throw new IllegalArgumentException("keying material of " + exported.length + " bytes");
        int salts = 2 * Profile.KEY;
        int salt = profile.saltLength();
        return new Pair(
                new MasterKey(
                        profile,
                        Arrays.copyOf(exported, Profile.KEY),
                        Arrays.copyOfRange(exported, salts, salts + salt)),
                new MasterKey(
                        profile,
                        Arrays.copyOfRange(exported, Profile.KEY, salts),
                        Arrays.copyOfRange(exported, salts + salt, salts + 2 * salt)));
    }

    /// From SDP: `inline:` and the base64 of key and salt (RFC 4568, 6.1). A lifetime may follow; who sends
    /// has to keep to it.
    ///
    /// @return empty if there are several keys, or one with an index (MKI), which we don't do, or if it isn't
    /// one at all
    public static Optional<MasterKey> inline(Profile profile, String parameters) {
        if (!parameters.regionMatches(true, 0, INLINE, 0, INLINE.length()) || parameters.contains(";"))
            return Optional.empty();
        String[] parts = parameters.substring(INLINE.length()).split("\\|", -1);
        boolean hasOnlyLifetime = parts.length == 2 && parts[1].matches("(2\\^)?[0-9]{1,15}");
        if (parts.length > 1 && !hasOnlyLifetime) return Optional.empty();
        try {
            byte[] bytes = Base64.getDecoder().decode(parts[0]);
            return bytes.length == Profile.KEY + profile.saltLength()
                    ? Optional.of(of(profile, bytes))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /// As it is written in SDP.
    public String inline() {
        byte[] both = Arrays.copyOf(key, key.length + salt.length);
        System.arraycopy(salt, 0, both, key.length, salt.length);
        return INLINE + Base64.getEncoder().encodeToString(both);
    }

    public Profile profile() {
        return profile;
    }

    /// What is used for one purpose (RFC 3711, 4.3).
    byte[] derive(int label, int length) {
        return KeyDerivation.derive(key, salt, label, length);
    }

    /// Says nothing of the key.
    @Override
    public String toString() {
        return "a key for " + profile;
    }
}
