package dev.muster.sip.voice;

import dev.muster.nostr.client.Await;
import dev.muster.sip.mix.Beat;
import dev.muster.sip.phone.PhoneLegs;
import dev.muster.sip.phone.Telephone;
import dev.muster.sip.phone.TestLegs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Telephones at real ports, and what joins them.
abstract class Switchroom {
    final Beat beat = new Beat();
    private final PhoneLegs legs = TestLegs.open();
    private final List<Caller> callers = new ArrayList<>();

    @AfterEach
    void hangUp() {
        callers.forEach(Caller::close);
        beat.close();
    }

    Caller caller(String formats) throws IOException {
        var caller = new Caller(legs, beat, new Telephone(), formats);
        callers.add(caller);
        return caller;
    }

    Caller caller() throws IOException {
        return caller(Caller.EVENTS);
    }

    /// All that was sent has been heard: packets of one side stay in order.
    static void settle(Caller from, int tapped) {
        Await.until(() -> from.tapped.size() >= tapped);
    }
}
