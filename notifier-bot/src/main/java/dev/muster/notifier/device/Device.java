package dev.muster.notifier.device;

import dev.muster.nostr.crypto.PublicKey;
import java.time.Instant;
import java.util.Optional;

/// One way to wake a device of somebody's. An iPhone has two: one that rings, and one for all else.
///
/// @param label what its owner calls it; may be empty
/// @param key what it is told is encrypted for, if it has such a key
/// @param since when this address was registered
/// @param until when it is forgotten unless it is registered again
public record Device(
        Id id, Address address, Style style, String label, Optional<PublicKey> key, Instant since, Instant until) {
    /// What a registration replaces.
    ///
    /// @param app such as `org.example.app`; for Apple the bundle, without `.voip`
    /// @param device which one it is, among its owner's
    public record Id(PublicKey owner, String app, String device, Platform platform) {
        /// One text for it, for the names of records and errands.
        public String name() {
            return owner.hex() + "/" + app + "/" + device + "/" + platform.word();
        }
    }

    public Platform platform() {
        return id.platform();
    }

    public Device at(Address other) {
        return new Device(id, other, style, label, key, since, until);
    }
}
