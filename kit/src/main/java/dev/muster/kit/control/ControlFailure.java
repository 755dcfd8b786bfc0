package dev.muster.kit.control;

/// A daemon could not do what it was asked for. The message is for whoever asked.
public final class ControlFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    ControlFailure(String message) {
        super(message);
    }

    ControlFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
