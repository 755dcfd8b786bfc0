package dev.muster.sip.room;

import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.sip.room.Hall.ROOM;
import static dev.muster.sip.room.Hall.SESSIONS;
import static dev.muster.sip.room.Hall.ZDENA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.venue.Pass;
import dev.muster.kit.venue.RoomWish.Stage;
import dev.muster.kit.venue.Stays.Stay;
import dev.muster.kit.venue.Venue;
import dev.muster.kit.venue.Venue.DialIn;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.sip.mix.Ear;
import dev.muster.sip.mix.Voice;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Rooms that another bot wants; Anna, Ben and others come in.
@Timeout(60)
class RoomsTest {
    private static final SecretKey ANNA = SecretKey.random(RANDOM);
    private static final Entrant BEN = new Entrant("be".repeat(32), "Ben", false, false);
    private static final Entrant HOST = new Entrant("05".repeat(32), "Tina", true, false);

    @RegisterExtension
    final Hall hall = new Hall();

    private final List<Ending> endings = new CopyOnWriteArrayList<>();

    private final MemberEvents events = new MemberEvents() {
        @Override
        public void muted(boolean isMuted) {
            // The roster tells.
        }

        @Override
        public void ended(Ending why) {
            endings.add(why);
        }
    };

    private Member comes(Room room, Entrant who) {
        return room.enter(who, Voice.NONE, Ear.NONE, events).orElseThrow();
    }

    private String pin(Venue venue) {
        return venue.dialIn().map(DialIn::pin).orElseThrow();
    }

    @Test
    void aRoomHasAnAddressANumberAndAPinThatStays() {
        Venue venue = hall.wanted(Stage.PLANNED);
        assertThat(venue.url()).hasToString("https://calls.example.org/room/" + ROOM);
        assertThat(venue.dialIn().orElseThrow().number()).isEqualTo(Hall.NUMBER);
        assertThat(pin(venue)).matches("\\d{9}");
        assertThat(hall.wanted(Stage.LIVE)).isEqualTo(venue);
    }

    @Test
    void whatComesLateChangesNothing() {
        var early = hall.wish(ROOM, Stage.PLANNED);
        hall.wanted(Stage.LIVE);
        assertThat(hall.says(SESSIONS, early).isRefused()).isFalse();
        assertThat(hall.rooms().find(ROOM)).isPresent();
    }

    @Test
    void anotherBotHasNothingToSayAboutIt() {
        hall.wanted(Stage.LIVE);
        assertThat(hall.says(ANNA, hall.wish(ROOM, Stage.OVER)).result()).isEqualTo("taken");
        assertThat(hall.rooms().find(ROOM)).isPresent();
    }

    @Test
    void thereAreOnlySoMany() {
        hall.wanted(Stage.PLANNED);
        hall.says(SESSIONS, hall.wish(UUID.randomUUID(), Stage.PLANNED));
        hall.says(SESSIONS, hall.wish(UUID.randomUUID(), Stage.PLANNED));
        assertThat(hall.says(SESSIONS, hall.wish(UUID.randomUUID(), Stage.PLANNED))
                        .result())
                .isEqualTo("too-many");
    }

    @Test
    void sip_I1_aPinOpensOneRoomWhileItsSessionGoesOn() {
        String pin = pin(hall.wanted(Stage.PLANNED));
        assertThat(hall.rooms().at(pin)).isEqualTo(new Door.Closed());
        comes(hall.open(), BEN);
        assertThat(hall.rooms().at(pin)).isEqualTo(new Door.Open(ROOM, 1));
        char other = pin.charAt(8) == '0' ? '1' : '0';
        for (String wrong : List.of("", pin.substring(0, 8), pin + "0", pin.substring(0, 8) + other, "999999999"))
            assertThat(hall.rooms().at(wrong)).isEqualTo(new Door.Wrong());
        hall.wanted(Stage.OVER);
        assertThat(hall.rooms().at(pin)).isEqualTo(new Door.Closed());
    }

