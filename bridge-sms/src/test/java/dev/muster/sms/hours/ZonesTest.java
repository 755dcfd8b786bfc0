package dev.muster.sms.hours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.number.PhoneNumber;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ZonesTest {
    private static Set<ZoneId> zones(String e164) {
        return Zones.of(new PhoneNumber(e164));
    }

    @Test
    void sms_R22_aNumberTellsWhereItsOwnerMayBe() {
        assertThat(zones("+12025550123")).containsExactly(ZoneId.of("America/New_York"));
        assertThat(zones("+420777123456")).containsExactly(ZoneId.of("Europe/Prague"));
        assertThat(zones("+19072345678"))
                .containsExactlyInAnyOrder(ZoneId.of("America/Adak"), ZoneId.of("America/Anchorage"));
        assertThat(zones("+79161234567")).hasSize(16);
        assertThat(zones("+61412345678")).hasSize(8);
        assertThat(zones("+15005550006")).hasSizeGreaterThan(40);
    }

    @Test
    void sms_R22_aSatellitePhoneMayBeAnywhere() {
        assertThat(zones("+870773111632")).isEmpty();
    }

    @Test
    void sms_R22_whatIsNobodysNumberTellsNothing() {
        assertThat(zones("+9991234567")).isEmpty();
    }
}
