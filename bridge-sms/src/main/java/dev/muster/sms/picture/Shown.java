package dev.muster.sms.picture;

import java.net.URI;

/// A picture that operators can see.
///
/// @param at where it is, locked
public record Shown(URI at, Lock lock) {
    /// Neither where nor how.
    @Override
    public String toString() {
        return "shown picture";
    }
}
