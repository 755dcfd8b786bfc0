package dev.muster.sip.sdp;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes our stream, as either sort of leg wants it.
final class VoiceText {
    private static final String STREAM = "bridge voice";

    private VoiceText() {}

    static void plain(Lines lines, PlainMedia ours, String protocol, Voice voice, Direction direction) {
        begin(lines, ours.address(), protocol, voice, direction);
        ours.cryptos().forEach(crypto -> lines.attribute("crypto", crypto.text()));
        if (ours.isMuxed()) lines.attribute("rtcp-mux");
    }

    /// What stands before the first stream.
    static void webRtcSession(Lines lines, Optional<String> bundled) {
        lines.attribute("ice-lite");
        bundled.ifPresent(mid -> lines.attribute("group", "BUNDLE " + mid));
        lines.attribute("msid-semantic", " WMS *");
    }

    static void webRtc(Lines lines, WebRtcMedia ours, String protocol, Voice voice, Direction direction, Setup setup) {
        begin(lines, ours.address(), protocol, voice, direction);
        lines.attribute("ice-ufrag", ours.ufrag())
                .attribute("ice-pwd", ours.password())
                .attribute("fingerprint", ours.fingerprint().text())
                .attribute("setup", setup.attribute())
                .attribute("msid", STREAM)
                .attribute(
                        "ssrc",
                        Integer.toUnsignedString(ours.identity().ssrc()) + " cname:"
                                + ours.identity().name());
        ours.candidates().forEach(candidate -> lines.line('a', candidate.text()));
        lines.attribute("end-of-candidates");
    }

    private static void begin(
            Lines lines, InetSocketAddress address, String protocol, Voice voice, Direction direction) {
        String formats = Stream.concat(
                        voice.codecs().stream().map(Codec::payloadType),
                        voice.events().stream().map(Events::payloadType))
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
        lines.line('m', "audio " + address.getPort() + " " + protocol + " " + formats)
                .line('c', Addresses.connection(address.getAddress()));
        voice.codecs().forEach(codec -> lines.attribute("rtpmap", codec.rtpmap()));
        voice.events().ifPresent(events -> {
            lines.attribute("rtpmap", events.payloadType() + " telephone-event/8000");
            lines.attribute("fmtp", events.payloadType() + " 0-15");
        });
        lines.attribute("ptime", "20").attribute(direction.attribute());
    }
}
