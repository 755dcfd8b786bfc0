package dev.muster.bench.wire;

/// The relay did something else than it should, so whatever would be measured means nothing.
public final class WrongAnswer extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MOST_CHARACTERS = 200;

    public WrongAnswer(String what) {
        super(what);
    }

    /// @param expected what should have come instead
    public WrongAnswer(Message answer, String expected) {
        this("expected " + expected + ", not " + beginning(answer.text()));
    }

    private static String beginning(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }
}
