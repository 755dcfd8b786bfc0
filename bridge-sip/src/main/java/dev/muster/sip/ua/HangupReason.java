package dev.muster.sip.ua;

import java.util.Locale;
import java.util.Optional;

/// Why a call has ended, in the seven words that clients know.
public enum HangupReason {
    COMPLETED(16, 603),
    BUSY(17, 486),
    REJECTED(21, 603),
    NO_ANSWER(19, 480),
    CANCELLED(16, 487),
    NETWORK_FAILURE(38, 503),
    MEDIA_FAILURE(88, 488);

    private final int cause;
    private final int code;

    HangupReason(int cause, int code) {
        this.cause = cause;
        this.code = code;
    }

    /// How clients write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The cause in a `Reason: Q.850` that says it to a telephone network.
    int cause() {
        return cause;
    }

    /// The answer that says it to somebody who calls.
    int code() {
        return code;
    }

    /// What an answer to an INVITE means, 300 and above. What the telephone network says itself (Q.850) counts more
    /// than what a gateway has made of it.
    static HangupReason of(int code, Optional<Integer> cause) {
        return cause.flatMap(HangupReason::ofCause).orElseGet(() -> ofCode(code));
    }

    private static HangupReason ofCode(int code) {
        return switch (code) {
            case 486, 600 -> BUSY;
            case 402, 403, 404, 410, 433, 484, 485, 603, 604, 607, 608 -> REJECTED;
            case 408, 480 -> NO_ANSWER;
            case 487 -> CANCELLED;
            case 415, 488, 606 -> MEDIA_FAILURE;
            // Where it would go on, we don't go: a redirection could lead to a number that costs.
            case 300, 301, 302, 305, 380 -> REJECTED;
            default -> NETWORK_FAILURE;
        };
    }

    /// The causes of ITU-T Q.850, as RFC 3398 maps them. Normal clearing tells nothing new.
    static Optional<HangupReason> ofCause(int cause) {
        return Optional.ofNullable(
                switch (cause) {
                    case 17 -> BUSY;
                    case 18, 19, 20 -> NO_ANSWER;
                    case 1, 2, 3, 21, 22, 23, 28, 29, 50, 55, 57, 87 -> REJECTED;
                    case 27, 34, 38, 41, 42, 43, 44, 47, 102, 111, 127 -> NETWORK_FAILURE;
                    case 58, 63, 65, 66, 69, 70, 79, 88 -> MEDIA_FAILURE;
                    default -> null;
                });
    }
}
