package dev.muster.sms.carrier.http;

import dev.muster.kit.config.Secret;
import dev.muster.sms.carrier.LineConfig;
import dev.muster.sms.text.Template;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The section about a gateway that takes texts over HTTP.
///
/// @param dialect what the gateway is
/// @param address where it takes texts, such as `http://127.0.0.1:13013/cgi-bin/sendsms`; none: no texts over HTTP
/// @param username who we are to Kannel or Jasmin
/// @param password what goes with that
/// @param key what a gateway by template knows us by (`Authorization: Bearer …`)
/// @param body what such a gateway gets, in JSON, with the gaps id, from, to, text, callback, validity, brand and
/// campaign
/// @param idField where its answer says how it calls the text
/// @param publicUrl where the gateway reaches us, for receipts; none: they are asked for at the gateway itself
/// @param secret the part of our addresses that nobody else knows: `/v1/webhooks/sms/http/SECRET/mo` and `/dlr`; none:
/// they
/// are closed
/// @param allowedAddresses where the gateway may call those from; addresses of ours are refused to everybody else
/// @param tokens what opens `/v1/webhooks/sms/mo` and `/dlr` (`Authorization: Bearer …`); two while one takes the place
/// of
/// the other
/// @param signingKey what signs calls of these instead; with it no token opens them
/// @param replayWindow how old a signed call may be
/// @param brand who sends, as registered for texts to the United States from ordinary numbers (10DLC)
/// @param campaign why, likewise
/// @param line how it is used
public record HttpConfig(
        Dialect dialect,
        @Secret Optional<URI> address,
        String username,
        @Secret String password,
        @Secret String key,
        String body,
        String idField,
        Optional<URI> publicUrl,
        @Secret String secret,
        List<String> allowedAddresses,
        @Secret List<String> tokens,
        @Secret String signingKey,
        Duration replayWindow,
        String brand,
        String campaign,
        LineConfig line) {
    private static final int SHORTEST_SECRET = 16;
    private static final Set<String> GAPS =
            Set.of("id", "from", "to", "text", "callback", "validity", "brand", "campaign");

    public static final HttpConfig DEFAULT = new HttpConfig(
            Dialect.KANNEL,
            Optional.empty(),
            "",
            "",
            "",
            "{\"id\":\"{{id}}\",\"from\":\"{{from}}\",\"to\":\"{{to}}\",\"text\":\"{{text}}\"}",
            "id",
            Optional.empty(),
            "",
            List.of("127.0.0.1", "::1"),
            List.of(),
            "",
            Duration.ofMinutes(5),
            "",
            "",
            LineConfig.DEFAULT);

    public HttpConfig {
        allowedAddresses = List.copyOf(allowedAddresses);
        tokens = List.copyOf(tokens);
        address.filter(at -> !String.valueOf(at.getScheme()).matches("https?")).ifPresent(_ -> {
            throw new IllegalArgumentException("address: one that begins with https:// or http://");
        });
        publicUrl
                .filter(at -> !String.valueOf(at.getScheme()).matches("https?"))
                .ifPresent(_ -> {
                    throw new IllegalArgumentException("publicUrl: an address that begins with https:// or http://");
                });
        if (!secret.matches("[A-Za-z0-9_-]*"))
            throw new IllegalArgumentException("secret: letters, digits, hyphens and underscores");
        if (isShort(secret) || isShort(signingKey) || tokens.stream().anyMatch(HttpConfig::isShort))
            throw new IllegalArgumentException("secret, tokens and signingKey: 16 characters or more each");
        allowedAddresses.forEach(HttpConfig::checkAddress);
        if (!GAPS.containsAll(new Template(body).gaps()))
            throw new IllegalArgumentException(
                    "body: no gaps but id, from, to, text, callback, validity, brand and campaign");
        if (!replayWindow.isPositive()) throw new IllegalArgumentException("replayWindow: longer than nothing");
    }

    private static boolean isShort(String secret) {
        return !secret.isEmpty() && secret.length() < SHORTEST_SECRET;
    }

    private static void checkAddress(String address) {
        try {
            var _ = InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("allowedAddresses: each such as 192.0.2.1 or 2001:db8::1", e);
        }
    }

    /// Whether there is a gateway.
    public boolean isConfigured() {
        return address.isPresent();
    }

    /// The same, reached there if nothing else is said.
    public HttpConfig at(URI url) {
        return new HttpConfig(
                dialect,
                address,
                username,
                password,
                key,
                body,
                idField,
                publicUrl.or(() -> Optional.of(url)),
                secret,
                allowedAddresses,
                tokens,
                signingKey,
                replayWindow,
                brand,
                campaign,
                line);
    }
}
