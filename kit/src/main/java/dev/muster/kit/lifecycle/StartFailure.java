package dev.muster.kit.lifecycle;

import java.io.IOException;

/// A daemon can't begin with what its configuration says. Says why, and by which key an admin changes it.
public final class StartFailure extends IOException {
    private static final long serialVersionUID = 1;

    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
