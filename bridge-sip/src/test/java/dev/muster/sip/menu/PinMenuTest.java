package dev.muster.sip.menu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sip.phrase.Phrase;
import dev.muster.sip.room.Door;
import dev.muster.sip.room.Doors;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Somebody calls and is asked for a PIN; time is the test's. The room's is 123456789.
class PinMenuTest {
    private static final String PIN = "123456789";
    private static final UUID ROOM = UUID.fromString("5b0c8f3e-9a55-4c7a-8d3b-1f0e2d4c6b8a");
    private static final Step ENTER = new Step.Enter(ROOM);
    private static final Step HANG_UP = new Step.HangUp();
    private static final Step HUSH = new Step.Hush();

    private final Guesses guesses = new Guesses(new SecureRandom());
    private final List<String> tried = new ArrayList<>();
    private boolean isOpen = true;
    private Instant now = Instant.parse("2026-12-01T18:00:00Z");

    private final Doors doors = digits -> {
        tried.add(digits);
        if (!digits.equals(PIN)) return new Door.Wrong();
        return isOpen ? new Door.Open(ROOM, 2) : new Door.Closed();
    };

    private PinMenu calls(String from) {
        return new PinMenu(doors, guesses, from);
    }

    private List<Step> types(Menu menu, String keys) {
        List<Step> steps = new ArrayList<>();
        for (char key : keys.toCharArray()) steps.addAll(menu.pressed(key, now));
        return steps;
    }

    private static Step say(Phrase... phrases) {
        return Step.Say.of(phrases);
    }

    @Test
    void sip_I1_whoKnowsThePinComesIn() {
        PinMenu menu = calls("+420777123456");
        assertThat(menu.begin(now)).containsExactly(say(Phrase.WELCOME, Phrase.ENTER_PIN));
        assertThat(menu.said(now)).isEmpty();
        assertThat(types(menu, PIN)).containsExactly(ENTER);
        assertThat(types(menu, "1")).as("nothing more is asked").isEmpty();
        assertThat(menu.look(now.plusSeconds(60))).isEmpty();
    }

    @Test
    void sip_I1_digitsCutThePromptShort() {
        PinMenu menu = calls("+420777123456");
        menu.begin(now);
        assertThat(types(menu, PIN)).containsExactly(HUSH, ENTER);
    }

    @Test
    void sip_I1_threeAttemptsAndNoMore() {
        PinMenu menu = calls("+420777123456");
        menu.begin(now);
        menu.said(now);
        assertThat(types(menu, "111111111")).containsExactly(say(Phrase.WRONG_PIN, Phrase.ENTER_PIN));
        menu.said(now);
        assertThat(types(menu, "222222222")).containsExactly(say(Phrase.WRONG_PIN, Phrase.ENTER_PIN));
        menu.said(now);
        assertThat(types(menu, "333333333")).containsExactly(say(Phrase.WRONG_PIN, Phrase.GOODBYE));
        assertThat(types(menu, PIN)).as("it is too late").isEmpty();
        assertThat(menu.said(now)).containsExactly(HANG_UP);
        assertThat(tried).hasSize(3);
    }

