package dev.muster.kit.vault;

/// The keys can't be read, or don't open what was sealed. Says what the admin can do about it.
public final class VaultFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    VaultFailure(String message) {
        super(message);
    }

    VaultFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
