package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.nip19.UserInput;
import java.util.regex.Pattern;

/// Somebody who is to be invited.
sealed interface Guest {
    /// Somebody with a key.
    record Member(PublicKey key) implements Guest {}

    /// Somebody with a telephone.
    ///
    /// @param number with a + and the code of the country, as in `+420601234567`
    record Caller(String number, String name) implements Guest {}

    Pattern NUMBER = Pattern.compile("\\+[1-9]\\d{6,14}");

    /// Reads `npub1…`, or `tel:+420601234567,Ana`; what follows an npub after a comma is for people to read.
    ///
    /// @throws IllegalArgumentException saying what was expected, and nothing of what came
    static Guest read(String text) {
        int comma = text.indexOf(',');
        String who = (comma < 0 ? text : text.substring(0, comma)).strip();
        String name = comma < 0 ? "" : text.substring(comma + 1).strip();
        // Else the second would be taken for the first one's name, and not be invited.
        if (name.regionMatches(true, 0, "npub1", 0, 5) || name.regionMatches(true, 0, "tel:", 0, 4))
            throw new IllegalArgumentException("there are two people on this line: one a line");
        if (!who.regionMatches(true, 0, "tel:", 0, 4)) return new Member(UserInput.publicKey(who));
        String number = who.substring(4).replaceAll("[ ()./-]", "");
        if (!NUMBER.matcher(number).matches())
            throw new IllegalArgumentException(
                    "a telephone number begins with + and the code of its country, as in tel:+420601234567,Ana");
        return new Caller(number, name);
    }

    /// As an announcement to the bot names them.
    default Tag tag() {
        return switch (this) {
            case Member(var key) -> Tag.of("p", key.hex(), "", "attendee");
            case Caller(var number, var name) -> name.isEmpty() ? Tag.of("tel", number) : Tag.of("tel", number, name);
        };
    }
}
