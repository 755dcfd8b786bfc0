package dev.muster.relay.store;

import org.jspecify.annotations.Nullable;

/// The store can't do its work: its folder, its disk or its files are at fault. The message is for the admin.
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreFailure(String message) {
        super(message);
    }

    StoreFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
