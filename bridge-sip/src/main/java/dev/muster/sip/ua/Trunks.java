package dev.muster.sip.ua;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All trunks, and what goes on with them in the background.
final class Trunks implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final List<Trunk> trunks;
    private final List<Registration> registrations;
    private final List<Thread> threads = new ArrayList<>();

    Trunks(List<TrunkConfig> configs, Wire wire, Admission admission, CallListener listener) {
        trunks = configs.stream()
                .map(config -> new Trunk(config, wire, admission, listener))
                .toList();
        registrations = trunks.stream()
                .filter(trunk -> trunk.config().isRegistered())
                .map(trunk -> new Registration(wire, trunk))
                .toList();
        for (Trunk trunk : trunks) threads.add(unstarted(new Heartbeat(wire, trunk)::run));
        for (Registration registration : registrations) threads.add(unstarted(registration::run));
    }

    private static Thread unstarted(Runnable task) {
        return Thread.ofVirtual().name("sip-trunk").unstarted(task);
    }

    void start() {
        trunks.forEach(Trunk::targets);
        threads.forEach(Thread::start);
    }

    /// The ways to a number: by the trunks with the longest prefix first, by each over its servers.
    List<List<Line>> ways(Dial dial) {
        record Fit(Trunk trunk, int length) {}
        return trunks.stream()
                .flatMap(trunk -> trunk.fit(dial.to()).map(length -> new Fit(trunk, length)).stream())
                .sorted(Comparator.comparingInt(Fit::length).reversed())
                .flatMap(fit -> fit.trunk().lines(dial).stream())
                .map(List::of)
                .toList();
    }

    Optional<Trunk> at(InetAddress address) {
        return trunks.stream().filter(trunk -> trunk.isAt(address)).findFirst();
    }

    List<TrunkState> states() {
        return trunks.stream().map(Trunk::state).toList();
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                var _ = thread.join(GOODBYE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        registrations.forEach(Registration::end);
    }
}
