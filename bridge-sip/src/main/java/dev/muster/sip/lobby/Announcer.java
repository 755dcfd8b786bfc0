package dev.muster.sip.lobby;

import dev.muster.sip.phrase.Phrase;
import dev.muster.sip.phrase.Phrasebook;
import dev.muster.sip.voice.Side;
import java.util.List;
import java.util.function.Consumer;

/// Says something to somebody. One thread at a time, and none before there is a line.
final class Announcer {
    private final Side side;
    private final Phrasebook phrases;
    private final Consumer<Runnable> soon;
    private int sayings;

    /// @param soon has something done on the thread that asks
    Announcer(Side side, Phrasebook phrases, Consumer<Runnable> soon) {
        this.side = side;
        this.phrases = phrases;
        this.soon = soon;
    }

    void say(Phrase... all) {
        say(List.of(all), () -> {});
    }

    /// Instead of whatever is being said.
    ///
    /// @param then done once it is said; never if it was cut short
    void say(List<Phrase> all, Runnable then) {
        hush();
        int mine = sayings;
        for (Phrase phrase : all.subList(0, all.size() - 1)) {
            boolean _ = side.play(phrases.say(phrase));
        }
        boolean _ = side.play(
                phrases.say(all.getLast()),
                () -> soon.accept(() -> {
                    if (sayings == mine) then.run();
                }));
    }

    void hush() {
        sayings++;
        side.quiet();
    }
}
