package dev.muster.relay.net;

/// A client breaks the rules of WebSocket so that the connection can't go on. Has no stack trace, since garbage arrives
/// at the sender's pace.
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;

    /// @param code as RFC 6455, section 7.4, numbers reasons to close
    Violation(int code, String reason) {
        super(reason, null, false, false);
        this.code = code;
        this.reason = reason;
    }

    static Violation protocol(String reason) {
        return new Violation(1002, reason);
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
