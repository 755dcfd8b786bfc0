package dev.muster.nostr.wrap;

import static dev.muster.nostr.wrap.Field.once;

import dev.muster.nostr.json.JsonReader;
import java.util.Optional;
import java.util.OptionalInt;

/// One way to reach somebody, as browsers write it (WebRTC, RTCIceCandidateInit).
///
/// @param candidate empty: there will be no more
public record IceCandidate(
        Optional<String> candidate,
        Optional<String> sdpMid,
        OptionalInt sdpMLineIndex,
        Optional<String> usernameFragment) {

    static IceCandidate read(JsonReader reader) {
        String candidate = null;
        String sdpMid = null;
        Integer sdpMLineIndex = null;
        String usernameFragment = null;
        reader.openObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            if (isNull(reader)) continue;
            switch (name) {
                case "candidate" -> candidate = once(candidate, reader).string();
                case "sdpMid" -> sdpMid = once(sdpMid, reader).string();
                case "sdpMLineIndex" ->
                    sdpMLineIndex = (int) once(sdpMLineIndex, reader).integer(65_535);
                case "usernameFragment" ->
                    usernameFragment = once(usernameFragment, reader).string();
                default -> reader.skip();
            }
        }
        return new IceCandidate(
                Optional.ofNullable(candidate),
                Optional.ofNullable(sdpMid),
                sdpMLineIndex == null ? OptionalInt.empty() : OptionalInt.of(sdpMLineIndex),
                Optional.ofNullable(usernameFragment));
    }

    /// WebRTC lets each field be null, and browsers write it so.
    private static boolean isNull(JsonReader reader) {
        if (reader.peek() != 'n') return false;
        reader.skip();
        return true;
    }

    /// Never its address: it tells where somebody is.
    @Override
    public String toString() {
        return "IceCandidate for " + sdpMid.orElse("any medium");
    }
}
