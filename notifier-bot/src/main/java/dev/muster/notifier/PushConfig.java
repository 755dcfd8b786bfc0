package dev.muster.notifier;

import dev.muster.notifier.push.apns.ApnsConfig;

/// The sections `[notifier.push.…]` of `muster.toml`: the gateways by which devices are woken.
public record PushConfig(ApnsConfig apns) {
    public static final PushConfig DEFAULT = new PushConfig(ApnsConfig.DEFAULT);
}
