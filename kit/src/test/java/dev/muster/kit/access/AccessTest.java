package dev.muster.kit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.kit.access.AccessCare.Which;
import dev.muster.kit.control.ControlFailure;
import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.TestLedger;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class AccessTest {
    private static final Listener NOBODY = new Listener() {
        @Override
        public void progress(long done, long total) {
            throw new IllegalStateException("it takes a moment");
        }

        @Override
        public void line(byte[] line) {
            throw new IllegalStateException("only a result was expected");
        }
    };

    @RegisterExtension
    private final TestLedger rows = new TestLedger();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T23:59:59Z"));
    private final Access access = new Access(now::get, new SecureRandom());

    private Access.Made made(Capability... opens) {
        return rows.ledger().change(change -> access.make(change, "the website", Set.of(opens)));
    }

    @Test
    void untilSomebodyMakesOneNothingIsOpen() {
        assertThat(access.all(rows.ledger())).isEmpty();
        assertThat(access.holder(rows.ledger(), "")).isEmpty();
        assertThat(access.holder(rows.ledger(), "guessed")).isEmpty();
    }

    @Test
    void aTokenOpensWhatItWasMadeFor() {
        Access.Made made = made(Capability.SMS, Capability.RCS);

        assertThat(made.token()).hasSize(32).matches("[A-Za-z0-9_-]+");
        assertThat(access.holder(rows.ledger(), made.token()).orElseThrow().opens())
                .isEqualTo(EnumSet.of(Capability.SMS, Capability.RCS));
        assertThat(access.holder(rows.ledger(), made.grant().id()))
                .as("what lists call it")
                .isEmpty();
        assertThat(made.toString()).doesNotContain(made.token());
    }

    @Test
    void aTokenIsKnownAfterARestart() {
        Access.Made made = made(Capability.PSTN);

        assertThat(access.holder(rows.reopened(), made.token())).isPresent();
    }

    @Test
    void aRevokedTokenOpensNothingAndIsStillListed() {
        Access.Made made = made(Capability.SMS);
        Access.Made other = made(Capability.SMS);
        String id = made.grant().id();

        Optional<Grant> revoked = rows.ledger().change(change -> access.revoke(change, id));
        assertThat(revoked).isPresent();
        assertThat(access.holder(rows.ledger(), made.token())).isEmpty();
        assertThat(access.holder(rows.ledger(), other.token())).isPresent();
        assertThat(access.all(rows.ledger()))
                .filteredOn(grant -> grant.id().equals(id))
                .singleElement()
                .satisfies(grant -> assertThat(grant.revoked()).contains(now.get()));
    }

    @Test
    void theDayOfTheLastUseIsNoted() {
        Access.Made made = made(Capability.SMS);
        Ledger ledger = rows.ledger();
        assertThat(access.all(ledger).getFirst().used()).isEmpty();

        access.holder(ledger, made.token());
        assertThat(access.all(ledger).getFirst().used()).contains(LocalDate.parse("2026-11-21"));

        now.set(Instant.parse("2026-11-22T00:00:00Z"));
        access.holder(ledger, made.token());
        assertThat(access.all(ledger).getFirst().used()).contains(LocalDate.parse("2026-11-22"));
    }

    @Test
    void aTokenIsForSomething() {
        assertThatThrownBy(() -> made()).hasMessageContaining("opens something");
        assertThatThrownBy(() -> rows.ledger().change(change -> access.make(change, " ", Set.of(Capability.SMS))))
                .hasMessageContaining("what the token is for");
    }

    @Test
    void anAdminMakesListsAndRevokesThem() {
        Operations operations = new AccessCare(rows.ledger(), access).on(new Operations());

        AccessCare.Made made =
                run(operations, AccessCare.CREATE, new AccessCare.Wanted("the website", List.of("rcs", "sms")));
        AccessCare.Line line =
                run(operations, AccessCare.LIST, new Nothing()).tokens().getFirst();
        assertThat(line)
                .isEqualTo(new AccessCare.Line(
                        made.id(),
                        "the website",
                        List.of("sms", "rcs"),
                        now.get().getEpochSecond(),
                        "",
                        0));

        assertThat(run(operations, AccessCare.REVOKE, new Which(made.id())).revoked())
                .isEqualTo(now.get().getEpochSecond());
        assertThat(access.holder(rows.ledger(), made.token())).isEmpty();
    }

    @Test
    void whatIsWrongIsSaid() {
        Operations operations = new AccessCare(rows.ledger(), access).on(new Operations());

        assertThatThrownBy(() -> run(operations, AccessCare.CREATE, new AccessCare.Wanted("x", List.of("fax"))))
                .isInstanceOf(ControlFailure.class)
                .hasMessageContaining("sms, rcs, pstn");
        assertThatThrownBy(() -> run(operations, AccessCare.REVOKE, new Which("none")))
                .isInstanceOf(ControlFailure.class)
                .hasMessageContaining("no token of that id");
    }

    private static <A extends Record, R extends Record> R run(
            Operations operations, Operation<A, R> operation, A arguments) {
        return operations.run(operation, arguments, NOBODY);
    }
}
