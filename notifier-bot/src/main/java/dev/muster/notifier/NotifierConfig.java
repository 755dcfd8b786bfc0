package dev.muster.notifier;

import dev.muster.kit.config.Flat;
import dev.muster.kit.desk.BotConfig;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.device.DevicesConfig;
import dev.muster.notifier.ring.RingsConfig;
import dev.muster.notifier.session.SessionsConfig;
import java.net.URI;

/// What `muster.toml` says in its section `[notifier]`.
///
/// @param bot what every bot is told
public record NotifierConfig(
        @Flat BotConfig bot, SessionsConfig sessions, DevicesConfig devices, RingsConfig rings, PushConfig push) {
    public static final NotifierConfig DEFAULT = new NotifierConfig(
            BotConfig.of(
                    "notifier",
                    "Muster",
                    "I get you into the room when a session starts. Type help for what I understand.",
                    7780),
            SessionsConfig.DEFAULT,
            DevicesConfig.DEFAULT,
            RingsConfig.DEFAULT,
            PushConfig.DEFAULT);

    /// The same, at home at that relay if it names none.
    public NotifierConfig at(URI ownRelay) {
        return new NotifierConfig(bot.at(ownRelay), sessions, devices, rings, push);
    }

    /// The same, with links texted by that bot if it names none.
    public NotifierConfig asking(PublicKey bridge) {
        return new NotifierConfig(bot, sessions.asking(bridge), devices, rings, push);
    }

    /// The same, with rooms from that bot if it names none.
    public NotifierConfig meetingAt(PublicKey bridge) {
        return new NotifierConfig(bot, sessions.meetingAt(bridge), devices, rings, push);
    }
}
