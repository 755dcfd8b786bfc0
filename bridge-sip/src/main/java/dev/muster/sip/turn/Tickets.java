package dev.muster.sip.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Issues tickets that a TURN server checks by the secret it shares with us (coturn's `use-auth-secret`): it keeps no
/// list
/// of users, and a ticket that leaks is soon worth nothing.
public final class Tickets {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final SecretKeySpec secret;
    private final List<String> urls;
    private final int perMinute;
    private final InstantSource clock;

    /// How many each has had in this minute, which bounds how much is remembered.
    private final Map<String, Integer> issued = new HashMap<>();

    private int all;
    private Instant since = Instant.EPOCH;

    /// Shares that secret with the server.
    ///
    /// @param perMinute how many one may have in a minute; a thousand times as many go to all together
    public Tickets(String secret, List<String> urls, int perMinute, InstantSource clock) {
        this.secret = new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA1");
        this.urls = List.copyOf(urls);
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /// A ticket, unless they have had too many lately.
    ///
    /// @param who such as the beginning of their public key: the server writes it into its log
    public Optional<Ticket> issue(String who) {
        if (!admits(who)) return Optional.empty();
        String username = clock.instant().plus(LIFETIME).getEpochSecond() + ":" + who;
        return Optional.of(new Ticket(urls, username, credential(username), LIFETIME));
    }

    private synchronized boolean admits(String who) {
        Instant now = clock.instant();
        if (Duration.between(since, now).abs().compareTo(WINDOW) >= 0) {
            issued.clear();
            all = 0;
            since = now;
        }
        if (all >= perMinute * 1000L || issued.getOrDefault(who, 0) >= perMinute) return false;
        issued.merge(who, 1, Integer::sum);
        all++;
        return true;
    }

    private String credential(String username) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(secret);
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC", e);
        }
    }
}
