package dev.muster.it.sip.many;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/// What of the machine the bridge has just now.
///
/// @param heap megabytes in use after a collection
/// @param resident megabytes
/// @param threads as the kernel counts them
/// @param threadsOfCalls virtual ones that each belong to a call
/// @param ports of UDP
/// @param open all that it has open
record Footprint(double heap, long resident, long threads, long threadsOfCalls, long ports, long open) {
    /// Connections of programs stay open for a while, and what looks after sockets is made when it is needed.
    private static final int MORE_OPEN = 20;

    static Footprint of(OurBridge bridge) {
        Proc proc = bridge.proc();
        try {
            return new Footprint(
                    proc.heapMegabytes(),
                    proc.residentMegabytes(),
                    proc.threads(),
                    proc.threadsOfCalls(bridge.folder()),
                    proc.ports(),
                    proc.open());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Whether no call has left anything behind.
    boolean isFreeOf(Footprint before) {
        return threadsOfCalls == 0 && ports == before.ports && open <= before.open + MORE_OPEN;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "heap %.1f MB, resident %d MB, %d threads, %d of calls, %d UDP ports, %d open",
                heap,
                resident,
                threads,
                threadsOfCalls,
                ports,
                open);
    }
}
