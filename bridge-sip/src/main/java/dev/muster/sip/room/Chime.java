package dev.muster.sip.room;

import dev.muster.sip.mix.Voice;
import dev.muster.sip.tone.Player;
import dev.muster.sip.tone.Sound;

/// What everybody in a room hears when somebody comes or goes.
final class Chime implements Voice {
    /// Ten who come at once are one sound.
    private final Player player = new Player();

    synchronized void ring(Sound sound) {
        if (!player.isBusy()) player.play(sound);
    }

    @Override
    public synchronized boolean take(short[] frame) {
        return player.next(frame);
    }
}
