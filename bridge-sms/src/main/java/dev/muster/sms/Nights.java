package dev.muster.sms;

import dev.muster.kit.ledger.Reading;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.contact.Contacts;
import dev.muster.sms.hours.Zones;
import dev.muster.sms.send.Dispatch;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/// When it is night where somebody is: where an organizer says that they are, or else wherever their number may be.
record Nights(HoursConfig config, Contacts contacts) implements Dispatch.Night {
    @Override
    public Optional<Instant> until(Reading reading, PhoneNumber number, Instant now) {
        Set<ZoneId> zones = contacts.zone(reading, number).map(Set::of).orElseGet(() -> Zones.of(number));
        return config.hours().next(now, zones, config.home());
    }
}
