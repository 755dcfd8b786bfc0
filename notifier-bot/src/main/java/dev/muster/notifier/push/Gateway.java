package dev.muster.notifier.push;

import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Platform;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The way to devices of some platforms.
public interface Gateway extends AutoCloseable {
    Set<Platform> platforms();

    /// Hands it over, once. Called on virtual threads, many at a time.
    ///
    /// @param patience no answer by then is [Verdict.Later], and what is still under way is given up
    Verdict hand(Parcel parcel, Duration patience) throws InterruptedException;

    /// The server by which the device is reached. That it is down says nothing about another one.
    default String server(Device device) {
        return device.platform().word();
    }

    /// Why nothing could ever be handed to this device, if that can be seen already.
    default Optional<String> flaw(Device device) {
        return Optional.empty();
    }

    @Override
    void close();
}
