package dev.muster.sms;

import dev.muster.kit.ledger.Reading;
import dev.muster.sms.contact.Contacts;
import dev.muster.sms.number.Numbers;
import dev.muster.sms.number.PhoneNumber;
import dev.muster.sms.send.Dispatch;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/// When it is night where somebody is: where an organizer says that they are, or else wherever their number may be.
record Nights(HoursConfig config, Contacts contacts) implements Dispatch.Night {
    @Override
    public Optional<Instant> until(Reading reading, PhoneNumber number, Instant now) {
        Set<ZoneId> zones = contacts.zone(reading, number).map(Set::of).orElseGet(() -> zones(number));
        return config.hours().next(now, zones, config.home());
    }

    private static Set<ZoneId> zones(PhoneNumber number) {
        return switch (Numbers.read(number.e164(), SmsConfig.ABROAD)) {
            case dev.muster.sms.number.Reading.Good(var _, var zones) -> zones;
            case dev.muster.sms.number.Reading.Refused _ -> Set.of();
        };
    }
}
