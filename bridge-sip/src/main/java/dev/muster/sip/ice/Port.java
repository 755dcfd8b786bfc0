package dev.muster.sip.ice;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one UDP port of all calls with browsers and apps.
public final class Port implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Port.class);

    /// Eight for each of two thousand calls.
    private static final int MOST_ADDRESSES = 16_384;

    private final List<Base> bases;
    private final List<Candidate> candidates;
    private final Sessions sessions;
    private final LongSupplier nanoTime;
    private final Reader reader;

    /// What has come since the start.
    ///
    /// @param checks by who knows a password
    /// @param ignored by strangers, of whatever sort
    public record Arrived(long checks, long ignored) {}

    private Port(List<Base> bases, List<Candidate> candidates, Sessions sessions, LongSupplier nanoTime)
            throws IOException {
        this.bases = bases;
        this.candidates = candidates;
        this.sessions = sessions;
        this.nanoTime = nanoTime;
        reader = new Reader(bases, new Checks(sessions));
    }

    /// Begins to listen at all of these: one of IPv4 and one of IPv6, for example.
    ///
    /// @param nanoTime how time passes; not the time of day, for calls must not end when that is set
    public static Port open(List<Listening> all, SecureRandom random, LongSupplier nanoTime) throws IOException {
        return open(all, new Sessions(random, MOST_ADDRESSES), nanoTime);
    }

    static Port open(List<Listening> all, Sessions sessions, LongSupplier nanoTime) throws IOException {
        List<Base> bases = new ArrayList<>();
        List<Listening> bound = new ArrayList<>();
        try {
            for (Listening listening : all) {
                Base base = Base.open(listening);
                bases.add(base);
                bound.add(new Listening(base.address(), listening.advertised()));
            }
            var port = new Port(bases, Candidate.of(bound), sessions, nanoTime);
            port.reader.start();
            return port;
        } catch (IOException e) {
            for (Base base : bases) base.close();
            throw e;
        }
    }

    /// Where others find it.
    public List<Candidate> candidates() {
        return candidates;
    }

    /// A place for one more call, until it is closed.
    public IceSession session(Arrivals arrivals) {
        return new IceSession(sessions, nanoTime, arrivals);
    }

    public Arrived arrived() {
        return reader.arrived();
    }

    @Override
    public void close() {
        try {
            reader.close();
            for (Base base : bases) base.close();
        } catch (IOException e) {
            LOG.warn("the port could not be closed", e);
        }
    }
}
