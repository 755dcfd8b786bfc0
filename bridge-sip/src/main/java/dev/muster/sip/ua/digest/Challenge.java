package dev.muster.sip.ua.digest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What somebody wants to be shown before they do what they are asked.
///
/// @param hasQuality whether they know `qop=auth`, by which requests are counted
/// @param isStale whether the password was right, and only the nonce too old
public record Challenge(
        String realm, String nonce, Optional<String> opaque, Algorithm algorithm, boolean hasQuality, boolean isStale) {
    /// Reads what stands in `WWW-Authenticate` or `Proxy-Authenticate`. Absent if there is no way to answer it.
    public static Optional<Challenge> parse(String header) {
        return Parameters.parse(header).flatMap(Challenge::of);
    }

    private static Optional<Challenge> of(Parameters given) {
        Optional<Algorithm> algorithm = Algorithm.of(given.get("algorithm").orElse("MD5"));
        Optional<List<String>> qualities = given.get("qop")
                .map(qop -> Arrays.stream(qop.split(",", -1)).map(String::strip).toList());
        // Who insists on integrity of bodies can't be answered.
        boolean canAnswer = qualities.isEmpty() || qualities.get().contains("auth");
        if (algorithm.isEmpty()
                || !canAnswer
                || given.get("realm").isEmpty()
                || given.get("nonce").isEmpty()) return Optional.empty();
        return Optional.of(new Challenge(
                given.get("realm").get(),
                given.get("nonce").get(),
                given.get("opaque"),
                algorithm.get(),
                qualities.isPresent(),
                given.get("stale").map(Boolean::parseBoolean).orElse(false)));
    }

    /// For somebody who isn't known yet.
    public String header() {
        return "Digest realm=\"" + Parameters.escaped(realm) + "\", nonce=\"" + Parameters.escaped(nonce)
                + "\", algorithm=" + algorithm.word() + (hasQuality ? ", qop=\"auth\"" : "")
                + (isStale ? ", stale=true" : "");
    }
}
