package dev.muster.sip.menu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sip.phrase.Phrase;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Somebody is called and asked whether they join.
class JoinMenuTest {
    private static final UUID ROOM = UUID.fromString("5b0c8f3e-9a55-4c7a-8d3b-1f0e2d4c6b8a");
    private static final Step INVITED = Step.Say.of(Phrase.INVITED);

    private final JoinMenu menu = new JoinMenu(ROOM);
    private Instant now = Instant.parse("2026-12-01T18:00:00Z");

    @Test
    void whoPressesOneComesInAlsoBeforeItIsSaid() {
        assertThat(menu.begin(now)).containsExactly(INVITED);
        assertThat(menu.pressed('1', now)).containsExactly(new Step.Hush(), new Step.Enter(ROOM));
        assertThat(menu.pressed('1', now)).isEmpty();
        assertThat(menu.look(now.plusSeconds(60))).isEmpty();
    }

    @Test
    void whoPressesTwoIsLeftInPeace() {
        menu.begin(now);
        menu.said(now);
        assertThat(menu.pressed('5', now)).as("that means nothing").isEmpty();
        assertThat(menu.pressed('2', now)).containsExactly(Step.Say.of(Phrase.GOODBYE));
        assertThat(menu.pressed('1', now)).isEmpty();
        assertThat(menu.said(now)).containsExactly(new Step.Decline());
    }

    @Test
    void anAnsweringMachineIsHungUpOnAndIsInNoRoom() {
        menu.begin(now);
        for (int i = 1; i < JoinMenu.ASKED; i++) {
            menu.said(now);
            now = now.plus(JoinMenu.PATIENCE);
            assertThat(menu.look(now.minusSeconds(1))).isEmpty();
            assertThat(menu.look(now)).containsExactly(INVITED);
        }
        menu.said(now);
        now = now.plus(JoinMenu.PATIENCE);
        assertThat(menu.look(now)).containsExactly(new Step.HangUp());
        assertThat(menu.look(now.plusSeconds(60))).isEmpty();
    }
}
