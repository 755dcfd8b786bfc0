package dev.muster.sip;

import dev.muster.sip.app.Knocking;
import dev.muster.sip.ua.digest.Algorithm;
import java.time.Duration;
import java.util.List;

/// The section about apps that speak SIP.
///
/// @param domain where they register, and what their passwords count for; empty: there are no apps
/// @param encrypted whether they have to speak by TLS, and to encrypt voices
/// @param digests how they may show that they know their password, the best first: SHA-256, MD5
/// @param push the push services by which they can be woken, as RFC 8599 names them
/// @param devices how many an account may have
/// @param registration after which an app registers again; one that sleeps may wait for a day
/// @param patience so long an app that was woken is waited for
public record AppsSection(
        String domain,
        boolean encrypted,
        List<String> digests,
        List<String> push,
        int devices,
        Duration registration,
        Duration patience) {
    /// Before the defaults, which it is held against too.
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(50);

    public static final AppsSection DEFAULT = new AppsSection(
            "", true, List.of("SHA-256", "MD5"), Knocking.providers(), 5, Duration.ofHours(1), Duration.ofSeconds(30));

    public AppsSection {
        digests = List.copyOf(digests);
        push = List.copyOf(push);
        if (digests.isEmpty()
                || !digests.stream().allMatch(word -> Algorithm.of(word).isPresent()))
            throw new IllegalArgumentException("digests: SHA-256, MD5, or both");
        if (!domain.matches("[A-Za-z0-9.-]{0,253}"))
            throw new IllegalArgumentException("domain: a name such as phone.example.org, or an address");
        if (!Knocking.providers().containsAll(push))
            throw new IllegalArgumentException("push: of " + String.join(", ", Knocking.providers()));
        if (devices < 1 || devices > 20) throw new IllegalArgumentException("devices: from 1 to 20");
        if (registration.compareTo(Duration.ofMinutes(1)) < 0)
            throw new IllegalArgumentException("registration: a minute, or longer");
        if (!patience.isPositive() || patience.compareTo(LONGEST_PATIENCE) > 0)
            throw new IllegalArgumentException("patience: up to 50 s, for then callers are told that nobody answers");
    }

    List<Algorithm> algorithms() {
        return digests.stream().flatMap(word -> Algorithm.of(word).stream()).toList();
    }

    boolean areThere() {
        return !domain.isEmpty();
    }
}
