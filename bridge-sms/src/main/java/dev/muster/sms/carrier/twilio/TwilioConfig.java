package dev.muster.sms.carrier.twilio;

import dev.muster.kit.config.Secret;
import dev.muster.sms.carrier.LineConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The section `[sms.twilio]` of `muster.toml`.
///
/// @param accountSid what Twilio calls the account, such as `AC` and 32 characters; empty: no texts through
///                   Twilio
/// @param authTokens what requests are signed with, theirs and ours; while it is changed, the old one besides:
///                   the first is ours
/// @param authTokenFile a file with such tokens, each on a line of its own
/// @param messagingService what chooses the sender where a message names none: `MG` and 32 characters
/// @param rcsSender the sender of RCS messages, such as `rcs:brand_agent`; empty: no RCS
/// @param server where messages are handed in
/// @param contentServer where the looks of RCS cards are handed in
/// @param mediaMaxMb what the pictures of one message may weigh together, in MB
/// @param line how much of what is sent by Twilio
public record TwilioConfig(
        String accountSid,
        @Secret List<String> authTokens,
        Optional<Path> authTokenFile,
        String messagingService,
        String rcsSender,
        URI server,
        URI contentServer,
        int mediaMaxMb,
        LineConfig line) {
    private static final int LARGEST_MEDIA_MB = 16;

    public static final TwilioConfig DEFAULT = new TwilioConfig(
            "",
            List.of(),
            Optional.empty(),
            "",
            "",
            URI.create("https://api.twilio.com"),
            URI.create("https://content.twilio.com"),
            5,
            LineConfig.DEFAULT);

    public TwilioConfig {
        authTokens = List.copyOf(authTokens);
        if (!accountSid.matches("|AC[0-9a-fA-F]{32}"))
            throw new IllegalArgumentException("accountSid: AC and 32 characters, as the console shows it");
        if (!accountSid.isEmpty()) {
            if (authTokens.isEmpty() && authTokenFile.isEmpty())
                throw new IllegalArgumentException("authTokens: one at least, or authTokenFile");
            if (messagingService.isEmpty() && line.senders().isEmpty())
                throw new IllegalArgumentException("messagingService: needed where line.senders names none");
        }
        if (!messagingService.matches("|MG[0-9a-fA-F]{32}"))
            throw new IllegalArgumentException("messagingService: MG and 32 characters, as the console shows it");
        if (!rcsSender.matches("|rcs:[A-Za-z0-9_.-]+"))
            throw new IllegalArgumentException("rcsSender: such as rcs:brand_agent");
        if (!isSafe(server)) throw new IllegalArgumentException("server: an address that begins with https://");
        if (!isSafe(contentServer))
            throw new IllegalArgumentException("contentServer: an address that begins with https://");
        if (mediaMaxMb < 1 || mediaMaxMb > LARGEST_MEDIA_MB)
            throw new IllegalArgumentException("mediaMaxMb: from 1 to " + LARGEST_MEDIA_MB);
    }

    /// Whether anything is set that Twilio could be shown.
    public boolean isConfigured() {
        return !accountSid.isEmpty();
    }

    /// The token goes with every request. In the clear it goes no further than this machine.
    private static boolean isSafe(URI address) {
        return "https".equalsIgnoreCase(address.getScheme())
                || ("http".equalsIgnoreCase(address.getScheme()) && "127.0.0.1".equals(address.getHost()));
    }
}
