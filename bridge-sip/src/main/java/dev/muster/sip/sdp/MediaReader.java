package dev.muster.sip.sdp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Reads one stream: its own lines, and what the session says for all.
final class MediaReader {
    private static final int MOST_FORMATS = 128;
    private static final int MOST_CANDIDATES = 64;
    private static final int MOST_KEYS = 16;
    private static final String COMFORT_NOISE = "13";

    private final Section session;
    private final Section section;

    MediaReader(Section session, Section section) {
        this.session = session;
        this.section = section;
    }

    Optional<Media> media() {
        return head().map(head -> {
            Media.Keys keys = keys();
            Optional<InetAddress> address =
                    section.connection().or(session::connection).flatMap(Addresses::connection);
            var where = new Media.Where(address, rtcpPort(), section.has("rtcp-mux"), ice());
            var media = new Media(head, where, direction(), voice(head), keys);
            return isOnOldHold(media)
                    ? media.with(Direction.of(media.direction().sends(), false))
                    : media;
        });
    }

    private Optional<Media.Head> head() {
        String[] parts = section.head().strip().split(" +", MOST_FORMATS + 4);
        if (parts.length < 4 || parts.length > MOST_FORMATS + 3) return Optional.empty();
        if (!Stream.of(parts).allMatch(part -> Section.TOKEN.matcher(part).matches())) return Optional.empty();
        int port = Numbers.read(parts[1].split("/", 2)[0], 0xffff);
        if (port < 0) return Optional.empty();
        Optional<String> mid =
                section.first("mid").filter(name -> Section.TOKEN.matcher(name).matches());
        List<String> formats = List.of(parts).subList(3, parts.length);
        return Optional.of(
                new Media.Head(parts[0], port, parts[2], formats, mid, section.has("bundle-only") && mid.isPresent()));
    }

    private Direction direction() {
        return section.direction().or(session::direction).orElse(Direction.SENDRECV);
    }

    /// As RFC 2543 had it, and as old phones still do: nobody is at 0.0.0.0. With ICE, that means nothing.
    private static boolean isOnOldHold(Media media) {
        return media.transport()
                        .filter(transport -> transport != Transport.DTLS)
                        .isPresent()
                && media.where()
                        .address()
                        .filter(InetAddress::isAnyLocalAddress)
                        .isPresent();
    }

    private Voice voice(Media.Head head) {
        List<Codec> codecs = new ArrayList<>();
        for (String format : head.formats())
            for (Codec codec : Codec.values()) if (format.equals("" + codec.payloadType())) codecs.add(codec);
        codecs.removeIf(codec ->
                rtpmap(codec.payloadType()).filter(map -> !codec.isMeantBy(map)).isPresent());
        Optional<Events> events = head.formats().stream()
                .flatMap(format -> events(format).stream())
                .findFirst();
        return new Voice(
                codecs.stream().distinct().toList(), events, head.formats().contains(COMFORT_NOISE));
    }

    private Optional<String> rtpmap(int payloadType) {
        return parameter("rtpmap", payloadType);
    }

    private Optional<String> parameter(String name, int payloadType) {
        String start = payloadType + " ";
        return section.all(name)
                .filter(value -> value.startsWith(start))
                .map(value -> value.substring(start.length()).strip())
                .findFirst();
    }

    private Optional<Events> events(String format) {
        int payloadType = Numbers.read(format, 127);
        if (payloadType < 0) return Optional.empty();
        return rtpmap(payloadType)
                .filter(map -> map.regionMatches(true, 0, "telephone-event/8000", 0, 20))
                .filter(map -> map.length() == 20 || map.charAt(20) == '/')
                .map(map -> new Events(
                        payloadType,
                        parameter("fmtp", payloadType).map(Events::codes).orElse(Events.ALL_KEYS)));
    }

    private OptionalInt rtcpPort() {
        return section.first("rtcp").stream()
                .mapToInt(value -> Numbers.read(value.split(" ", 2)[0], 0xffff))
                .filter(port -> port > 0)
                .findFirst();
    }

    private Optional<Ice> ice() {
        Optional<String> ufrag = own("ice-ufrag");
        Optional<String> password = own("ice-pwd");
        if (ufrag.isEmpty() || password.isEmpty()) return Optional.empty();
        if (!isLong(ufrag.get(), 4) || !isLong(password.get(), 22)) return Optional.empty();
        List<Candidate> candidates = section.all("candidate")
                .limit(MOST_CANDIDATES)
                .flatMap(value -> Candidate.parse("candidate:" + value).stream())
                .toList();
        boolean isComplete = section.has("end-of-candidates") || session.has("end-of-candidates");
        return Optional.of(new Ice(ufrag.get(), password.get(), session.has("ice-lite"), candidates, isComplete));
    }

    /// RFC 8839, 5.4.
    private static boolean isLong(String text, int least) {
        return text.length() >= least && text.length() <= 256;
    }

    private Optional<String> own(String name) {
        return section.first(name).or(() -> session.first(name));
    }

    private Media.Keys keys() {
        List<Crypto> cryptos = section.all("crypto")
                .limit(MOST_KEYS)
                .flatMap(value -> Crypto.parse(value).stream())
                .toList();
        Section saying = section.has("fingerprint") ? section : session;
        List<Fingerprint> fingerprints = saying.all("fingerprint")
                .limit(MOST_KEYS)
                .flatMap(value -> Fingerprint.parse(value).stream())
                .toList();
        return new Media.Keys(cryptos, fingerprints, own("setup").flatMap(Setup::named));
    }
}
