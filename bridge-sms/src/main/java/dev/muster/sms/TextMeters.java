package dev.muster.sms;

import dev.muster.kit.ledger.Change;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.send.Carried;
import dev.muster.sms.send.Text;
import dev.muster.sms.send.Texts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Optional;

/// Counts what becomes of texts.
record TextMeters(MeterRegistry registry) implements Texts.News {
    @Override
    public void changed(Change change, Optional<Text> before, Text after) {
        String carrier = after.carrier().isEmpty() ? "none" : after.carrier();
        Counter counter = Counter.builder("muster.sms.texts")
                .description("Texts that have become this, by carrier")
                .tag("state", after.state().word())
                .tag("carrier", carrier)
                .register(registry);
        change.afterwards(counter::increment);
        boolean wasFallback =
                before.filter(text -> text.freight().carried().isFallback()).isPresent();
        if (after.freight().carried().isFallback() && !wasFallback)
            fellBack(change, after.freight().carried());
    }

    /// R49: once each.
    private void fellBack(Change change, Carried carried) {
        Counter counter = Counter.builder("muster.sms.fallbacks")
                .description("Texts that were to be carried as something else, such as RCS")
                .tag("wanted", word(carried.wanted()))
                .tag("as", carried.as().map(TextMeters::word).orElse(""))
                .register(registry);
        change.afterwards(counter::increment);
    }

    private static String word(Means means) {
        return means.name().toLowerCase(Locale.ROOT);
    }
}
