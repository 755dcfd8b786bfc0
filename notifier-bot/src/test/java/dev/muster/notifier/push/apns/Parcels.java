package dev.muster.notifier.push.apns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.device.Address;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.device.Style;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.Parcel.Sort;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Parcels for the devices of one person.
final class Parcels {
    static final String APP = "org.example.app";
    static final Instant UNTIL = Instant.parse("2033-01-01T12:00:00Z");
    static final String RING = "{\"aps\":{},\"callId\":\"7c5f9e3a-8a86-4b37-9f0b-2a27c2b4d0f1\"}";
    static final String ALERT = "{\"aps\":{\"alert\":{\"title\":\"Session started\"},\"mutable-content\":1}}";
    static final String UNSEEN = "{\"aps\":{\"content-available\":1}}";

    private static final PublicKey OWNER =
            PublicKey.parse("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    private Parcels() {}

    static Parcel parcel(Sort sort, Platform platform, Address address, String body) {
        var id = new Device.Id(OWNER, APP, "phone", platform);
        var device = new Device(id, address, Style.CAMEL, "", Optional.empty(), Instant.EPOCH, Instant.MAX);
        return new Parcel(UUID.randomUUID(), device, sort, body.getBytes(UTF_8), Optional.of("call-1"), UNTIL);
    }

    static Parcel ring(String token) {
        return parcel(Sort.RING, Platform.APNS_VOIP, Address.token(token, Environment.PRODUCTION), RING);
    }

    static Parcel alert(String token) {
        return parcel(Sort.ALERT, Platform.APNS, Address.token(token, Environment.PRODUCTION), ALERT);
    }
}
