package dev.muster.sip.sdp;

import java.util.List;
import java.util.Optional;

/// How somebody can speak.
///
/// @param codecs what we know of what they know, the best first
/// @param events whether they tell of keys by events
/// @param hasComfortNoise whether they say how silence sounds, payload type 13
public record Voice(List<Codec> codecs, Optional<Events> events, boolean hasComfortNoise) {
    public Voice {
        codecs = List.copyOf(codecs);
    }

    /// What of it we want too.
    Voice among(List<Codec> ours) {
        return new Voice(codecs.stream().filter(ours::contains).toList(), events, hasComfortNoise);
    }
}
