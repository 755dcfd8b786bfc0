package dev.muster.sip.menu;

import dev.muster.sip.phrase.Phrase;
import java.util.List;
import java.util.UUID;

/// What is to be done with a line.
public sealed interface Step {
    /// Says these one after the other; whoever does tells the menu when it is over.
    record Say(List<Phrase> phrases) implements Step {
        public Say {
            phrases = List.copyOf(phrases);
        }

        static Say of(Phrase... phrases) {
            return new Say(List.of(phrases));
        }
    }

    /// Stops saying what is being said.
    record Hush() implements Step {}

    /// They are to come into the room. Nothing more is asked.
    record Enter(UUID room) implements Step {}

    /// They have said that they don't want to. Nothing more is asked.
    record Decline() implements Step {}

    /// Nothing more is asked.
    record HangUp() implements Step {}
}
