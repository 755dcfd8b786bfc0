package dev.muster.sms.send;

import dev.muster.sms.carrier.Means;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a carrier has to do with a text.
///
/// @param carrier which carrier it is for
/// @param price what it costs, in millionths
/// @param ids what the carrier calls it, one for each part that it reports on by itself
/// @param delivered those parts that have arrived
/// @param carried as what it was carried
public record Freight(
        String carrier, int segments, long price, List<String> ids, List<String> delivered, Carried carried) {
    public Freight {
        ids = List.copyOf(ids);
        delivered = List.copyOf(delivered);
    }

    static Freight of(String carrier, int segments, long price, Means wanted) {
        return new Freight(carrier, segments, price, List.of(), List.of(), new Carried(wanted, Optional.empty()));
    }

    /// @param price what a segment costs there
    Freight by(String other, long price) {
        return new Freight(other, segments, segments * price, ids, delivered, carried);
    }

    Freight carried(Means as) {
        return new Freight(carrier, segments, price, ids, delivered, carried.as(as));
    }

    /// As nothing but a text, which the carrier doesn't know yet.
    Freight plain(int newSegments) {
        long newPrice = segments == 0 ? price : price / segments * newSegments;
        return new Freight(carrier, newSegments, newPrice, List.of(), delivered, carried.as(Means.SMS));
    }

    Freight known(List<String> names) {
        return new Freight(carrier, segments, price, names, delivered, carried);
    }

    /// With one more part that has arrived.
    Freight arrived(String part) {
        if (delivered.contains(part)) return this;
        var more = new ArrayList<>(delivered);
        more.add(part);
        return new Freight(carrier, segments, price, ids, more, carried);
    }

    /// Whether nothing of it is missing on the recipient's phone.
    boolean isWhole() {
        return delivered.size() >= ids.size();
    }
}