    @Test
    void sip_I1_whoHasGuessedIsLockedOutForLongerAndLonger() {
        guessThrice("+420777123456");
        Duration before = Duration.ZERO;
        for (Duration pause :
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(4), Duration.ofMinutes(8))) {
            assertThat(isLocked("+420777123456", pause.minusSeconds(1))).isTrue();
            assertThat(isLocked("+420777123456", pause)).isFalse();
            assertThat(pause).isGreaterThan(before);
            before = pause;
            now = now.plus(pause);
            guesses.failed("+420777123456", "000", now);
        }
        for (int i = 0; i < 50; i++) guesses.failed("+420777123456", "00" + i % 10, now);
        assertThat(isLocked("+420777123456", Duration.ofMinutes(59))).isTrue();
        assertThat(isLocked("+420777123456", Duration.ofMinutes(60))).isFalse();
    }

    private boolean isLocked(String caller, Duration later) {
        return guesses.isLocked(caller, now.plus(later));
    }

    private void guessThrice(String from) {
        for (int i = 0; i < 3; i++) guesses.failed(from, "99" + i, now);
    }

    @Test
    void sip_I1_whoIsLockedOutHearsSoAndIsAskedNothing() {
        guessThrice("+420777123456");
        PinMenu menu = calls("+420777123456");
        assertThat(menu.begin(now)).containsExactly(say(Phrase.WELCOME, Phrase.LOCKED));
        assertThat(types(menu, PIN)).isEmpty();
        assertThat(menu.said(now)).containsExactly(HANG_UP);
        assertThat(tried).isEmpty();
        assertThat(calls("+420777000000").begin(now)).containsExactly(say(Phrase.WELCOME, Phrase.ENTER_PIN));
    }

    @Test
    void sip_I1_aRoomAtWhichManyGuessIsShutForAWhile() {
        for (int i = 0; i < Guesses.AT_A_ROOM; i++) guesses.failed("+42077700000" + i, "123", now);
        PinMenu menu = calls("+420777999999");
        menu.begin(now);
        menu.said(now);
        assertThat(types(menu, PIN)).as("also for who knows it").containsExactly(say(Phrase.LOCKED, Phrase.GOODBYE));
        assertThat(tried).isEmpty();
        now = now.plus(Guesses.FIRST);
        PinMenu again = calls("+420777999999");
        again.begin(now);
        again.said(now);
        assertThat(types(again, PIN)).containsExactly(ENTER);
    }

    @Test
    void sip_I1_whoOnceMistypesIsNotCountedForEver() {
        for (int i = 0; i < 20; i++) {
            PinMenu menu = calls("+420777123456");
            menu.begin(now);
            menu.said(now);
            types(menu, "000000000");
            menu.said(now);
            assertThat(types(menu, PIN)).containsExactly(ENTER);
            now = now.plus(Guesses.MEMORY);
        }
    }

    @Test
    void sip_I1_aRoomThatIsClosedHasItsOwnPrompt() {
        isOpen = false;
        PinMenu menu = calls("+420777123456");
        menu.begin(now);
        menu.said(now);
        assertThat(types(menu, PIN)).containsExactly(say(Phrase.NOT_OPEN, Phrase.GOODBYE));
        assertThat(menu.said(now)).containsExactly(HANG_UP);
    }

    @Test
    void sip_I1_thePinHasSixSecretDigitsAtLeast() {
        assertThat(Doors.PIN_LENGTH - Doors.guessedAt(PIN).length()).isGreaterThanOrEqualTo(6);
    }

    @Test
    void aStarBeginsAnewAndAHashEnds() {
        PinMenu menu = calls("+420777123456");
        menu.begin(now);
        menu.said(now);
        assertThat(types(menu, "99*" + PIN)).containsExactly(ENTER);
        PinMenu other = calls("+420777123456");
        other.begin(now);
        other.said(now);
        assertThat(types(other, "#")).as("nothing was entered").isEmpty();
        assertThat(types(other, "123#")).containsExactly(say(Phrase.WRONG_PIN, Phrase.ENTER_PIN));
    }

    @Test
    void whoIsSilentIsAskedAgainAndThenHungUpOn() {
        PinMenu menu = calls("+420777123456");
        menu.begin(now);
        now = now.plusSeconds(60);
        assertThat(menu.look(now)).as("while it is being said nobody is late").isEmpty();
        menu.said(now);
        types(menu, "12");
        assertThat(menu.look(now.plus(PinMenu.PATIENCE).minusSeconds(1))).isEmpty();
        for (int i = 1; i < PinMenu.ASKED; i++) {
            now = now.plus(PinMenu.PATIENCE);
            assertThat(menu.look(now)).containsExactly(say(Phrase.ENTER_PIN));
            menu.said(now);
        }
        now = now.plus(PinMenu.PATIENCE);
        assertThat(menu.look(now)).containsExactly(say(Phrase.GOODBYE));
        assertThat(menu.said(now)).containsExactly(HANG_UP);
        assertThat(tried).as("too few digits are no guess").isEmpty();
    }

    @Test
    void whateverIsPressedWheneverNothingIsSaidTwiceAndItEnds() {
        var random = new Random(3);
        for (int call = 0; call < 300; call++) {
            PinMenu menu = calls("+4207770" + call);
            List<Step> steps = new ArrayList<>(menu.begin(now));
            for (int i = 0; i < 400; i++) {
                now = now.plusSeconds(random.nextInt(5));
                steps.addAll(
                        switch (random.nextInt(6)) {
                            case 0 -> menu.said(now);
                            case 1 -> menu.look(now);
                            default -> menu.pressed("0123456789*#ABCD".charAt(random.nextInt(16)), now);
                        });
            }
            for (int i = 0; i < 10; i++) {
                now = now.plusSeconds(10);
                steps.addAll(menu.said(now));
                steps.addAll(menu.look(now));
            }
            assertThat(steps).filteredOn(HANG_UP::equals).hasSize(1);
            assertThat(steps.getLast()).isEqualTo(HANG_UP);
        }
    }
}
