package dev.muster.notifier.api;

import dev.muster.kit.http.Request;
import dev.muster.kit.ledger.Reading;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.HttpAuthentication;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Passes;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds out who asks.
final class Callers {
    /// Far more than are signed within the two minutes in which one counts.
    private static final int MOST_REMEMBERED = 100_000;

    private static final String BEARER = "Bearer ";
    private static final String INVITE = "Invite ";

    private final Passes passes;
    private final Supplier<URI> url;
    private final InstantSource clock;

    /// What has been used, and until when it would count.
    private final Map<EventId, Instant> used = new LinkedHashMap<>();

    /// Who asks.
    ///
    /// @param device if it is one of theirs and not they themselves
    record Caller(PublicKey person, Optional<Device.Id> device) {}

    /// Nobody is believed to be anybody.
    static final class Unknown extends Exception {
        private static final long serialVersionUID = 1;

        Unknown(String message) {
            super(message);
        }
    }

    Callers(Passes passes, Supplier<URI> url, InstantSource clock) {
        this.passes = passes;
        this.url = url;
        this.clock = clock;
    }

    Caller of(Request request, Reading reading) throws Unknown {
        String header = request.header("authorization")
                .orElseThrow(
                        () -> new Unknown("Sign the request (NIP-98), or send the device's pass as a bearer token."));
        Optional<String> pass = bearer(request);
        if (pass.isPresent())
            return passes.holder(reading, pass.get())
                    .map(device -> new Caller(device.owner(), Optional.of(device)))
                    .orElseThrow(() -> new Unknown("This pass opens nothing. Get another with the refresh token."));
        return new Caller(signed(request, header), Optional.empty());
    }

    static Optional<String> bearer(Request request) {
        return shown(request, BEARER);
    }

    /// With what a browser registers that can't sign.
    static Optional<String> invite(Request request) {
        return shown(request, INVITE);
    }

    private static Optional<String> shown(Request request, String scheme) {
        return request.header("authorization")
                .filter(header -> header.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(header -> header.substring(scheme.length()).strip());
    }

    private PublicKey signed(Request request, String header) throws Unknown {
        Event event;
        try {
            event = HttpAuthentication.parse(header);
        } catch (IllegalArgumentException e) {
            throw new Unknown("The Authorization header can't be read: " + e.getMessage() + ".");
        }
        URI asked = URI.create(url.get() + request.path());
        Instant now = clock.instant();
        Optional<String> flaw = HttpAuthentication.flaw(event, request.method(), asked, request.body(), now);
        if (flaw.isPresent())
            throw new Unknown("The signature of this request doesn't count: " + flaw.get() + " (" + asked + ").");
        if (!isNew(event.id(), now)) throw new Unknown("This signature was used before. Sign each request anew.");
        return event.author();
    }

    private synchronized boolean isNew(EventId id, Instant now) {
        used.values().removeIf(now::isAfter);
        if (used.size() >= MOST_REMEMBERED) return false;
        return used.putIfAbsent(id, now.plus(HttpAuthentication.TOLERANCE.multipliedBy(2))) == null;
    }
}
