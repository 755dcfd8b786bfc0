package dev.muster.nostr.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Socket;

/// How one is connected by a SOCKS5 proxy (RFC 1928). The proxy looks names up: so `.onion` works, and no name server
/// learns whom we talk to.
///
/// (The JDK's own SOCKS offers a password too, and sends the name of the user who runs us for one.)
public final class Socks {
    private static final int VERSION = 5;
    private static final int NO_PASSWORD = 0;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int LONGEST_NAME = 255;

    private Socks() {}

    /// Has a proxy connect a socket, which is connected to the proxy, to that host.
    ///
    /// @param host a name, or an address in figures
    /// @throws ConnectException if the proxy doesn't
    public static void connect(Socket socket, String host, int port) throws IOException {
        // Not one byte more than is ours: what follows is the relay's.
        var in = new DataInputStream(socket.getInputStream());
        var out = socket.getOutputStream();
        out.write(new byte[] {VERSION, 1, NO_PASSWORD});
        checkVersion(in);
        if (in.readUnsignedByte() != NO_PASSWORD) throw new ConnectException("the proxy wants a password");
        out.write(request(host, port));
        checkVersion(in);
        int reply = in.readUnsignedByte();
        if (reply != 0) throw new ConnectException("the proxy can't connect: " + reason(reply));
        in.readUnsignedByte();
        skipAddress(in);
    }

    private static void checkVersion(DataInputStream in) throws IOException {
        if (in.readUnsignedByte() != VERSION) throw new ProtocolException("the proxy doesn't speak SOCKS5");
    }

    private static byte[] request(String host, int port) throws IOException {
        var request = new ByteArrayOutputStream();
        request.writeBytes(new byte[] {VERSION, CONNECT, 0});
        if (isAddress(host)) {
            byte[] address = InetAddress.ofLiteral(host).getAddress();
            request.write(address.length == 4 ? IPV4 : IPV6);
            request.writeBytes(address);
        } else {
            byte[] name = IDN.toASCII(host).getBytes(US_ASCII);
            if (name.length > LONGEST_NAME) throw new ProtocolException("a longer name than SOCKS takes");
            request.write(NAME);
            request.write(name.length);
            request.writeBytes(name);
        }
        request.write(port >>> 8);
        request.write(port);
        return request.toByteArray();
    }

    /// Whether this is an address in figures, which nobody need look up.
    public static boolean isAddress(String host) {
        return host.contains(":") || host.matches("[0-9]+(?:\\.[0-9]+){3}");
    }

    /// Where it connected from is the proxy's business.
    private static void skipAddress(DataInputStream in) throws IOException {
        int length = switch (in.readUnsignedByte()) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case NAME -> in.readUnsignedByte();
            default -> throw new ProtocolException("the proxy's answer has an address of no known kind");
        };
        in.skipNBytes(length + 2);
    }

    private static String reason(int reply) {
        return switch (reply) {
            case 2 -> "its rules forbid it";
            case 3, 4 -> "the host can't be reached";
            case 5 -> "the host refuses";
            case 6 -> "there is no answer";
            default -> "error " + reply;
        };
    }
}
