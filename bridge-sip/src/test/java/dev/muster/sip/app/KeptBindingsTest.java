package dev.muster.sip.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.TestLedger;
import dev.muster.sip.ua.Binding;
import dev.muster.sip.ua.Push;
import dev.muster.sip.ua.Transport;
import dev.muster.sip.ua.digest.Ha1;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who may register, and where apps are, over a stop of the bridge.
class KeptBindingsTest {
    private static final InetSocketAddress THERE = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 5061);
    private static final Push PUSH = new Push("fcm", "token", Optional.of("project"));

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    private final List<String> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-14T12:00:00Z");

    private KeptBindings bindings() {
        return new KeptBindings(ledger.ledger(), () -> now);
    }

    private Binding binding(Optional<Push> push) {
        return new Binding("sip:ana@192.0.2.7:5061", THERE, Transport.TLS, "c", 1, now.plus(Duration.ofHours(1)), push);
    }

    private void look(KeptBindings bindings) {
        bindings.look((_, account, push) -> asked.add(account + " " + push.id()));
    }

    @Test
    void sip_P1_whereAppsAreIsKnownAfterAStop() {
        bindings().keep("ana", binding(Optional.of(PUSH)));
        KeptBindings again = bindings();
        assertThat(again.of("ana")).containsExactly(binding(Optional.of(PUSH)));
        assertThat(again.at(THERE)).contains("ana");
        assertThat(again.addresses()).containsExactly(THERE.getAddress());
    }

    @Test
    void sip_P1_whatHasExpiredIsForgotten() {
        KeptBindings bindings = bindings();
        bindings.keep("ana", binding(Optional.empty()));
        now = now.plus(Duration.ofMinutes(59));
        look(bindings);
        assertThat(bindings.of("ana")).hasSize(1);
        now = now.plus(Duration.ofMinutes(1));
        look(bindings);
        assertThat(bindings.of("ana")).isEmpty();
        assertThat(bindings.at(THERE)).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void push_R76_whoSleepsIsWokenOnceBeforeThat() {
        KeptBindings bindings = bindings();
        bindings.keep("ana", binding(Optional.of(PUSH)));
        now = now.plus(Duration.ofMinutes(44));
        look(bindings);
        assertThat(asked).isEmpty();
        now = now.plus(Duration.ofMinutes(1));
        look(bindings);
        look(bindings);
        assertThat(asked).containsExactly("ana token");
    }

    @Test
    void sip_P1_ofAPasswordOnlyAHashIsKeptForOneDomain() {
        var accounts = new Accounts(ledger.ledger(), "phone.example.org", () -> now, new SecureRandom());
        Accounts.Made made = ledger.ledger().change(change -> accounts.make(change, "ana", Optional.empty(), false));
        assertThat(made.password()).hasSize(20);
        assertThat(accounts.password("ana")).contains(Ha1.of("ana", "phone.example.org", made.password()));
        assertThat(accounts.password("bea")).isEmpty();
        var elsewhere = new Accounts(ledger.ledger(), "other.example.org", () -> now, new SecureRandom());
        assertThat(elsewhere.password("ana")).isEmpty();
        assertThat(ledger.ledger().<Boolean>change(change -> accounts.remove(change, "ana")))
                .isTrue();
        assertThat(accounts.password("ana")).isEmpty();
    }
}
