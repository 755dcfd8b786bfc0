package dev.muster.relay.net;

import java.time.Duration;

/// What is bounded without being anybody's setting.
///
/// @param handshake how long a client may take for its request
/// @param incoming how many bytes of unfinished messages may be held for all clients together
/// @param outgoing how many bytes may wait for all slow readers together
record Bounds(Duration handshake, long incoming, long outgoing) {
    /// Parts of the memory this process may take, so that many clients together can't do what one of them can't.
    static Bounds ofThisMachine() {
        long memory = Runtime.getRuntime().maxMemory();
        return new Bounds(Duration.ofSeconds(10), memory / 8, memory / 4);
    }
}
