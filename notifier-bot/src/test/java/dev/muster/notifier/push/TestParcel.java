package dev.muster.notifier.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.device.Address;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.device.Style;
import dev.muster.notifier.device.WebKeys;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A parcel that tests change where they need it different: a call, to somebody's phone.
public record TestParcel(Platform platform, Address address, Parcel.Sort sort, String body, Instant until) {
    public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    /// In parcels of tests, as it is in those of rings.
    public static final String COLLAPSE = "7c5f9e3a4b1d4c0f8a2b6d9e1f3a5c7b";

    private static final String CALL = """
        {"type":"incoming_call","callId":"7c5f9e3a-4b1d-4c0f-8a2b-6d9e1f3a5c7b"}\
        """;
    private static final PublicKey OWNER =
            PublicKey.parse("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    public static TestParcel fcm(String token) {
        return ring(Platform.FCM, Address.token(token, Environment.PRODUCTION));
    }

    public static TestParcel web(String endpoint, WebKeys keys) {
        return ring(Platform.WEBPUSH, Address.web(endpoint, Optional.of(keys), Optional.empty()));
    }

    private static TestParcel ring(Platform platform, Address address) {
        return new TestParcel(platform, address, Parcel.Sort.RING, CALL, NOW.plusSeconds(40));
    }

    public TestParcel of(Parcel.Sort other) {
        return new TestParcel(platform, address, other, body, until);
    }

    public TestParcel saying(String other) {
        return new TestParcel(platform, address, sort, other, until);
    }

    public TestParcel until(Instant other) {
        return new TestParcel(platform, address, sort, body, other);
    }

    public Parcel pack() {
        var id = new Device.Id(OWNER, "org.example.app", "phone", platform);
        var device = new Device(id, address, Style.CAMEL, "", Optional.empty(), NOW, NOW.plusSeconds(1_000_000));
        return new Parcel(new UUID(7, 7), device, sort, body.getBytes(UTF_8), Optional.of(COLLAPSE), until);
    }
}
