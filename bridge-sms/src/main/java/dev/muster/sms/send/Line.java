package dev.muster.sms.send;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Carrier;
import dev.muster.sms.carrier.LineConfig;
import dev.muster.sms.carrier.Means;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

/// A carrier, and how it is used.
public record Line(Carrier carrier, LineConfig config) {
    /// What its carrier is called.
    public String name() {
        return carrier.name();
    }

    /// How well it suits a number: by how many characters of a prefix. Empty if it isn't used there.
    OptionalInt suits(PhoneNumber number) {
        if (config.prefixes().isEmpty()) return OptionalInt.of(0);
        return config.prefixes().stream()
                .filter(number.e164()::startsWith)
                .mapToInt(String::length)
                .max();
    }

    boolean carries(Means means) {
        return carrier.means().contains(means);
    }

    boolean sendsFrom(String sender) {
        return config.senders().contains(sender);
    }

    /// The sender for a number: always the same, so that a person sees one.
    private String sender(PhoneNumber number) {
        if (config.senders().isEmpty()) return "";
        return config.senders()
                .get(Math.floorMod(number.e164().hashCode(), config.senders().size()));
    }

    /// The sender for a text: the one that it must go from, if that is one of its own.
    String sender(Text text) {
        return own(text.draft().from()).orElseGet(() -> sender(text.to()));
    }

    /// What a segment to that number costs.
    long price(PhoneNumber number) {
        return config.prices().stream()
                .map(price -> price.split("=", -1))
                .filter(price -> number.e164().startsWith(price[0]))
                .max(Comparator.comparingInt(price -> price[0].length()))
                .map(price -> Long.parseLong(price[1]))
                .orElse(0L);
    }

    /// That sender, if it is one of its own.
    Optional<String> own(String sender) {
        return Optional.of(sender).filter(this::sendsFrom);
    }
}
