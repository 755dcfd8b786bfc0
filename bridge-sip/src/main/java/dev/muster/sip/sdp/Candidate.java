package dev.muster.sip.sdp;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Where somebody may be reached (RFC 8839, 5.1).
///
/// @param component 1 for RTP, and with it for RTCP
/// @param type `host`, `srflx`, `prflx` or `relay`
public record Candidate(
        String foundation, int component, String transport, long priority, InetAddress address, int port, String type) {
    private static final String NAME = "candidate:";

    /// Reads what comes in `a=candidate:` and in what trickles in later.
    ///
    /// @return empty also if its address is a name, as browsers give to hide theirs
    public static Optional<Candidate> parse(String text) {
        String plain = text.startsWith("a=") ? text.substring(2) : text;
        if (!plain.startsWith(NAME) || plain.length() > 500) return Optional.empty();
        String[] parts = plain.substring(NAME.length()).strip().split(" +", -1);
        if (parts.length < 8 || !parts[6].equals("typ")) return Optional.empty();
        int component = Numbers.read(parts[1], 256);
        long priority = Numbers.readLong(parts[3], 0xffff_ffffL);
        int port = Numbers.read(parts[5], 0xffff);
        if (component < 1 || priority < 0 || port < 0) return Optional.empty();
        if (!Stream.of(parts)
                .limit(8)
                .allMatch(part -> Section.TOKEN.matcher(part).matches())) return Optional.empty();
        return Addresses.read(parts[4])
                .map(address -> new Candidate(
                        parts[0], component, parts[2].toLowerCase(Locale.ROOT), priority, address, port, parts[7]));
    }

    /// One of ours, an address of this machine or of the router that stands for it.
    public static Candidate host(String foundation, long priority, InetAddress address, int port) {
        return new Candidate(foundation, 1, "udp", priority, address, port, "host");
    }

    /// As it is written, `a=` left out.
    public String text() {
        return NAME + foundation + " " + component + " " + transport + " " + priority + " " + Addresses.text(address)
                + " " + port + " typ " + type;
    }
}
