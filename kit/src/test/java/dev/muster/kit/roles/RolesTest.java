package dev.muster.kit.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.TestLedger;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Events;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class RolesTest {
    private static final PublicKey ALICE = Events.ALICE.publicKey();
    private static final PublicKey BOB = Events.BOB.publicKey();

    @RegisterExtension
    final TestLedger data = new TestLedger();

    private final Roles roles =
            new Roles(() -> new RolesConfig(Set.of(ALICE), Set.of(), Set.of(), Set.of(), Set.of(), Set.of()));

    @Test
    void theConfigurationCounts() {
        assertThat(roles.may(data.ledger(), ALICE, Role.ADMIN)).isTrue();
        assertThat(roles.may(data.ledger(), BOB, Role.MEMBER)).isFalse();
    }

    @Test
    void whatWasGivenIsThereAlsoAfterARestartUntilItIsTaken() {
        data.ledger().alter(change -> roles.give(change, BOB, Role.TRAINER));
        data.reopened();
        assertThat(roles.may(data.ledger(), BOB, Role.TRAINER)).isTrue();
        assertThat(roles.all(data.ledger(), Role.TRAINER)).containsExactly(BOB);

        data.ledger().alter(change -> roles.take(change, BOB, Role.TRAINER));
        assertThat(roles.may(data.ledger(), BOB, Role.MEMBER)).isFalse();
        assertThat(roles.all(data.ledger(), Role.TRAINER)).isEmpty();
    }

    @Test
    void whatTheConfigurationGivesNoMessageTakes() {
        data.ledger().alter(change -> roles.take(change, ALICE, Role.ADMIN));

        assertThat(roles.may(data.ledger(), ALICE, Role.ADMIN)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN, OPERATOR, true",
        "ADMIN, BOT, false",
        "ORGANIZER, TRAINER, true",
        "ORGANIZER, OPERATOR, false",
        "TRAINER, ORGANIZER, false",
        "OPERATOR, MEMBER, true",
        "MEMBER, OPERATOR, false",
        "BOT, MEMBER, false"
    })
    void someRolesIncludeOthers(Role own, Role needed, boolean may) {
        data.ledger().alter(change -> roles.give(change, BOB, own));

        assertThat(roles.may(data.ledger(), BOB, needed)).isEqualTo(may);
    }

    @Test
    void peopleWriteThemInWords() {
        assertThat(Role.of("Organizer")).contains(Role.ORGANIZER);
        assertThat(Role.of("king")).isEmpty();
    }
}
