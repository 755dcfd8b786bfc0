package dev.muster.sip.sdp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// IP addresses as they are written. No name is ever looked up: who calls us would have us ask whom they
/// like.
final class Addresses {
    private static final Pattern IP4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IP6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private Addresses() {}

    static Optional<InetAddress> read(String text) {
        try {
            if (IP4.matcher(text).matches()) return Optional.of(Inet4Address.ofLiteral(text));
            if (text.contains(":") && IP6.matcher(text).matches()) return Optional.of(Inet6Address.ofLiteral(text));
            return Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /// What comes after `c=`. A multicast address with its range is none that one could call.
    static Optional<InetAddress> connection(String value) {
        String[] parts = value.strip().split(" +", 4);
        if (parts.length != 3 || !parts[0].equals("IN")) return Optional.empty();
        return switch (parts[1]) {
            case "IP4" -> read(parts[2]).filter(Inet4Address.class::isInstance);
            case "IP6" -> read(parts[2]).filter(Inet6Address.class::isInstance);
            default -> Optional.empty();
        };
    }

    static String connection(InetAddress address) {
        return "IN " + (address instanceof Inet6Address ? "IP6 " : "IP4 ") + text(address);
    }

    static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
