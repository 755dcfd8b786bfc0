package dev.muster.sip.srtp;

import org.jspecify.annotations.Nullable;

/// The streams under one key, the latest first. A look at the first of them is all that most packets need.
final class Streams {
    private final @Nullable Stream[] streams;

    Streams(int most) {
        streams = new Stream[most];
    }

    /// The stream of this SSRC, if there is one.
    @Nullable
    Stream of(int ssrc) {
        for (int i = 0; i < streams.length; i++) {
            Stream stream = streams[i];
            if (stream == null) return null;
            if (stream.ssrc() != ssrc) continue;
            moveToFront(i, stream);
            return stream;
        }
        return null;
    }

    /// A new one if there is none; null if there are too many.
    @Nullable
    Stream orNew(int ssrc) {
        Stream known = of(ssrc);
        if (known != null) return known;
        if (streams[streams.length - 1] != null) return null;
        return add(ssrc);
    }

    /// Begins a new one, and forgets the one that wasn't asked for the longest, if there are too many.
    Stream add(int ssrc) {
        var added = new Stream(ssrc);
        moveToFront(streams.length - 1, added);
        return added;
    }

    private void moveToFront(int at, Stream stream) {
        System.arraycopy(streams, 0, streams, 1, at);
        streams[0] = stream;
    }
}
