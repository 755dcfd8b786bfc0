package dev.muster.cli;

import dev.muster.kit.roles.RolesConfig;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.NotifierConfig;
import dev.muster.relay.RelayConfig;
import dev.muster.sip.SipConfig;
import dev.muster.sms.SmsConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `muster.toml` holds: a section a daemon, and who has which role.
record MusterConfig(RelayConfig relay, NotifierConfig notifier, SmsConfig sms, SipConfig sip, RolesConfig roles) {
    static final MusterConfig DEFAULT = new MusterConfig(
            RelayConfig.DEFAULT, NotifierConfig.DEFAULT, SmsConfig.DEFAULT, SipConfig.DEFAULT, RolesConfig.DEFAULT);

    /// The same, with each bot at home at this Muster's relay if it names none.
    MusterConfig atHome() {
        return new MusterConfig(
                relay,
                notifier.at(relay.net().url()),
                sms.at(relay.net().url()),
                sip.at(relay.net().url()),
                roles);
    }

    /// The same for a process that runs all of it: the relay may tell the bot of events, wherever that listens.
    MusterConfig together() {
        URI pages = URI.create("http://" + notifier.bot().listen());
        List<URI> callbacks =
                notifier.bot().publicUrl().map(url -> List.of(pages, url)).orElse(List.of(pages));
        return new MusterConfig(relay.telling(callbacks), notifier, sms, sip, roles);
    }

    /// The same with bots that know each other: the one for sessions has links texted by the one for texts, meets in
    /// the
    /// rooms of the one for calls, and wakes whom telephones call.
    MusterConfig introducing(PublicKey sessions, Optional<PublicKey> texts, Optional<PublicKey> calls) {
        Set<PublicKey> all = Stream.of(Optional.of(sessions), texts, calls)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
        NotifierConfig texting = texts.map(notifier::asking).orElse(notifier);
        return new MusterConfig(
                relay, calls.map(texting::meetingAt).orElse(texting), sms, sip.wakingBy(sessions), roles.withBots(all));
    }
}
