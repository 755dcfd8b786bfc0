package dev.muster.sip.menu;

import dev.muster.sip.phrase.Phrase;
import dev.muster.sip.room.Door;
import dev.muster.sip.room.Doors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Asks a caller for the PIN of a room (I1).
public final class PinMenu implements Menu {
    static final int ATTEMPTS = 3;

    /// So often somebody is asked who presses nothing.
    static final int ASKED = 3;

    /// So long we wait for the next key.
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Doors doors;
    private final Guesses guesses;
    private final String caller;
    private final StringBuilder digits = new StringBuilder();
    private int attempts;
    private int asked;
    private boolean isSpeaking;
    private boolean isOver;
    private boolean isLast;
    private Instant since = Instant.EPOCH;

    /// @param caller the number that they call from; one and the same for all who withhold theirs
    public PinMenu(Doors doors, Guesses guesses, String caller) {
        this.doors = doors;
        this.guesses = guesses;
        this.caller = caller;
    }

    @Override
    public List<Step> begin(Instant now) {
        if (guesses.isLocked(caller, now)) return lastly(Phrase.WELCOME, Phrase.LOCKED);
        asked = 1;
        return say(Phrase.WELCOME, Phrase.ENTER_PIN);
    }

    private List<Step> say(Phrase... phrases) {
        isSpeaking = true;
        return List.of(Step.Say.of(phrases));
    }

    /// Says this, and hangs up when it is said.
    private List<Step> lastly(Phrase... phrases) {
        isLast = true;
        return say(phrases);
    }

    @Override
    public List<Step> pressed(char key, Instant now) {
        if (isOver || isLast) return List.of();
        List<Step> steps = new ArrayList<>(2);
        // Digits cut the prompt short.
        if (isSpeaking) steps.add(new Step.Hush());
        isSpeaking = false;
        since = now;
        if (key >= '0' && key <= '9') digits.append(key);
        else if (key == '*') digits.setLength(0);
        boolean isWhole = digits.length() == Doors.PIN_LENGTH || (key == '#' && !digits.isEmpty());
        if (isWhole) steps.addAll(tried(now));
        return steps;
    }

    private List<Step> tried(Instant now) {
        String pin = digits.toString();
        digits.setLength(0);
        String door = Doors.guessedAt(pin);
        // Others on the same line may have been at it meanwhile.
        if (guesses.isLocked(caller, now) || guesses.isShut(door, now)) return lastly(Phrase.LOCKED, Phrase.GOODBYE);
        return switch (doors.at(pin)) {
            case Door.Open(UUID room, int _) -> {
                guesses.succeeded(caller);
                isOver = true;
                yield List.of(new Step.Enter(room));
            }
            case Door.Closed() -> {
                guesses.succeeded(caller);
                yield lastly(Phrase.NOT_OPEN, Phrase.GOODBYE);
            }
            case Door.Wrong() -> {
                guesses.failed(caller, door, now);
                attempts++;
                yield attempts < ATTEMPTS
                        ? say(Phrase.WRONG_PIN, Phrase.ENTER_PIN)
                        : lastly(Phrase.WRONG_PIN, Phrase.GOODBYE);
            }
        };
    }

    @Override
    public List<Step> said(Instant now) {
        if (isOver || !isSpeaking) return List.of();
        isSpeaking = false;
        since = now;
        if (!isLast) return List.of();
        isOver = true;
        return List.of(new Step.HangUp());
    }

    @Override
    public List<Step> look(Instant now) {
        if (isOver || isSpeaking || isLast || now.isBefore(since.plus(PATIENCE))) return List.of();
        since = now;
        // Too few digits are no guess: a key was missed, or somebody has lost count.
        digits.setLength(0);
        if (asked >= ASKED) return lastly(Phrase.GOODBYE);
        asked++;
        return say(Phrase.ENTER_PIN);
    }
}
