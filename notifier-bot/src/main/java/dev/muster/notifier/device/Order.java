package dev.muster.notifier.device;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// When people have said what counts: relays don't bring messages in the order in which they were written, and
/// whoever has an old one may bring it again.
final class Order {
    /// What was written longer ago isn't heard.
    private static final Duration REMEMBERED = Duration.ofDays(63);

    /// Somebody may change less than that in an hour, and what is said late is seldom later.
    private static final int MOST = 100;

    /// What preferences are about.
    static final String PREFERENCES = "preferences";

    private static final Shelf<Latest> LATEST = new Shelf<>("device-order", Latest.class);

    /// @param at when each thing was said, by what it was about
    private record Latest(Map<String, Instant> at) {}

    /// What a registration is about.
    static String of(Device.Id id) {
        return "device/" + id.platform().word() + "/" + id.device() + "/" + id.app();
    }

    /// What a removal is about.
    static String ofRemoval(String device, Optional<String> app) {
        return "removal/" + device + app.map(name -> "/" + name).orElse("");
    }

    /// When somebody has spoken of that last.
    Optional<Instant> last(Reading reading, PublicKey author, String about) {
        return reading.get(LATEST.at(author.hex())).map(latest -> latest.at().get(about));
    }

    void note(Change change, PublicKey author, String about, Instant at) {
        Map<String, Instant> known =
                change.get(LATEST.at(author.hex())).map(Latest::at).orElse(Map.of());
        var all = new HashMap<>(known);
        all.merge(about, at, (one, other) -> one.isAfter(other) ? one : other);
        all.values().removeIf(time -> time.isBefore(at.minus(REMEMBERED)));
        while (all.size() > MOST)
            all.remove(Collections.min(all.entrySet(), Map.Entry.comparingByValue())
                    .getKey());
        change.put(LATEST.at(author.hex()), new Latest(all));
    }
}
