package dev.muster.notifier.device;

import java.util.Optional;

/// Where a gateway finds a device.
///
/// @param token Apple's in hex, Google's as it is, or the URL that a browser or distributor has given
/// @param environment of Apple's tokens
/// @param isProven whether the gateway has ever taken something for it
/// @param keys what a browser's pushes are encrypted with
/// @param server our key that a browser has subscribed with, as base64url: it takes pushes from no other
public record Address(
        String token, Environment environment, boolean isProven, Optional<WebKeys> keys, Optional<String> server) {
    public static Address token(String token, Environment environment) {
        return new Address(token, environment, false, Optional.empty(), Optional.empty());
    }

    public static Address web(String endpoint, Optional<WebKeys> keys, Optional<String> server) {
        return new Address(endpoint, Environment.PRODUCTION, false, keys, server);
    }

    /// The same, where the gateway has taken something for it.
    public Address provenIn(Environment where) {
        return new Address(token, where, true, keys, server);
    }

    /// What was registered again, with what is known of it already.
    Address with(Address again) {
        return new Address(token, isProven ? environment : again.environment, isProven, again.keys, again.server);
    }

    /// Not where it is.
    @Override
    public String toString() {
        return "Address";
    }
}
