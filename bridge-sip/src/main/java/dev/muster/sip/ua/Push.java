package dev.muster.sip.ua;

import java.util.Optional;

/// How an app that sleeps is woken (RFC 8599).
///
/// @param provider the push service
/// @param id the app's address there
/// @param parameter what else the service has to know
public record Push(String provider, String id, Optional<String> parameter) {
    /// Without what an app can be woken by.
    @Override
    public String toString() {
        return "Push[" + provider + "]";
    }
}
