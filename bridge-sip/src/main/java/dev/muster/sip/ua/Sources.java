package dev.muster.sip.ua;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/// Addresses that begin alike, as in `192.0.2.0/24`.
record Sources(InetAddress first, int bits) {
    /// Reads an address, or several. Never asks anybody for a name.
    static Optional<Sources> parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        try {
            InetAddress address = InetAddress.ofLiteral(literal);
            int most = address.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > most ? Optional.empty() : Optional.of(new Sources(address, bits));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress other) {
        byte[] ours = first.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) return false;
        int whole = bits / Byte.SIZE;
        if (!Arrays.equals(ours, 0, whole, theirs, 0, whole)) return false;
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((ours[whole] ^ theirs[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
    }
}
