package dev.muster.notifier.push;

import dev.muster.notifier.device.Device;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What a gateway is given.
///
/// @param id always the same for the same thing to the same device, so that a second attempt is recognized
/// @param body what the app gets: a JSON object in UTF-8
/// @param collapse what replaces an earlier one of the same name that is still shown or on its way; up to 32 characters
///                 of base64url
/// @param until when it is of no use any more
public record Parcel(UUID id, Device device, Sort sort, byte[] body, Optional<String> collapse, Instant until) {
    /// What it does on the device.
    public enum Sort {
        /// The device rings.
        RING,
        /// It stops to, unseen. Never what rings again.
        RING_OVER,
        /// Something is shown.
        ALERT,
        /// The app looks what there is, unseen.
        WAKE
    }

    /// Neither for whom nor what.
    @Override
    public String toString() {
        return sort + " " + id;
    }
}
