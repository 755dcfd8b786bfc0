package dev.muster.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

/// One message of a relay, where it lies in the buffer: valid only while it is handed over.
public record Message(byte[] bytes, int from, int to) {
    private static final String ID = "\"id\":\"";
    private static final String ACCEPTED = "\",true,";
    private static final String DUPLICATE = "\"duplicate:";
    private static final int ID_DIGITS = 64;
    private static final int KEY_DIGITS = 16;

    /// What a message is about.
    public enum Verb {
        EVENT,
        OK,
        EOSE,
        CLOSED,
        NOTICE,
        AUTH,
        /// None of these.
        OTHER;

        private final String start = "[\"" + name() + "\",";
    }

    public static Message of(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new Message(bytes, 0, bytes.length);
    }

    public Verb verb() {
        for (Verb verb : Verb.values()) if (isAt(from, verb.start)) return verb;
        return Verb.OTHER;
    }

    /// The first half of an event's id, as a number: enough to know it again. Of an `OK` or an `EVENT`.
    public long event() {
        return switch (verb()) {
            case OK -> key(bytes, from + Verb.OK.start.length() + 1);
            case EVENT -> key(bytes, find(ID, from + Verb.EVENT.start.length()) + ID.length());
            case EOSE, CLOSED, NOTICE, AUTH, OTHER -> throw new WrongAnswer(this, "OK or EVENT");
        };
    }

    /// The same of an event that we have the JSON of: its id begins with the hex digits at `at`.
    public static long key(byte[] bytes, int at) {
        long key = 0;
        for (int i = at; i < at + KEY_DIGITS; i++) key = key << 4 | Character.digit(bytes[i], 16);
        return key;
    }

    /// Whether this `OK` says true.
    public boolean isAccepted() {
        return isAt(from + Verb.OK.start.length() + 1 + ID_DIGITS, ACCEPTED);
    }

    /// Whether this `OK` says that the event was there before.
    public boolean isDuplicate() {
        return isAt(from + Verb.OK.start.length() + 1 + ID_DIGITS + ACCEPTED.length(), DUPLICATE);
    }

    /// The first string after the verb: a challenge, a subscription.
    public String argument() {
        String text = text();
        int start = text.indexOf(",\"") + 2;
        int end = text.indexOf('"', start);
        if (start < 2 || end < 0) throw new WrongAnswer(this, "a string after the verb");
        return text.substring(start, end);
    }

    public String text() {
        return new String(bytes, from, to - from, UTF_8);
    }

    private boolean isAt(int at, String wanted) {
        if (at + wanted.length() > to) return false;
        for (int i = 0; i < wanted.length(); i++) if (bytes[at + i] != wanted.charAt(i)) return false;
        return true;
    }

    /// In a string of JSON every quote is escaped, so these bytes are found only where they are meant.
    private int find(String wanted, int at) {
        for (int i = at; i <= to - wanted.length() - ID_DIGITS; i++) if (isAt(i, wanted)) return i;
        throw new WrongAnswer(this, "an event with an id");
    }
}
