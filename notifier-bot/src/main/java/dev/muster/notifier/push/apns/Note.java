package dev.muster.notifier.push.apns;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eatthepath.pushy.apns.DeliveryPriority;
import com.eatthepath.pushy.apns.PushType;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.push.Parcel;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A parcel as Apple wants it: everything beside the body is a header, and they have to fit each other.
sealed interface Note {
    int MOST_BYTES_VOIP = 5120;
    int MOST_BYTES = 4096;
    int MOST_BYTES_COLLAPSE = 64;

    /// Can be sent.
    record Fit(SimpleApnsPushNotification push) implements Note {
        String topic() {
            return push.getTopic();
        }

        /// Not for whom.
        @Override
        public String toString() {
            return "Note";
        }
    }

    /// Apple would refuse it, or punish the app.
    record Unfit(String reason) implements Note {}

    static Note of(Parcel parcel) {
        Device device = parcel.device();
        boolean isVoip = device.platform() == Platform.APNS_VOIP;
        if (!device.address().token().matches("(?:[0-9a-fA-F]{2})+")) return new Unfit("token is not hex");
        int most = isVoip ? MOST_BYTES_VOIP : MOST_BYTES;
        if (parcel.body().length > most) return new Unfit("payload too large: more than " + most + " bytes");
        if (parcel.collapse()
                .filter(name -> name.getBytes(UTF_8).length > MOST_BYTES_COLLAPSE)
                .isPresent()) return new Unfit("collapse name too long");
        return isVoip ? ring(parcel) : other(parcel);
    }

    /// Whatever comes to such a token has to ring, or iOS ends the app, and in the end keeps pushes from it.
    private static Note ring(Parcel parcel) {
        if (parcel.sort() != Parcel.Sort.RING) return new Unfit("only calls go to a token for calls");
        String topic = parcel.device().id().app() + Scope.VOIP;
        return fit(parcel, topic, null, DeliveryPriority.IMMEDIATE, PushType.VOIP, Optional.empty());
    }

    private static Note other(Parcel parcel) {
        String topic = parcel.device().id().app();
        return switch (parcel.sort()) {
            case RING -> fit(parcel, topic, null, DeliveryPriority.IMMEDIATE, PushType.ALERT, parcel.collapse());
            case ALERT ->
                fit(parcel, topic, parcel.until(), DeliveryPriority.IMMEDIATE, PushType.ALERT, parcel.collapse());
            case RING_OVER, WAKE ->
                fit(
                        parcel,
                        topic,
                        parcel.until(),
                        DeliveryPriority.CONSERVE_POWER,
                        PushType.BACKGROUND,
                        parcel.collapse());
        };
    }

    /// @param until until when Apple tries again; nothing: it tries once, now
    private static Note fit(
            Parcel parcel,
            String topic,
            @Nullable Instant until,
            DeliveryPriority priority,
            PushType type,
            Optional<String> collapse) {
        return new Fit(new SimpleApnsPushNotification(
                parcel.device().address().token(),
                topic,
                new String(parcel.body(), UTF_8),
                until,
                priority,
                type,
                collapse.orElse(null),
                parcel.id()));
    }

    /// For nobody: what Apple says to it shows whether it knows us.
    static Fit toNobody(String topic) {
        PushType type = topic.endsWith(Scope.VOIP) ? PushType.VOIP : PushType.ALERT;
        return new Fit(new SimpleApnsPushNotification(
                "0".repeat(64), topic, "{\"aps\":{}}", null, DeliveryPriority.IMMEDIATE, type));
    }
}
