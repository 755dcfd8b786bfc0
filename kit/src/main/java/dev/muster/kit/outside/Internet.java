package dev.muster.kit.outside;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/// Tells addresses of the open Internet from those of this machine and of the networks it is in.
public final class Internet {
    /// What IANA's registry of special addresses says is not globally reachable, and what has gone out of use.
    private static final List<Block> ELSEWHERE = List.of(
            Block.of(0, 0, 8),
            Block.of(10, 0, 8),
            Block.of(100, 64, 10),
            Block.of(127, 0, 8),
            Block.of(169, 254, 16),
            Block.of(172, 16, 12),
            new Block(0xc0000000, 24),
            new Block(0xc0000200, 24),
            new Block(0xc0586300, 24),
            Block.of(192, 168, 16),
            Block.of(198, 18, 15),
            new Block(0xc6336400, 24),
            new Block(0xcb007100, 24),
            Block.of(224, 0, 3));

    private record Block(int network, int bits) {
        static Block of(int first, int second, int bits) {
            return new Block(first << 24 | second << 16, bits);
        }

        boolean has(int address) {
            return (address ^ network) >>> (32 - bits) == 0;
        }
    }

    private Internet() {}

    public static boolean has(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address ? has(bytes.getInt()) : hasLong(bytes.getLong(), bytes.getLong());
    }

    private static boolean has(int address) {
        return ELSEWHERE.stream().noneMatch(block -> block.has(address));
    }

    private static boolean hasLong(long network, long host) {
        // RFC 6052: an address of the old kind, where a network has only the new one.
        if (network == 0x0064_ff9b_0000_0000L && host >>> 32 == 0) return has((int) host);
        boolean isGlobal = network >>> 61 == 1;
        boolean isTunnel = network >>> 48 == 0x2002 || network >>> 32 == 0x2001_0000;
        boolean isExample = network >>> 32 == 0x2001_0db8;
        return isGlobal && !isTunnel && !isExample;
    }

    /// False if one can see without asking anybody that this host is not out there.
    public static boolean mayHave(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        // The full form of a name, which means the same.
        if (name.endsWith(".")) name = name.substring(0, name.length() - 1);
        if (name.startsWith("[") || name.matches("[0-9.]+")) return has(InetAddress.ofLiteral(name));
        return name.contains(".") && !name.endsWith(".localhost") && !name.endsWith(".local");
    }
}
