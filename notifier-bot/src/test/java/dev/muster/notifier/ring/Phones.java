package dev.muster.notifier.ring;

import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.push.Gateway;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.Parcel.Sort;
import dev.muster.notifier.push.Verdict;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A gateway that takes all that it is given, and notes it; for some devices it first says what a test has it say.
public final class Phones implements Gateway {
    private final List<Parcel> taken = new CopyOnWriteArrayList<>();
    private final List<Parcel> seen = new CopyOnWriteArrayList<>();
    private final Map<String, CountDownLatch> doors = new ConcurrentHashMap<>();
    private final Map<String, Queue<Verdict>> script = new ConcurrentHashMap<>();

    @Override
    public Set<Platform> platforms() {
        return EnumSet.allOf(Platform.class);
    }

    /// Apple is one server, whichever of its tokens it is.
    @Override
    public String server(Device device) {
        return switch (device.platform()) {
            case APNS, APNS_VOIP -> "Apple";
            case FCM, WEBPUSH, UNIFIEDPUSH -> device.platform().word();
        };
    }

    /// What is said of the next pushes to that token.
    public void says(String token, Verdict... verdicts) {
        script.computeIfAbsent(token, _ -> new ConcurrentLinkedQueue<>()).addAll(List.of(verdicts));
    }

    /// What is handed over to that token next waits until the test lets it pass.
    public CountDownLatch holds(String token) {
        var door = new CountDownLatch(1);
        doors.put(token, door);
        return door;
    }

    @Override
    public Verdict hand(Parcel parcel, Duration patience) throws InterruptedException {
        // Before it is seen: what comes next to that token is not what the test holds.
        CountDownLatch door = doors.remove(parcel.device().address().token());
        seen.add(parcel);
        if (door != null) door.await();
        Queue<Verdict> next = script.get(parcel.device().address().token());
        Verdict verdict = next == null ? null : next.poll();
        if (verdict != null) return verdict;
        taken.add(parcel);
        return new Verdict.Taken(Environment.PRODUCTION);
    }

    /// What has reached a device.
    public List<Parcel> got(String device, Sort sort) {
        return taken.stream()
                .filter(parcel -> parcel.device().id().device().equals(device) && parcel.sort() == sort)
                .toList();
    }

    /// Every attempt, taken or not.
    public List<Parcel> seen() {
        return seen;
    }

    @Override
    public void close() {}
}
