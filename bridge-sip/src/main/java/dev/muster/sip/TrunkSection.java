package dev.muster.sip;

import dev.muster.kit.config.Secret;
import dev.muster.sip.ua.Credentials;
import dev.muster.sip.ua.Server;
import dev.muster.sip.ua.Transport;
import dev.muster.sip.ua.TrunkConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A section about a way to telephones: a carrier, or a telephone exchange of one's own.
///
/// @param uri where it is: `sip:trunk.example.org`, `sip:10.0.0.2:5080;transport=tcp`, `sips:us@trunk.example.org`;
/// empty:
///     there is none
/// @param servers more machines of it, each `host:port`, tried when the one before is silent
/// @param domain what stands behind the at sign, where that isn't the host of the uri
/// @param username who we are to it, if it asks; none: what stands before the at sign of the uri
/// @param password what goes with that
/// @param register whether it has to be told where we are
/// @param proxy the outbound proxy that all goes through, `host:port`; empty: none
/// @param prefixes of the numbers that go this way; none: all
/// @param sources where its calls come from besides its servers, each `192.0.2.1` or `192.0.2.0/24`
/// @param encryption whether voices are encrypted on the way to it, by keys in the descriptions (SDES)
/// @param assertsIdentity whether it wants to be told who calls by P-Asserted-Identity as well
/// @param check whether it is asked each 30 s if it is there (OPTIONS)
public record TrunkSection(
        String uri,
        List<String> servers,
        String domain,
        String username,
        @Secret String password,
        boolean register,
        String proxy,
        List<String> prefixes,
        List<String> sources,
        Encryption encryption,
        boolean assertsIdentity,
        boolean check) {
    private static final Pattern URI =
            Pattern.compile("(?<scheme>sips?):(?:(?<user>[^:;@]+)@)?(?<host>\\[[0-9a-fA-F:.]+]|[^:;\\[\\]@]+)"
                    + "(?::(?<port>[0-9]{1,5}))?(?:;transport=(?<transport>udp|tcp|tls))?");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+):([0-9]{1,5})");

    /// Whether voices are encrypted.
    public enum Encryption {
        OFF,
        OPTIONAL,
        MANDATORY
    }

    public static final TrunkSection NONE = new TrunkSection(
            "", List.of(), "", "", "", false, "", List.of(), List.of(), Encryption.OPTIONAL, false, true);

    public TrunkSection {
        servers = List.copyOf(servers);
        prefixes = List.copyOf(prefixes);
        sources = List.copyOf(sources);
        if (!uri.isEmpty() && !URI.matcher(uri).matches())
            throw new IllegalArgumentException("uri: such as sip:trunk.example.org or sips:trunk.example.org:5061");
        servers.forEach(TrunkSection::server);
        if (!proxy.isEmpty()) {
            var _ = server(proxy);
        }
        if (!uri.isEmpty() && encryption == Encryption.MANDATORY && transport(uri) != Transport.TLS)
            throw new IllegalArgumentException(
                    "encryption: keys travel in the description, which takes a uri with sips: or transport=tls");
    }

    private static Server server(String text) {
        Matcher matcher = HOST.matcher(text);
        if (!matcher.matches())
            throw new IllegalArgumentException("servers: each with its port, such as sip2.example.org:5060");
        return new Server(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    private static Transport transport(String uri) {
        Matcher matcher = matched(uri);
        String transport = matcher.group("transport");
        if (matcher.group("scheme").equals("sips")) return Transport.TLS;
        return transport == null ? Transport.UDP : Transport.valueOf(transport.toUpperCase(Locale.ROOT));
    }

    private static Matcher matched(String uri) {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) throw new IllegalStateException("it was checked before");
        return matcher;
    }

    boolean isThere() {
        return !uri.isEmpty();
    }

    boolean usesTls() {
        return isThere() && transport(uri) == Transport.TLS;
    }

    /// What voices do on the way there: keys don't travel where all can read them.
    Encryption media() {
        return usesTls() ? encryption : Encryption.OFF;
    }

    /// @param name what it is called in logs and metrics
    TrunkConfig config(String name) {
        Matcher matcher = matched(uri);
        Transport transport = transport(uri);
        String named = matcher.group("port");
        var first = new Server(matcher.group("host"), named == null ? transport.port() : Integer.parseInt(named));
        List<Server> all = new ArrayList<>(List.of(first));
        servers.forEach(more -> all.add(server(more)));
        String user =
                username.isEmpty() ? Optional.ofNullable(matcher.group("user")).orElse("") : username;
        Optional<Credentials> credentials =
                password.isEmpty() ? Optional.empty() : Optional.of(new Credentials(user, password));
        return new TrunkConfig(
                name,
                all,
                transport,
                domain.isEmpty() ? TrunkConfig.to(name, first, transport).domain() : domain,
                credentials,
                register,
                user,
                proxy.isEmpty() ? Optional.empty() : Optional.of(server(proxy)),
                prefixes.isEmpty() ? List.of("") : prefixes,
                sources,
                assertsIdentity,
                check);
    }
}
