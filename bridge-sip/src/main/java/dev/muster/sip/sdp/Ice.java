package dev.muster.sip.sdp;

import java.util.List;

/// By what somebody is known who looks for a way to us (RFC 8839).
///
/// @param ufrag with other ones than before, all begins anew
/// @param isLite whether they, too, only wait to be found
/// @param isComplete whether no more candidates will come
public record Ice(String ufrag, String password, boolean isLite, List<Candidate> candidates, boolean isComplete) {
    public Ice {
        candidates = List.copyOf(candidates);
    }

    /// Says nothing of the password, nor where anybody is.
    @Override
    public String toString() {
        return "ICE of " + ufrag + ", " + candidates.size() + " candidates";
    }
}
