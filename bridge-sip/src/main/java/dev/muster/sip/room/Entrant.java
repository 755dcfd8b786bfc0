package dev.muster.sip.room;

/// Somebody who comes into a room.
///
/// @param ref what the bot for sessions calls them, or we, if they are nobody it knows
/// @param name what the others are shown; of telephones the last digits
/// @param leads whether they may mute and remove others
public record Entrant(String ref, String name, boolean leads, boolean isTelephone) {
    private static final int LONGEST_NAME = 40;

    public Entrant {
        name = name.replaceAll("[\\p{C}\\s]+", " ").strip();
        if (name.length() > LONGEST_NAME) {
            int end = Character.isHighSurrogate(name.charAt(LONGEST_NAME - 1)) ? LONGEST_NAME - 1 : LONGEST_NAME;
            name = name.substring(0, end);
        }
    }

    /// What may be shown of a number, and no more.
    public static String masked(String number) {
        String digits = number.replaceAll("\\D", "");
        return "•••" + digits.substring(Math.max(0, digits.length() - 4));
    }

    /// The same, calling themselves so.
    public Entrant called(String other) {
        return new Entrant(ref, other, leads, isTelephone);
    }

    /// Not who it is: it may end up in a log.
    @Override
    public String toString() {
        return "somebody who comes in";
    }
}
