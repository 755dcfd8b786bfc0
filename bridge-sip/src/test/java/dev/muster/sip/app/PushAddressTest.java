package dev.muster.sip.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sip.ua.Push;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What apps say by what they are woken (RFC 8599), read for notifiers.
class PushAddressTest {
    private static final String ONE = "a1".repeat(32);
    private static final String TWO = "b2".repeat(32);
    private static final String BUNDLE = "org.example.phone";

    private static PushAddress apple(String platform, String token, String environment) {
        return new PushAddress(platform, BUNDLE, token, environment);
    }

    @Test
    void push_R71_anIPhoneHasATokenThatRingsAndOneForAllElse() {
        var push = new Push(
                "apns", ONE + ":voip&" + TWO + ":remote", Optional.of("TEAM123456." + BUNDLE + ".voip&remote"));
        assertThat(PushAddress.of(push))
                .containsExactly(apple("apns-voip", ONE, "production"), apple("apns", TWO, "production"));
    }

    @Test
    void push_R71_aLabelThatIsClearMayBeLeftOut() {
        assertThat(PushAddress.of(new Push("apns.dev", ONE, Optional.of("TEAM123456." + BUNDLE + ".voip"))))
                .containsExactly(apple("apns-voip", ONE, "sandbox"));
        assertThat(PushAddress.of(new Push("apns", ONE, Optional.of("TEAM123456." + BUNDLE))))
                .containsExactly(apple("apns", ONE, "production"));
    }

    @Test
    void push_R71_googleAndBrowsers() {
        assertThat(PushAddress.of(new Push("fcm", "abc%3Adef", Optional.of("project"))))
                .containsExactly(new PushAddress("fcm", "project", "abc:def", ""));
        assertThat(PushAddress.of(new Push("webpush", "https%3A%2F%2Fpush.example.org%2Fx", Optional.empty())))
                .containsExactly(new PushAddress("unifiedpush", "webpush", "https://push.example.org/x", ""));
    }

    @ParameterizedTest
    @CsvSource({"apns,nothex", "webpush,http://10.0.0.1/", "acme,x"})
    void push_R70_whatCantBeReadIsRefused(String provider, String id) {
        assertThat(PushAddress.of(new Push(provider, id, Optional.of("TEAM123456.org.example.phone"))))
                .isEmpty();
    }
}
