package dev.muster.sip.ua;

import java.time.Duration;
import java.util.Optional;
import javax.sip.message.Message;

/// What was agreed about refreshing a call, so that one whose other side is gone doesn't go on for ever (RFC 4028).
///
/// @param expires when it ends without a refresh
/// @param isOurs whether it is we who refresh
record SessionTimer(Duration expires, boolean isOurs) {
    private static final int LATEST = 32;

    /// What an answer to our request says.
    static Optional<SessionTimer> answered(Message response) {
        return of(response)
                .map(expires -> new SessionTimer(
                        expires,
                        !Texts.parameter(response, "Session-Expires", "refresher")
                                .equals(Optional.of("uas"))));
    }

    /// What we agree to in the answer to a request. Whoever asked refreshes, if that is left to us.
    ///
    /// @param usual for those that know of it and name nothing
    static Optional<SessionTimer> asked(Message request, Duration usual) {
        if (!Texts.lists(request, "Supported", "timer")) return Optional.empty();
        Optional<Duration> wanted = of(request);
        boolean isOurs = wanted.isEmpty()
                || Texts.parameter(request, "Session-Expires", "refresher").equals(Optional.of("uas"));
        return Optional.of(new SessionTimer(wanted.orElse(usual), isOurs));
    }

    /// Whether it wants to be refreshed more often than we do; then the answer is 422.
    static boolean isTooShort(Message request, Duration least) {
        return of(request).map(expires -> expires.compareTo(least) < 0).orElse(false);
    }

    private static Optional<Duration> of(Message message) {
        return Texts.number(message, "Session-Expires")
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    /// How we say it in an answer.
    String header() {
        return expires.toSeconds() + ";refresher=" + (isOurs ? "uas" : "uac");
    }

    /// How we say it in a request that refreshes.
    String refresh() {
        return expires.toSeconds() + ";refresher=" + (isOurs ? "uac" : "uas");
    }

    /// When we do something: refresh at half the time, or hang up shortly before the end.
    Duration due() {
        if (isOurs) return expires.dividedBy(2);
        Duration third = expires.dividedBy(3);
        Duration before = third.compareTo(Duration.ofSeconds(LATEST)) < 0 ? third : Duration.ofSeconds(LATEST);
        return expires.minus(before);
    }
}
