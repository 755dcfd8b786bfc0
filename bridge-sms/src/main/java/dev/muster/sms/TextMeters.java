package dev.muster.sms;

import dev.muster.kit.ledger.Change;
import dev.muster.sms.send.Text;
import dev.muster.sms.send.Texts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
    }
}
