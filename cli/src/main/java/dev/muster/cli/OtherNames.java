package dev.muster.cli;

import dev.muster.kit.config.Alias;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The variables that the group's deployments have used so far. Each sets the key that says the same, so that
/// they go on as they are; whatever gets a key moves from [#UNREAD] to [#ALIASES].
final class OtherNames {
    static final List<Alias> ALIASES = List.of(
            new Alias("SFU_ENDPOINT", "notifier.sessions.room", OtherNames::page),
            new Alias("SMS_MODE", "sms.mode", text -> text.toLowerCase(Locale.ROOT)),
            new Alias("CARRIER_HTTP_BASEURL", "sms.http.address"),
            new Alias("CARRIER_HTTP_KEY", "sms.http.key"),
            new Alias("INBOUND_WEBHOOK_TOKEN", "sms.http.tokens"),
            new Alias("MMS_MEDIA_MAX_MB", "sms.twilio.media_max_mb"),
            new Alias("SMPP_HOST", "sms.smpp.host"),
            new Alias("SMPP_PORT", "sms.smpp.port"),
            new Alias("SMPP_SYSTEM_ID", "sms.smpp.system_id"),
            new Alias("SMPP_PASSWORD", "sms.smpp.password"),
            new Alias("SMPP_BIND", "sms.smpp.bind", text -> text.toLowerCase(Locale.ROOT)),
            new Alias("TEN_DLC_BRAND_ID", "sms.ten_dlc.brand_id"),
            new Alias("TEN_DLC_CAMPAIGN_ID", "sms.ten_dlc.campaign_id"),
            new Alias("SIP_TRUNK_URI", "sip.trunk.uri", OtherNames::trunk),
            new Alias("PBX_AUTH_TOKEN", "sip.recording.intake_token"),
            new Alias("TURN_SERVER_URL", "sip.turn.urls"),
            new Alias("TURN_STATIC_SECRET", "sip.turn.secret"),
            new Alias("TURN_SHARED_SECRET", "sip.turn.secret"));

    /// Those without a key.
    static final List<String> UNREAD = List.of(
            // A matter of the TURN server's own configuration.
            "TURN_REALM");

    private OtherNames() {}

    /// Where browsers find the room of which this is the signalling.
    private static String page(String endpoint) {
        return endpoint.replaceFirst("(?i)^wss:", "https:");
    }

    /// FreeSWITCH takes it without the scheme.
    private static String trunk(String uri) {
        return uri.matches("(?i)sips?:.*") ? uri : "sip:" + uri;
    }

    /// Which of them are set in vain.
    static List<String> unread(Map<String, String> environment) {
        return UNREAD.stream()
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .toList();
    }
}
