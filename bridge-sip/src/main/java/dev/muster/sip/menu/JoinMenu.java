package dev.muster.sip.menu;

import dev.muster.sip.phrase.Phrase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Asks somebody whom we have called whether they join: press 1. An answering machine presses nothing, and so is in no
/// room.
public final class JoinMenu implements Menu {
    static final int ASKED = 3;
    static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final char YES = '1';
    private static final char NO = '2';

    private final UUID room;
    private int asked;
    private boolean isSpeaking;
    private boolean isLast;
    private boolean isOver;
    private Instant since = Instant.EPOCH;

    public JoinMenu(UUID room) {
        this.room = room;
    }

    @Override
    public List<Step> begin(Instant now) {
        return ask(Phrase.INVITED);
    }

    private List<Step> ask(Phrase phrase) {
        asked++;
        isSpeaking = true;
        return List.of(Step.Say.of(phrase));
    }

    @Override
    public List<Step> pressed(char key, Instant now) {
        if (isOver || isLast || (key != YES && key != NO)) return List.of();
        List<Step> steps = new ArrayList<>(2);
        if (isSpeaking) steps.add(new Step.Hush());
        if (key == YES) {
            isOver = true;
            steps.add(new Step.Enter(room));
        } else {
            isLast = true;
            isSpeaking = true;
            steps.add(Step.Say.of(Phrase.GOODBYE));
        }
        return steps;
    }

    @Override
    public List<Step> said(Instant now) {
        if (isOver || !isSpeaking) return List.of();
        isSpeaking = false;
        since = now;
        if (!isLast) return List.of();
        isOver = true;
        return List.of(new Step.Decline());
    }

    @Override
    public List<Step> look(Instant now) {
        if (isOver || isLast || isSpeaking || now.isBefore(since.plus(PATIENCE))) return List.of();
        if (asked < ASKED) return ask(Phrase.INVITED);
        isOver = true;
        return List.of(new Step.HangUp());
    }
}
