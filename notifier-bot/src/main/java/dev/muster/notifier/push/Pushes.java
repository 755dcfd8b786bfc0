package dev.muster.notifier.push;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.outbox.Attempt;
import dev.muster.kit.outbox.Channel;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.outbox.Errand;
import dev.muster.kit.outbox.Outbox;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.device.Platform;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The room's entry: what is to be brought goes in here, together with the decision that it follows from.
///
/// A device may have several ways to be reached. The best one is tried first, and what that doesn't take goes the next
/// way at once: a call doesn't wait for a gateway that is down. But not the next way through that same server, which is
/// as far away, and worse: an iPhone that can ring shouldn't be shown a note instead because Apple was slow once.
public final class Pushes {
    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);

    /// Calls overtake all else: they have a queue of their own.
    private static final Channel<Job> CALLS = new Channel<>("push-call", Job.class, true, 1000);

    private static final Channel<Job> OTHERS = new Channel<>("push", Job.class, true, 100);

    private static final Duration PATIENCE_FOR_CALLS = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /// Apple lets an app look so often, and no more.
    private static final Duration BETWEEN_WAKES = Duration.ofMinutes(20);

    private static final List<Platform> BEST_FIRST =
            List.of(Platform.APNS_VOIP, Platform.FCM, Platform.WEBPUSH, Platform.UNIFIEDPUSH, Platform.APNS);

    private static final Shelf<Woken> WOKEN = new Shelf<>("woken", Woken.class);

    private final Ledger ledger;
    private final Outbox outbox;
    private final Devices devices;
    private final Payload payload;
    private final InstantSource clock;
    private final SecureRandom random;
    private final MeterRegistry metrics;
    private final Map<Platform, Gateway> gateways = new EnumMap<>(Platform.class);
    private final Breaker breaker;
    private final List<News> listeners = new CopyOnWriteArrayList<>();

    private record Woken(Instant at) {}

    /// @param ways to the same device, the best first
    private record Job(Push push, List<Device.Id> ways) {}

    /// What pushes are made and brought with.
    public record Means(
            Ledger ledger,
            Outbox outbox,
            Devices devices,
            SecretKey bot,
            ConversationKeys conversations,
            InstantSource clock,
            SecureRandom random,
            MeterRegistry metrics) {}

    /// Hears how pushes fare. What it decides becomes durable together with what it heard.
    public interface News {
        /// It was taken back while its gateway took it: the word that it is over may have come first.
        void rangLate(Change change, Push ring, Device.Id device);

        /// It ended: a gateway has it, or nobody took it.
        void ended(Change change, Push push, Device.Id device, boolean isTaken);
    }

    /// Adds its channels to the outbox, which is to be started afterwards.
    public Pushes(Means means, Collection<Gateway> ways) {
        ledger = means.ledger();
        devices = means.devices();
        clock = means.clock();
        random = means.random();
        metrics = means.metrics();
        payload = new Payload(means.bot(), means.conversations(), random);
        breaker = new Breaker(clock);
        for (Gateway gateway : ways) for (Platform platform : gateway.platforms()) gateways.put(platform, gateway);
        outbox = means.outbox()
                .with(CALLS, errand -> carry(CALLS, errand), this::ended)
                .with(OTHERS, errand -> carry(OTHERS, errand), this::ended);
    }

    /// Has somebody hear how pushes fare. To be called before the outbox is started.
    public Pushes telling(News news) {
        listeners.add(news);
        return this;
    }

    /// Has it brought to these devices, and says to how many.
    ///
    /// @param ways all that are known to them; ways to the same device become one errand
    public int bring(Change change, Push push, Collection<Device> ways) {
        int count = 0;
        for (List<Device.Id> device : grouped(push, ways).values()) {
            if (push.sort() == Parcel.Sort.WAKE && !mayWake(change, device.getFirst())) continue;
            outbox.put(change, channel(push), errandId(push, device.getFirst()), new Job(push, device), push.until());
            count++;
        }
        return count;
    }

    /// Takes it back from a device that has not got it yet. If it is on its way at this moment and arrives,
    /// what ends it follows.
    public void withdraw(Change change, Push push, Device.Id device) {
        var _ = outbox.withdraw(change, channel(push), errandId(push, device));
    }

    private static Channel<Job> channel(Push push) {
        return isCall(push) ? CALLS : OTHERS;
    }

    private static boolean isCall(Push push) {
        return switch (push) {
            case Push.Ring _, Push.AppRing _, Push.RingOver _ -> true;
            case Push.Note _, Push.Wake _ -> false;
        };
    }

    /// Whatever way it goes, it is one push to one device.
    private static String errandId(Push push, Device.Id device) {
        return push.subject() + "/" + device.owner().hex() + "/" + device.app() + "/" + device.device();
    }

    private Map<String, List<Device.Id>> grouped(Push push, Collection<Device> ways) {
        Map<String, List<Device.Id>> grouped = new LinkedHashMap<>();
        ways.stream()
                .filter(way -> fits(push, way.platform()))
                .sorted(Comparator.comparingInt(way -> BEST_FIRST.indexOf(way.platform())))
                .map(Device::id)
                .forEach(way -> grouped.computeIfAbsent(errandId(push, way), _ -> new ArrayList<>())
                        .add(way));
        return grouped;
    }

    /// A token that rings does nothing else, whatever is sent to it: Apple sees to that.
    private static boolean fits(Push push, Platform platform) {
        return platform != Platform.APNS_VOIP || push.sort() == Parcel.Sort.RING;
    }

    private boolean mayWake(Change change, Device.Id device) {
        var place = WOKEN.at(device.owner().hex(), device.app(), device.device());
        Instant now = clock.instant();
        if (change.get(place)
                .filter(woken -> now.isBefore(woken.at().plus(BETWEEN_WAKES)))
                .isPresent()) return false;
        change.put(place, new Woken(now));
        return true;
    }

    private Attempt carry(Channel<Job> channel, Errand<Job> errand) throws InterruptedException {
        Push push = errand.body().push();
        String reason = "the device is not registered any more";
        Verdict.@Nullable Later later = null;
        Set<String> silent = new HashSet<>();
        for (Device.Id way : errand.body().ways()) {
            Device device = devices.find(ledger, way).orElse(null);
            if (device == null) continue;
            String server = server(device);
            if (silent.contains(server)) continue;
            // Who hangs up has it taken back, perhaps since this attempt began.
            if (!outbox.waits(ledger, channel, errand.id())) return new Attempt.Refused("taken back");
            Verdict verdict = hand(push, device);
            reason = verdict.reason();
            switch (verdict) {
                case Verdict.Taken(var where) -> {
                    if (!device.address().isProven() || device.address().environment() != where)
                        ledger.alter(change -> devices.isProven(change, device, where));
                    if (push.sort() == Parcel.Sort.RING && !outbox.waits(ledger, channel, errand.id()))
                        ledger.alter(change -> listeners.forEach(news -> news.rangLate(change, push, way)));
                    return new Attempt.Done(device.platform().word());
                }
                case Verdict.Dead(var _, var since) -> ledger.alter(change -> bury(change, device, since));
                case Verdict.Later again -> {
                    later = again;
                    silent.add(server);
                }
                case Verdict.Refused _, Verdict.Closed _ -> {}
            }
        }
        if (later == null) return new Attempt.Refused(reason);
        return again(push, later);
    }

    /// A call is tried again soon and at random, so that not all come at once; unless it was asked of us to wait for
    /// longer than it rings.
    private Attempt again(Push push, Verdict.Later later) {
        if (!isCall(push)) return new Attempt.Again(later.reason(), later.after());
        Duration drawn = SHORTEST_PAUSE.plusMillis(
                random.nextLong(LONGEST_PAUSE.minus(SHORTEST_PAUSE).toMillis()));
        Duration pause =
                later.after().filter(asked -> asked.compareTo(drawn) > 0).orElse(drawn);
        if (!clock.instant().plus(pause).isBefore(push.until())) return new Attempt.Refused(later.reason());
        return new Attempt.Again(later.reason(), Optional.of(pause));
    }

    private String server(Device device) {
        Gateway gateway = gateways.get(device.platform());
        return gateway == null ? "" : gateway.server(device);
    }

    private Verdict hand(Push push, Device device) throws InterruptedException {
        Gateway gateway = gateways.get(device.platform());
        if (gateway == null)
            return new Verdict.Closed(
                    "there is no gateway to " + device.platform().word());
        String server = server(device);
        if (!breaker.lets(server)) return new Verdict.Later("the gateway has not answered lately");
        String name = push.subject() + "/" + device.id().name();
        var parcel = new Parcel(
                PushId.of(name),
                device,
                push.sort(),
                payload.of(push, device),
                Optional.of(PushId.collapse(collapsing(push))),
                push.until());
        Duration patience = isCall(push) ? PATIENCE_FOR_CALLS : PATIENCE;
        Duration left = Duration.between(clock.instant(), push.until());
        Timer.Sample sample = Timer.start(metrics);
        Verdict verdict = gateway.hand(parcel, left.compareTo(patience) < 0 ? left : patience);
        if (verdict instanceof Verdict.Later(var _, var after) && after.isEmpty()) breaker.failed(server);
        else breaker.answered(server);
        count(sample, device.platform(), push, verdict);
        return verdict;
    }

    /// What ends a ring replaces it.
    private static String collapsing(Push push) {
        return switch (push) {
            case Push.Ring ring -> ring.callId();
            case Push.AppRing ring -> ring.callId();
            case Push.RingOver over -> over.callId();
            case Push.Note note -> note.topic() + note.subject();
            case Push.Wake _ -> "wake";
        };
    }

    private void count(Timer.Sample sample, Platform platform, Push push, Verdict verdict) {
        String word = switch (verdict) {
            case Verdict.Taken _ -> "taken";
            case Verdict.Later _ -> "later";
            case Verdict.Dead _ -> "dead";
            case Verdict.Refused _ -> "refused";
            case Verdict.Closed _ -> "closed";
        };
        var _ = sample.stop(Timer.builder("muster.notifier.pushes")
                .description("What gateways said, and how long they took")
                .tag("platform", platform.word())
                .tag("sort", push.sort().name().toLowerCase(Locale.ROOT))
                .tag("verdict", word)
                .register(metrics));
        if (!(verdict instanceof Verdict.Taken))
            LOG.info("a push to {} was not taken: {}", platform.word(), verdict.reason());
    }

    /// Only if nobody has registered it since: Apple tells of what was, and a registration may have come meanwhile.
    private void bury(Change change, Device device, Optional<Instant> since) {
        devices.find(change, device.id())
                .filter(known -> known.address().token().equals(device.address().token()))
                .filter(known -> known.since().equals(device.since()))
                .filter(known -> since.isEmpty() || since.get().isAfter(known.since()))
                .ifPresent(dead -> {
                    devices.forget(change, dead);
                    change.afterwards(() ->
                            metrics.counter("muster.notifier.devices.dead").increment());
                });
    }

    private void ended(Change change, Errand<Job> errand, End end) {
        boolean isTaken = end instanceof End.Done;
        Device.Id device = errand.body().ways().getFirst();
        listeners.forEach(news -> news.ended(change, errand.body().push(), device, isTaken));
    }

    /// Hands a push to one device now, and says what its gateway said: for who wants to know whether it can be woken.
    public Verdict test(Device device) throws InterruptedException {
        Instant now = clock.instant();
        var note = new Push.Note(
                Push.Topic.TEST, "test/" + now.toEpochMilli(), Optional.empty(), false, now.plus(PATIENCE));
        if (!fits(note, device.platform()))
            return new Verdict.Refused("this token only rings; the device is tested by its other one");
        return hand(note, device);
    }
}