    @Test
    void aPassOpensIt() {
        hall.wanted(Stage.PLANNED);
        assertThat(hall.rooms().admit(hall.pass(ANNA, false))).isInstanceOf(Admission.Early.class);
        hall.wanted(Stage.LIVE);
        assertThat(hall.rooms().admit(hall.pass(ANNA, true)))
                .isInstanceOfSatisfying(Admission.Granted.class, granted -> {
                    assertThat(granted.who().ref()).isEqualTo(ANNA.publicKey().hex());
                    assertThat(granted.who().leads()).isTrue();
                });
        String forged = new Pass(ROOM, "ab", true, hall.ends()).signed(ANNA, RANDOM);
        for (String bad : List.of("", "x.y", forged))
            assertThat(hall.rooms().admit(bad)).isEqualTo(new Admission.Unknown());
        hall.wanted(Stage.OVER);
        assertThat(hall.rooms().admit(hall.pass(ANNA, true))).isEqualTo(new Admission.Over());
    }

    @Test
    void whoCallsFromANumberThatIsKnownIsKnown() {
        hall.wanted(Stage.LIVE);
        assertThat(hall.rooms().caller(ROOM, Optional.of(ZDENA.number())))
                .isEqualTo(new Entrant(ZDENA.ref(), "•••3456", false, true));
        Entrant stranger = hall.rooms().caller(ROOM, Optional.of("+420777999888"));
        assertThat(stranger.ref()).startsWith("caller-");
        assertThat(stranger.name()).isEqualTo("•••9888");
        assertThat(hall.rooms().caller(ROOM, Optional.of("+420777999888"))).isEqualTo(stranger);
        Entrant withheld = hall.rooms().caller(ROOM, Optional.empty());
        assertThat(withheld.name()).isEqualTo("•••");
        assertThat(hall.rooms().caller(ROOM, Optional.empty()).ref()).isNotEqualTo(withheld.ref());
    }

    @Test
    void whoWasThereIsToldInWholeStays() {
        Room room = hall.open();
        Member ben = comes(room, BEN);
        Member zdena = comes(room, hall.rooms().caller(ROOM, Optional.of(ZDENA.number())));
        var came = hall.now();
        hall.passes(Duration.ofSeconds(30));
        zdena.leave();
        zdena.leave();
        var gone = hall.now();
        hall.passes(Duration.ofSeconds(40));
        Await.until(() -> hall.told().stream()
                .anyMatch(stay -> stay.ref().equals(BEN.ref()) && stay.seen().isAfter(gone)));
        ben.leave();
        assertThat(hall.told())
                .contains(
                        new Stay(BEN.ref(), came, came, false, ""),
                        new Stay(ZDENA.ref(), came, gone, true, "•••3456"),
                        new Stay(BEN.ref(), came, hall.now(), true, ""));
        assertThat(hall.told()).filteredOn(Stay::hasLeft).hasSize(2);
        assertThat(endings).containsExactly(Ending.LEFT, Ending.LEFT);
    }

    @Test
    void afterACrashTheLastMinuteIsWhatIsMissing() throws Exception {
        Room room = hall.open();
        comes(room, BEN);
        var came = hall.now();
        hall.minutePasses();
        Await.until(() -> hall.told().stream().anyMatch(stay -> stay.seen().equals(hall.now())));
        var known = hall.now();
        hall.passes(Duration.ofSeconds(50));
        hall.crash();
        Await.until(() -> hall.told().contains(new Stay(BEN.ref(), came, known, true, "")));
        assertThat(hall.rooms().find(ROOM).orElseThrow().size()).isZero();
    }

    @Test
    void whenTheBridgeStopsEverybodyGoesAndTheSessionIsNotOver() {
        comes(hall.open(), BEN);
        hall.rooms().close();
        assertThat(endings).containsExactly(Ending.LEFT);
        assertThat(hall.rooms().admit(hall.pass(ANNA, false))).isEqualTo(new Admission.Stopping());
    }

