package dev.muster.kit.config;

/// Something is set that can't be used. The message is one line for the admin: the key, where it was set, what is
/// allowed.
public final class BadConfiguration extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    BadConfiguration(String message) {
        super(message);
    }

    BadConfiguration(String message, Throwable cause) {
        super(message, cause);
    }
}
