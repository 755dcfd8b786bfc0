package dev.muster.sip.record;

import java.time.Instant;

/// What was said in a recording, as somebody or some program has written it down.
///
/// @param language as in `en` or `cs-CZ`; empty if nobody says
/// @param source who has written it: a name, or a program's
public record Transcript(String text, String language, String source, Instant at) {
    /// Not what was said.
    @Override
    public String toString() {
        return "transcript";
    }
}
