package dev.muster.cli;

import dev.muster.kit.roles.RolesConfig;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.NotifierConfig;
import dev.muster.relay.RelayConfig;
import dev.muster.sms.SmsConfig;
import java.net.URI;
import java.util.List;
import java.util.Set;

/// What `muster.toml` holds: a section a daemon, and who has which role.
record MusterConfig(RelayConfig relay, NotifierConfig notifier, SmsConfig sms, RolesConfig roles) {
    static final MusterConfig DEFAULT =
            new MusterConfig(RelayConfig.DEFAULT, NotifierConfig.DEFAULT, SmsConfig.DEFAULT, RolesConfig.DEFAULT);

    /// The same, with each bot at home at this Muster's relay if it names none.
    MusterConfig atHome() {
        return new MusterConfig(
                relay, notifier.at(relay.net().url()), sms.at(relay.net().url()), roles);
    }

    /// The same for a process that runs all of it: the relay may tell the bot of events, wherever that listens.
    MusterConfig together() {
        URI pages = URI.create("http://" + notifier.bot().listen());
        List<URI> callbacks =
                notifier.bot().publicUrl().map(url -> List.of(pages, url)).orElse(List.of(pages));
        return new MusterConfig(relay.telling(callbacks), notifier, sms, roles);
    }

    /// The same with two bots that know each other: the one for sessions has links texted by the one for texts.
    MusterConfig introducing(PublicKey sessions, PublicKey texts) {
        return new MusterConfig(relay, notifier.asking(texts), sms, roles.withBots(Set.of(sessions, texts)));
    }
}
