/// A WebSocket client that costs next to nothing: it shares two cores with the relay it measures.
///
/// One thread serves every connection and runs the scenario, too, so nothing here is locked. Frames are masked with
/// zeros, and what a relay says is looked at where it lies in the buffer. Imports nothing of ours.
@NullMarked
package dev.muster.bench.wire;

import org.jspecify.annotations.NullMarked;
