package dev.muster.sip.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One call's part of a [Port]: by which paths its other side can be reached, and whether it is still there.
public final class IceSession implements AutoCloseable {
    /// A phone that changes its network has a few, and so has one with several.
    static final int MOST_PATHS = 8;

    private final Sessions sessions;
    private final LongSupplier nanoTime;
    private final Arrivals arrivals;

    // Guarded by this.
    private final List<Path> paths = new ArrayList<>();
    private Generation current;
    private @Nullable Generation previous;
    private boolean isClosed;

    private volatile @Nullable Path selected;
    private volatile boolean wasChecked;
    private volatile long checkedAt;
    private volatile long heardAt;

    IceSession(Sessions sessions, LongSupplier nanoTime, Arrivals arrivals) {
        this.sessions = sessions;
        this.nanoTime = nanoTime;
        this.arrivals = arrivals;
        // Nobody looks for it by a name that nobody has been told yet.
        current = sessions.enter(this);
    }

    /// What our description is to say.
    public synchronized Credentials credentials() {
        return current.credentials();
    }

    /// Listens from now on only to who calls itself that, as its description says. Before, several may have
    /// come with our password: the devices that have read the same offer. If one that stays has nominated a
    /// path already, it is [#path].
    ///
    /// @return whether others had come, who are sent away
    public synchronized boolean expect(String remoteUfrag) {
        current.expect(remoteUfrag);
        List<Path> others = paths.stream()
                .filter(path -> path.asker().generation() == current)
                .filter(path -> !path.asker().ufrag().equals(remoteUfrag))
                .toList();
        others.forEach(this::forget);
        if (selected == null)
            paths.stream().filter(Path::isNominated).findFirst().ifPresent(path -> selected = path);
        return !others.isEmpty();
    }

    /// Begins anew (RFC 8445, section 9): another description, for which these are the credentials. Until a
    /// path is nominated with them, the old ones stay good, so that one hears each other meanwhile.
    public synchronized Credentials restart() {
        Generation left = selected != null && selected.asker().generation() == previous ? current : previous;
        if (left != null) sessions.leave(left);
        if (left != current) previous = current;
        current = sessions.enter(this);
        return current.credentials();
    }

    /// By which path is sent, once the other side has nominated one.
    public Optional<Path> path() {
        return Optional.ofNullable(selected);
    }

    /// Whether that one is still listened to.
    public synchronized boolean knows(Path path) {
        return paths.contains(path);
    }

    /// Whether it is on its way.
    public boolean send(byte[] buffer, int offset, int length) {
        Path by = selected;
        return by != null && by.base().send(ByteBuffer.wrap(buffer, offset, length), by.remote());
    }

    /// The other side has sent something that nobody else can have sent.
    public void heard() {
        heardAt = nanoTime.getAsLong();
    }

    public Liveness liveness() {
        if (!wasChecked) return Liveness.AWAITED;
        long now = nanoTime.getAsLong();
        return Liveness.of(Duration.ofNanos(now - checkedAt), Duration.ofNanos(now - heardAt));
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /// A check by who may send one. Empty if it came by a way for which there is no room.
    Optional<Path> checked(Asker asker, Base base, InetSocketAddress from) {
        long now = nanoTime.getAsLong();
        Optional<Path> others = base.path(from).filter(path -> path.session() != this);
        if (others.isPresent() && !others.get().session().leave(others.get(), now)) return Optional.empty();
        synchronized (this) {
            if (isClosed || !asker.generation().expects(asker.ufrag())) return Optional.empty();
            // Paths are learned on this thread alone, so it is ours if there is one.
            Optional<Path> path = base.path(from).or(() -> learn(asker, base, from));
            path.ifPresent(it -> it.checked(asker, now));
            if (path.isPresent()) checkedAt(now);
            return path;
        }
    }

    private void checkedAt(long now) {
        checkedAt = now;
        heardAt = now;
        wasChecked = true;
    }

    private Optional<Path> learn(Asker asker, Base base, InetSocketAddress from) {
        if (paths.size() == MOST_PATHS)
            paths.stream()
                    .filter(path -> path != selected)
                    .min(Comparator.comparingLong(Path::checkedAt))
                    .ifPresent(this::forget);
        if (!sessions.admitAddress()) return Optional.empty();
        var path = new Path(base, from, this, asker);
        paths.add(path);
        base.learn(path);
        return Optional.of(path);
    }

    /// Gives an address to another session whose check has come from it, unless somebody is at it here: else
    /// one caller could take another's, by sending in its name.
    private synchronized boolean leave(Path path, long now) {
        if (now - path.checkedAt() < Liveness.SILENCE.toNanos()) return false;
        forget(path);
        return true;
    }

    /// The other side has decided: it may do so again and again, and the last time counts. Whether that moves
    /// the path.
    synchronized boolean nominate(Asker asker, Path path) {
        if (!paths.contains(path)) return false;
        path.nominated();
        if (asker.generation() == current && previous != null) {
            sessions.leave(previous);
            previous = null;
        }
        if (path == selected) return false;
        selected = path;
        return true;
    }

    private void forget(Path path) {
        if (!paths.remove(path)) return;
        path.base().forget(path);
        sessions.forgetAddress();
        if (path == selected) selected = null;
    }

    /// Forgets every name and address of it.
    @Override
    public synchronized void close() {
        isClosed = true;
        sessions.leave(current);
        if (previous != null) sessions.leave(previous);
        List.copyOf(paths).forEach(this::forget);
    }
}
