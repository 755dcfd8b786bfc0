package dev.muster.sms.hours;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.muster.kit.number.PhoneNumber;
import java.time.ZoneId;
import java.util.Set;
import java.util.stream.Collectors;

/// Where the owner of a number may be.
public final class Zones {
    private static final PhoneNumberToTimeZonesMapper MAPPER = PhoneNumberToTimeZonesMapper.getInstance();
    private static final String WRITTEN_IN_FULL = "ZZ";

    private Zones() {}

    /// As far as a number tells: several for mobile phones of large countries; none if it tells nothing.
    public static Set<ZoneId> of(PhoneNumber number) {
        try {
            return MAPPER
                    .getTimeZonesForNumber(PhoneNumberUtil.getInstance().parse(number.e164(), WRITTEN_IN_FULL))
                    .stream()
                    .filter(zone -> !zone.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone()))
                    .map(ZoneId::of)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (NumberParseException e) {
            return Set.of();
        }
    }
}
