package dev.muster.sip.ua.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/// What answers a [Challenge]: that somebody knows a password.
///
/// @param uri what is asked for
/// @param response what only those can make who know the password
/// @param counted in which request under this nonce; none where the other side doesn't count
/// @param ours makes it another one each time
public record Proof(
        String username,
        String realm,
        String nonce,
        Optional<String> opaque,
        Algorithm algorithm,
        String uri,
        String response,
        Optional<Long> counted,
        String ours) {
    private static final int COUNT_DIGITS = 8;

    /// Answers a challenge.
    ///
    /// @param count how often its nonce has been used, with this time
    public static Proof of(
            Challenge challenge, String username, String password, String method, String uri, long count, String ours) {
        Optional<Long> counted = challenge.hasQuality() ? Optional.of(count) : Optional.empty();
        var unproven = new Proof(
                username,
                challenge.realm(),
                challenge.nonce(),
                challenge.opaque(),
                challenge.algorithm(),
                uri,
                "",
                counted,
                ours);
        return unproven.with(unproven.expected(Ha1.of(username, challenge.realm(), password), method));
    }

    private Proof with(String made) {
        return new Proof(username, realm, nonce, opaque, algorithm, uri, made, counted, ours);
    }

    /// Reads what stands in `Authorization`.
    public static Optional<Proof> parse(String header) {
        return Parameters.parse(header).flatMap(Proof::of);
    }

    private static Optional<Proof> of(Parameters given) {
        Optional<Algorithm> algorithm = Algorithm.of(given.get("algorithm").orElse("MD5"));
        Optional<Long> counted = given.get("nc").flatMap(Proof::count);
        boolean hasQuality = given.get("qop").isPresent();
        if (algorithm.isEmpty()
                || (hasQuality && !given.get("qop").get().equals("auth"))
                || (hasQuality && (counted.isEmpty() || given.get("cnonce").isEmpty()))
                || given.get("username").isEmpty()
                || given.get("realm").isEmpty()
                || given.get("nonce").isEmpty()
                || given.get("uri").isEmpty()
                || given.get("response").isEmpty()) return Optional.empty();
        return Optional.of(new Proof(
                given.get("username").get(),
                given.get("realm").get(),
                given.get("nonce").get(),
                given.get("opaque"),
                algorithm.get(),
                given.get("uri").get(),
                given.get("response").get(),
                hasQuality ? counted : Optional.empty(),
                given.get("cnonce").orElse("")));
    }

    private static Optional<Long> count(String digits) {
        boolean isCount = digits.length() == COUNT_DIGITS && digits.chars().allMatch(HexFormat::isHexDigit);
        return isCount ? Optional.of(HexFormat.fromHexDigitsToLong(digits)) : Optional.empty();
    }

    /// Whether it was made by somebody who knows it. Takes as long for any wrong one.
    public boolean shows(String password, String method) {
        return shows(Ha1.of(username, realm, password), method);
    }

    /// The same, where only that is kept of it.
    public boolean shows(Ha1 known, String method) {
        return MessageDigest.isEqual(
                response.getBytes(UTF_8), expected(known, method).getBytes(UTF_8));
    }

    private String expected(Ha1 known, String method) {
        String who = known.by(algorithm);
        String what = algorithm.of(method, uri);
        return counted.isEmpty()
                ? algorithm.of(who, nonce, what)
                : algorithm.of(who, nonce, digits(counted.get()), ours, "auth", what);
    }

    private static String digits(long count) {
        return HexFormat.of().toHexDigits(count, COUNT_DIGITS);
    }

    /// For `Authorization`.
    public String header() {
        var text = new StringBuilder("Digest username=\"" + Parameters.escaped(username) + "\", realm=\""
                + Parameters.escaped(realm) + "\", nonce=\"" + Parameters.escaped(nonce) + "\", uri=\""
                + Parameters.escaped(uri) + "\", response=\"" + response + "\", algorithm=" + algorithm.word());
        counted.ifPresent(count -> text.append(", cnonce=\"")
                .append(Parameters.escaped(ours))
                .append("\", qop=auth, nc=")
                .append(digits(count)));
        opaque.ifPresent(value ->
                text.append(", opaque=\"").append(Parameters.escaped(value)).append('"'));
        return text.toString();
    }

    /// Without what could be tried out.
    @Override
    public String toString() {
        return "Proof[]";
    }
}
