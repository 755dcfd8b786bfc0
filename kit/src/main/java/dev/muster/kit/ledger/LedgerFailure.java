package dev.muster.kit.ledger;

/// The ledger can't be read or written. Says what the admin can do about it.
public final class LedgerFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    LedgerFailure(String message) {
        super(message);
    }

    LedgerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
