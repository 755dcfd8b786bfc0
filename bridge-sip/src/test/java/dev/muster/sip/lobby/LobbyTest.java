package dev.muster.sip.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.venue.RoomWish.Stage;
import dev.muster.nostr.client.Await;
import dev.muster.sip.call.Book;
import dev.muster.sip.call.CallRecord;
import dev.muster.sip.call.Phase;
import dev.muster.sip.call.Telephone;
import dev.muster.sip.credit.Credits;
import dev.muster.sip.credit.Rates;
import dev.muster.sip.gate.Gate;
import dev.muster.sip.gate.GateConfig;
import dev.muster.sip.menu.Guesses;
import dev.muster.sip.mix.Beat;
import dev.muster.sip.phone.PhoneLegs;
import dev.muster.sip.phone.Protection;
import dev.muster.sip.phone.TestLegs;
import dev.muster.sip.phrase.Phrasebook;
import dev.muster.sip.phrase.PhrasesConfig;
import dev.muster.sip.room.Hall;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.CallListener;
import dev.muster.sip.ua.SipAgent;
import dev.muster.sip.ua.TrunkState;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Telephones dial into a session: real SIP, real voices, on loopback.
@Timeout(120)
class LobbyTest {
    private static final String NUMBER = "+420222333444";

    @RegisterExtension
    final Hall hall = new Hall();

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    private final Beat beat = new Beat();
    private final PhoneLegs legs = TestLegs.open();
    private final Book book =
            new Book(new Credits(0, InstantSource.system()), Rates.of(List.of()), InstantSource.system());
    private final List<AutoCloseable> parts = new ArrayList<>();

    /// How much later it is for the lobby than it would be.
    private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);

    private Lobby lobby;
    private int port;

    @BeforeEach
    void begin() throws IOException {
        port = Telephone.freePort();
        lobby = new Lobby(
                new Lobby.Means(
                        ledger.ledger(),
                        book,
                        new Gate(GateConfig.DEFAULT, InstantSource.system()),
                        hall.rooms(),
                        legs,
                        _ -> Protection.OFF,
                        beat,
                        Phrasebook.open(PhrasesConfig.DEFAULT),
                        _ -> Optional.empty(),
                        () -> UUID.randomUUID().toString(),
                        Optional::empty,
                        NUMBER,
                        Duration.ofDays(1),
                        () -> Instant.now().plus(later.get())),
                new Guesses(new SecureRandom()));
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable part : parts.reversed()) part.close();
        lobby.close();
        beat.close();
    }

    /// Somebody's telephone, at a trunk of its own.
    private Telephone telephone() throws IOException {
        int theirs = Telephone.freePort();
        int ours = parts.isEmpty() ? port : Telephone.freePort();
        SipAgent agent = Telephone.agent(ours, theirs, new CallListener() {
            @Override
            public void happened(CallEvent event) {
                if (event instanceof CallEvent.Incoming incoming) lobby.comes(incoming);
                else lobby.happened(event);
            }

            @Override
            public void changed(TrunkState state) {
                // Nobody is asked whether they are there.
            }
        });
        parts.add(agent);
        var telephone = new Telephone(theirs, ours);
        parts.add(telephone);
        return telephone;
    }

    private Dialler dials(String from) throws Exception {
        return dials(telephone(), from);
    }

    private Dialler dials(Telephone telephone, String from) throws Exception {
        var dialler = Dialler.dials(telephone, legs, beat, NUMBER, from);
        parts.add(dialler);
        return dialler;
    }

    private String pin() {
        return hall.wanted(Stage.LIVE).dialIn().orElseThrow().pin();
    }

    private int inside() {
        return hall.rooms().people();
    }

    @Test
    void sip_I2_whoDialsInHearsTheOthersAndNotThemselves() throws Exception {
        String pin = pin();
        Dialler ana = dials("+420777000001");
        ana.presses(pin);
        Await.until(() -> inside() == 1);
        Dialler bea = dials("+420777000002");
        bea.presses(pin.substring(0, 4));
        bea.presses(pin.substring(4));
        Await.until(() -> inside() == 2);
        ana.hums(500);
        bea.hums(900);

        ana.awaitTone(900, 500);
        bea.awaitTone(500, 900);
        ana.hangsUp();
        Await.until(() -> inside() == 1);
        bea.hangsUp();
        Await.until(() -> inside() == 0);
        Await.until(() -> lobby.size() == 0);
        assertThat(hall.told()).as("stays of two").hasSizeGreaterThanOrEqualTo(2);
        assertThat(book.all(ledger.ledger()))
                .hasSize(2)
                .allMatch(call -> call.phase() == Phase.OVER)
                .allMatch(call -> call.answered().isPresent())
                .extracting(CallRecord::shownNumber)
                .containsExactlyInAnyOrder("•••0001", "•••0002");
    }

    @Test
    void sip_I1_threeWrongPinsAreTheEnd() throws Exception {
        String pin = pin();
        String wrong = pin.substring(0, 8) + (pin.charAt(8) == '0' ? '1' : '0');
        Telephone telephone = telephone();
        Dialler mallory = dials(telephone, "+420777000003");
        for (int attempt = 0; attempt < 3; attempt++) mallory.presses(wrong);
        mallory.isHungUpOn();
        assertThat(inside()).isZero();

        Dialler again = dials(telephone, "+420777000003");
        again.presses(pin);
        again.isHungUpOn();
        assertThat(inside()).as("the right one comes too late").isZero();
    }

    @Test
    void whenTheSessionEndsAllAreHungUpOn() throws Exception {
        String pin = pin();
        Dialler ana = dials("+420777000001");
        ana.presses(pin);
        Await.until(() -> inside() == 1);
        hall.wanted(Stage.OVER);
        ana.isHungUpOn();
        Await.until(() -> lobby.size() == 0);
    }

    @Test
    void whoHasTheSessionOnHoldIsHungUpOnToo() throws Exception {
        String pin = pin();
        Dialler ana = dials("+420777000001");
        ana.presses(pin);
        Await.until(() -> inside() == 1);
        ana.holds();
        hall.wanted(Stage.OVER);
        Await.until(() -> {
            later.updateAndGet(time -> time.plusMillis(20));
            return lobby.size() == 0;
        });
        ana.isHungUpOn();
    }

    @Test
    void aStarAndASixMute() throws Exception {
        String pin = pin();
        Dialler ana = dials("+420777000001");
        ana.presses(pin);
        Await.until(() -> inside() == 1);
        ana.presses("*6");
        Await.until(this::isMuted);
        ana.presses("*6");
        Await.until(() -> !isMuted());
    }

    private boolean isMuted() {
        return hall.rooms()
                .find(Hall.ROOM)
                .orElseThrow()
                .roster()
                .members()
                .getFirst()
                .isMuted();
    }
}
