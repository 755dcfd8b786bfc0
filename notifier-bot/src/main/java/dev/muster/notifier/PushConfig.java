package dev.muster.notifier;

import dev.muster.notifier.push.apns.ApnsConfig;
import dev.muster.notifier.push.fcm.FcmConfig;
import dev.muster.notifier.push.web.WebPushConfig;

/// The sections `[notifier.push.…]` of `muster.toml`: the gateways by which devices are woken.
public record PushConfig(ApnsConfig apns, FcmConfig fcm, WebPushConfig web) {
    public static final PushConfig DEFAULT =
            new PushConfig(ApnsConfig.DEFAULT, FcmConfig.DEFAULT, WebPushConfig.DEFAULT);
}