    @Test
    void whenItsSessionIsOverEverybodyGoes() {
        Room room = hall.open();
        comes(room, BEN);
        hall.wanted(Stage.OVER);
        Await.until(() -> !endings.isEmpty());
        assertThat(endings).containsExactly(Ending.OVER);
        assertThat(room.enter(BEN, Voice.NONE, Ear.NONE, events)).isEmpty();
        assertThat(hall.rooms().find(ROOM)).isEmpty();
    }

    @Test
    void itsTimeEndsItAlsoIfNobodySaysSo() {
        comes(hall.open(), BEN);
        hall.comes(hall.ends());
        Await.until(() -> endings.contains(Ending.OVER));
        assertThat(hall.rooms().find(ROOM)).isEmpty();
    }

    @Test
    void aDayAfterItsEndNothingIsLeftOfIt() {
        String pin = pin(hall.wanted(Stage.PLANNED));
        hall.comes(hall.ends().plus(Duration.ofDays(2)));
        Await.until(() -> hall.rooms().at(pin) instanceof Door.Wrong);
        assertThat(hall.rooms().admit(hall.pass(ANNA, false))).isEqualTo(new Admission.Unknown());
    }

    @Test
    void sip_I2_theRosterShowsNamesAndOfTelephonesTheLastDigits() {
        Room room = hall.open();
        comes(room, BEN.called("  Ben\n\u202eZ " + "x".repeat(60)));
        comes(room, hall.rooms().caller(ROOM, Optional.of(ZDENA.number())));
        Roster roster = room.roster();
        assertThat(roster.title()).isEqualTo("Medic 101");
        assertThat(roster.members())
                .extracting(Roster.Entry::name)
                .containsExactly("Ben Z " + "x".repeat(34), "•••3456");
        assertThat(roster.members()).extracting(Roster.Entry::isTelephone).containsExactly(false, true);
        assertThat(roster.toString()).doesNotContain(ZDENA.number(), BEN.ref());
    }

    @Test
    void sip_I2_whoLeadsMutesAndRemovesAndNobodyElse() {
        Room room = hall.open();
        Member tina = comes(room, HOST);
        Member ben = comes(room, BEN);
        long before = room.roster().version();
        assertThat(room.mute(ben, tina.id())).isFalse();
        assertThat(room.remove(ben, tina.id())).isFalse();
        assertThat(room.mute(tina, ben.id())).isTrue();
        assertThat(ben.isMuted()).isTrue();
        assertThat(room.roster().version()).isGreaterThan(before);
        ben.mute(false);
        assertThat(ben.isMuted()).as("their own doing").isFalse();
        assertThat(room.remove(tina, ben.id())).isTrue();
        assertThat(endings).containsExactly(Ending.REMOVED);
        assertThat(room.remove(tina, ben.id())).isFalse();
        tina.leave();
        assertThat(room.mute(tina, tina.id())).as("who has left leads nobody").isFalse();
    }

    @Test
    void aFullRoomTakesNobody() {
        Room room = hall.open();
        for (int i = 0; i < 3; i++) comes(room, BEN);
        assertThat(room.enter(BEN, Voice.NONE, Ear.NONE, events)).isEmpty();
        assertThat(room.size()).isEqualTo(3);
    }

    @Test
    void sip_I2_everybodyHearsTheOthersAndNotThemselves() {
        Room room = hall.open();
        var heardByBen = new Heard();
        var heardByTina = new Heard();
        assertThat(room.enter(BEN, saying(1000), heardByBen, events)).isPresent();
        Member tina = room.enter(HOST, saying(3000), heardByTina, events).orElseThrow();
        Await.until(() -> heardByBen.last == 3000 && heardByTina.last == 1000);
        tina.mute(true);
        Await.until(() -> heardByBen.last == 0);
        tina.leave();
        assertThat(room.size()).isEqualTo(1);
    }

    private static Voice saying(int level) {
        return frame -> {
            Arrays.fill(frame, (short) level);
            return true;
        };
    }

    /// Hears a level.
    private static final class Heard implements Ear {
        private volatile int last;

        @Override
        public void hear(short[] frame) {
            last = frame[80];
        }
    }
}
