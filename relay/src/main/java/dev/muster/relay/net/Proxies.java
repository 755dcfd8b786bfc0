package dev.muster.relay.net;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The proxies before this relay whose `X-Forwarded-For` is believed, and through them where a client really is.
///
/// @param networks none for a relay that is reached directly
record Proxies(List<Network> networks) {
    private static final int IPV4 = 4;

    /// Addresses that begin alike.
    ///
    /// @param prefix how many bits they have in common
    record Network(byte[] address, int prefix) {
        /// @throws IllegalArgumentException if it is neither an address nor a network in CIDR notation
        static Network parse(String text) {
            int slash = text.indexOf('/');
            byte[] address =
                    Proxies.parse(slash < 0 ? text : text.substring(0, slash)).orElseThrow(() -> noNetwork(text));
            int most = address.length * 8;
            int prefix = slash < 0 ? most : prefix(text, slash);
            if (prefix > most) throw noNetwork(text);
            return new Network(address, prefix);
        }

        private static int prefix(String text, int slash) {
            String bits = text.substring(slash + 1);
            if (!bits.matches("[0-9]{1,3}")) throw noNetwork(text);
            return Integer.parseInt(bits);
        }

        private static IllegalArgumentException noNetwork(String text) {
            return new IllegalArgumentException(
                    "a proxy must be an IP address or a network such as 10.0.0.0/8, not: " + text);
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) return false;
            int whole = prefix / 8;
            if (!Arrays.equals(address, 0, whole, other, 0, whole)) return false;
            int rest = prefix % 8;
            return rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >>> (8 - rest) == 0;
        }
    }

    static Proxies of(List<String> networks) {
        return new Proxies(networks.stream().map(Network::parse).toList());
    }

    boolean trust(byte[] address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /// Where the client is: the last hop that isn't one of our proxies. Whatever stands before that in the
    /// headers, anybody may have written.
    byte[] client(byte[] peer, List<String> forwardedFor) {
        if (!trust(peer)) return peer;
        List<String> hops = new ArrayList<>();
        for (String header : forwardedFor) hops.addAll(Arrays.asList(header.split(",", -1)));
        byte[] client = peer;
        for (String hop : hops.reversed()) {
            Optional<byte[]> address = parse(withoutPort(hop.trim()));
            // Our own proxy wrote this, so it isn't a lie; but it isn't an address either.
            if (address.isEmpty()) return client;
            client = address.get();
            if (!trust(client)) return client;
        }
        return client;
    }

    private static String withoutPort(String hop) {
        if (hop.startsWith("[") && hop.contains("]")) return hop.substring(1, hop.indexOf(']'));
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    static byte[] bytes(InetAddress address) {
        return unmapped(address.getAddress());
    }

    /// Reads an address without asking any name server.
    private static Optional<byte[]> parse(String text) {
        return Optional.ofNullable(NetUtil.createByteArrayFromIpAddressString(text))
                .map(Proxies::unmapped);
    }

    /// An IPv4 address may come dressed as an IPv6 one (`::ffff:192.0.2.1`).
    private static byte[] unmapped(byte[] address) {
        boolean isMapped = address.length == 16 && address[10] == -1 && address[11] == -1;
        for (int i = 0; i < 10; i++) isMapped &= i < address.length && address[i] == 0;
        return isMapped ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    /// An address as limits count it. Whoever has one IPv6 address usually has 64 bits of them.
    static String counted(byte[] address) {
        if (address.length == IPV4) return NetUtil.bytesToIpAddress(address);
        byte[] network = Arrays.copyOf(Arrays.copyOf(address, 8), 16);
        return NetUtil.bytesToIpAddress(network) + "/64";
    }
}
