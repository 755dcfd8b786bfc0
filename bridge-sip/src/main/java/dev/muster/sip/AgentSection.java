package dev.muster.sip;

import dev.muster.sip.ua.AgentConfig;
import dev.muster.sip.ua.ListenPoint;
import dev.muster.sip.ua.Timing;
import dev.muster.sip.ua.TlsConfig;
import dev.muster.sip.ua.Transport;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The section about how we speak SIP.
///
/// @param listen an address of this machine
/// @param port for UDP and TCP
/// @param tlsPort for TLS; 0: none
/// @param publicAddress the host that others reach us at, if it isn't the one that we listen at
/// @param certificate ours, PEM, with its chain
/// @param key its private key, PKCS#8
/// @param trusted the authorities that sign trunks' certificates; none: those that Java trusts
public record AgentSection(
        String listen,
        int port,
        int tlsPort,
        String publicAddress,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<Path> trusted) {
    public static final AgentSection DEFAULT =
            new AgentSection("127.0.0.1", 5060, 0, "", Optional.empty(), Optional.empty(), Optional.empty());

    private static final int LARGEST = 65_535;
    private static final int MOST_CALLS = 1000;

    public AgentSection {
        try {
            var _ = InetAddress.ofLiteral(listen);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("listen: an address such as 192.0.2.1 or 2001:db8::1", e);
        }
        if (port < 1 || port > LARGEST) throw new IllegalArgumentException("port: 1 to 65535");
        if (tlsPort < 0 || tlsPort > LARGEST || tlsPort == port)
            throw new IllegalArgumentException("tlsPort: 1 to 65535 and another than port, or 0 for none");
        if (certificate.isPresent() != key.isPresent())
            throw new IllegalArgumentException("certificate: with its key, or neither");
    }

    AgentConfig config(boolean usesTls) {
        List<ListenPoint> points = new ArrayList<>(
                List.of(new ListenPoint(listen, port, Transport.UDP), new ListenPoint(listen, port, Transport.TCP)));
        if (tlsPort > 0) points.add(new ListenPoint(listen, tlsPort, Transport.TLS));
        else if (usesTls) points.add(new ListenPoint(listen, port + 1, Transport.TLS));
        return new AgentConfig(
                points,
                Optional.of(publicAddress).filter(address -> !address.isEmpty()),
                new TlsConfig(trusted, certificate, key),
                Timing.DEFAULT,
                "muster",
                MOST_CALLS);
    }
}
