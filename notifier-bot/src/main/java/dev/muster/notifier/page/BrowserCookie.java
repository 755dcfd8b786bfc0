package dev.muster.notifier.page;

import dev.muster.kit.http.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// The secret by which a link knows its browser again. Whoever has only the link doesn't have it.
record BrowserCookie(Site site, RandomGenerator random) {
    private static final String NAME = "muster-browser";
    private static final int SECRET_BYTES = 16;
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{" + 2 * SECRET_BYTES + "}");
    /// Longer than any session, so that people can close the browser meanwhile.
    private static final Duration KEPT = Duration.ofDays(7);

    String freshSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    Optional<String> secret(Request request) {
        return request.header("cookie").stream()
                .flatMap(cookies -> Arrays.stream(cookies.split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(NAME + "="))
                .map(cookie -> cookie.substring(NAME.length() + 1))
                .filter(value -> SECRET.matcher(value).matches())
                .findFirst();
    }

    /// For this room only: what one room's page knows is of no use for another's.
    String header(String room, String secret) {
        return NAME + "=" + secret + "; Path=" + site.path("/conference/" + room) + "; Max-Age=" + KEPT.toSeconds()
                + "; HttpOnly; SameSite=Lax" + (site.isSecure() ? "; Secure" : "");
    }
}
