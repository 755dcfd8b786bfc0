package dev.muster.notifier.device;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/// What devices prove by who they are, where nobody is there to sign: an app that was killed declines a call with it.
///
/// One pass opens for an hour, and another gets a new one of that kind as long as the device is registered.
public final class Passes {
    private static final Duration VALIDITY = Duration.ofHours(1);
    private static final int SECRET_BYTES = 24;

    private static final Shelf<Opens> ACCESS = new Shelf<>("pass", Opens.class);
    private static final Shelf<Opens> REFRESH = new Shelf<>("pass-refresh", Opens.class);
    private static final Shelf<Held> HELD = new Shelf<>("passes-of-device", Held.class);

    private final InstantSource clock;
    private final SecureRandom random;

    private record Opens(Device.Id device, Instant until) {}

    /// @param before the pass before the last: a request with it may be on its way
    private record Held(String refresh, String access, Optional<String> before) {}

    /// What a device is given.
    ///
    /// @param access opens until then
    /// @param refresh gets another
    public record Pass(String access, String refresh, Instant until) {
        @Override
        public String toString() {
            return "Pass until " + until;
        }
    }

    Passes(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /// A pass for a device; what it held opens no more.
    Pass issue(Change change, Device.Id device) {
        revoke(change, device);
        String refresh = secret();
        change.put(REFRESH.at(refresh), new Opens(device, Instant.MAX));
        return opening(change, device, refresh, Optional.empty());
    }

    private Pass opening(Change change, Device.Id device, String refresh, Optional<String> before) {
        String access = secret();
        Instant until = clock.instant().plus(VALIDITY);
        change.put(ACCESS.at(access), new Opens(device, until));
        change.put(HELD.at(device.name()), new Held(refresh, access, before));
        return new Pass(access, refresh, until);
    }

    /// The device that holds this pass, if it still opens.
    public Optional<Device.Id> holder(Reading reading, String access) {
        Instant now = clock.instant();
        return reading.get(ACCESS.at(access))
                .filter(opens -> now.isBefore(opens.until()))
                .map(Opens::device);
    }

    /// Another pass for who holds this one. It stays the same: an app that is woken for a moment may not be
    /// able to keep a new one.
    public Optional<Pass> renew(Change change, String refresh) {
        return change.get(REFRESH.at(refresh)).map(opens -> {
            Held held = change.get(HELD.at(opens.device().name())).orElseThrow();
            held.before().ifPresent(old -> change.remove(ACCESS.at(old)));
            return opening(change, opens.device(), refresh, Optional.of(held.access()));
        });
    }

    void revoke(Change change, Device.Id device) {
        change.get(HELD.at(device.name())).ifPresent(held -> {
            change.remove(REFRESH.at(held.refresh()));
            change.remove(ACCESS.at(held.access()));
            held.before().ifPresent(old -> change.remove(ACCESS.at(old)));
            change.remove(HELD.at(device.name()));
        });
    }

    private String secret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
