package dev.muster.cli;

import dev.muster.kit.desk.Bot;
import dev.muster.kit.desk.BotConfig;
import dev.muster.kit.desk.Surroundings;
import dev.muster.notifier.NotifierBot;
import dev.muster.sip.SipBridge;
import dev.muster.sms.SmsBridge;
import java.io.IOException;
import java.util.function.Function;

/// A bot that this program can run: its section in `muster.toml`, its command, and how it is started.
///
/// @param word what both are called
/// @param section all that it is told
/// @param shared what every bot is told
record BotSection(
        String word,
        Function<MusterConfig, Record> section,
        Function<MusterConfig, BotConfig> shared,
        Starter starter) {
    static final BotSection NOTIFIER = new BotSection(
            "notifier",
            MusterConfig::notifier,
            all -> all.notifier().bot(),
            (all, around) -> NotifierBot.start(all.notifier(), around));

    static final BotSection SMS = new BotSection(
            "sms", MusterConfig::sms, all -> all.sms().bot(), (all, around) -> SmsBridge.start(all.sms(), around));

    static final BotSection SIP = new BotSection(
            "sip", MusterConfig::sip, all -> all.sip().bot(), (all, around) -> SipBridge.start(all.sip(), around));

    /// Starts a bot.
    interface Starter {
        /// Opens its data, and begins to listen and to write.
        ///
        /// @throws IOException if it can't listen on its port
        Bot start(MusterConfig all, Surroundings around) throws IOException;
    }
}
