package dev.muster.notifier.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.post.Post;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Sender;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.device.Preferences;
import dev.muster.notifier.push.Push;
import dev.muster.notifier.push.Pushes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The room's entry: what people say about calls goes in here, and their devices ring, or stop to.
public final class Rings implements Pushes.News {
    private static final String ENDS = "ring-ends";

    /// NIP-AC: what is older may be left over from another day.
    private static final Duration FRESH_SIGNED = Duration.ofSeconds(20);

    /// BuildIt's clients send up to half a minute late.
    private static final Duration FRESH_SEALED = Duration.ofMinutes(1);

    /// A clock may be so far ahead.
    private static final Duration AHEAD = Duration.ofMinutes(1);

    /// Of several wraps that come with one call, the first rings.
    private static final Duration ONE_CALL = Duration.ofMinutes(1);

    private static final String ANSWERED_ELSEWHERE = "answered_elsewhere";
    private static final int PASS_BYTES = 18;

    private static final Shelf<Knocked> KNOCKS = new Shelf<>("knocked", Knocked.class);

    private final RingsConfig config;
    private final Timers timers;
    private final Book book;
    private final Devices devices;
    private final Pushes pushes;
    private final Permission permission;
    private final Pace pace;
    private final Signals signals;
    private final Wakes wakes;
    private final MissedCalls missedCalls;
    private final PublicKey self;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Consumer<String> refused;

    /// When a relay has last told of a call for somebody.
    private record Knocked(Instant at) {}

    /// What calls are kept with.
    ///
    /// @param refused hears why a call did nothing: a word for a metric
    public record Means(
            Timers timers,
            Devices devices,
            Pushes pushes,
            Roles roles,
            Post post,
            Sender sender,
            Replies replies,
            SecretKey bot,
            InstantSource clock,
            SecureRandom random,
            Consumer<String> refused) {}

    /// What comes of taking or declining a call.
    public sealed interface Taking {
        /// It was done, or had been by the same device.
        record Done(Ring ring) implements Taking {}

        /// It is too late, or somebody else was faster.
        record TooLate(Ring ring) implements Taking {}

        record Unknown() implements Taking {}
    }

    /// Has its alarms rung by these timers, which are to be started afterwards.
    public Rings(RingsConfig config, Means means) {
        this.config = config;
        clock = means.clock();
        random = means.random();
        timers = means.timers();
        book = new Book(timers, config.busyFor(), clock);
        timers.with(ENDS, (change, alarm) -> book.named(change, alarm.name()).ifPresent(ring -> missed(change, ring)));
        devices = means.devices();
        pushes = means.pushes().telling(this);
        permission = new Permission(devices, means.roles(), config);
        pace = new Pace(config, clock);
        signals = new Signals(means.bot(), means.sender(), means.post(), clock, random);
        wakes = new Wakes(timers, devices, pushes, means.roles(), signals, clock);
        missedCalls = new MissedCalls(devices, pushes, means.replies(), clock);
        self = means.bot().publicKey();
        refused = means.refused();
    }

    /// Hears a call in a seal (243xx).
    public void message(Change change, Message message) {
        heard(change, message.rumor());
    }

    /// Hears a signed call (25050-25055).
    public void call(Change change, Event call) {
        heard(change, call.unsigned());
    }

    private void heard(Change change, Rumor rumor) {
        Said said;
        try {
            if (wakes.hears(change, rumor)) return;
            said = Said.of(rumor, self);
        } catch (IllegalArgumentException e) {
            refused.accept("bad-call");
            return;
        }
        PublicKey author = rumor.author();
        switch (said) {
            case Said.Offered offer -> offer.callees().forEach(callee -> offered(change, author, callee, offer));
            case Said.Answered(var callId, var device) -> {
                var _ = answer(change, callId, author, device);
            }
            case Said.Declined(var callId, var isBusy, var device) -> {
                var _ = decline(change, callId, author, isBusy, device);
            }
            case Said.HungUp hangup -> hungUp(change, author, hangup);
            case Said.Between _ -> {}
        }
    }

    private void offered(Change change, PublicKey caller, PublicKey callee, Said.Offered offer) {
        Optional<Ring> before = book.find(change, offer.callId(), callee);
        // The same call, told once more, or somebody who has learnt its id.
        if (before.isPresent()) return;
        Instant now = clock.instant();
        if (offer.madeAt().isAfter(now.plus(AHEAD))) {
            refused.accept("from-the-future");
            return;
        }
        Permission.Answer may = permission.of(change, caller, callee, offer.work(), now);
        if (may == Permission.Answer.SILENCE) {
            refused.accept("stranger");
            return;
        }
        if (!pace.admits(caller, callee)) {
            refused.accept("rate");
            return;
        }
        Ring ring = ring(caller, callee, offer, now);
        boolean isTooLate = !ring.call().until().isAfter(now)
                || Duration.between(offer.madeAt(), now).compareTo(freshness(offer.dialect())) > 0;
        if (isTooLate) {
            refused.accept("stale");
            over(change, ring, State.MISSED);
        } else if (may != Permission.Answer.RINGS) {
            unreachable(change, ring);
        } else if (isBusy(change, callee, caller)) {
            over(change, ring, State.BUSY);
        } else {
            begin(change, ring);
        }
    }

    private static Duration freshness(Dialect dialect) {
        return switch (dialect) {
            case NIP_AC -> FRESH_SIGNED;
            case BUILDIT -> FRESH_SEALED;
        };
    }

    private Ring ring(PublicKey caller, PublicKey callee, Said.Offered offer, Instant now) {
        Instant from = offer.madeAt().isAfter(now) ? now : offer.madeAt();
        Instant usual = from.plus(config.ringTime());
        Instant until = offer.expires().filter(usual::isAfter).orElse(usual);
        var call = new Call(
                offer.callId(), Optional.of(caller), offer.dialect(), offer.hasVideo(), offer.room(), from, until);
        return Ring.of(call, callee, secret());
    }

    private String secret() {
        byte[] secret = new byte[PASS_BYTES];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    private boolean isBusy(Change change, PublicKey callee, PublicKey caller) {
        return !devices.preferences(change, callee).breaksThrough(caller) && book.isOnACall(change, callee);
    }

    private void begin(Change change, Ring ring) {
        int many = pushes.bring(change, push(change, ring), ringing(change, ring.callee()));
        Ring begun = ring.at(Progress.of(many));
        book.put(change, begun);
        timers.set(change, ENDS, Book.name(ring), ring.call().until());
        if (many == 0) unreachable(change, begun);
    }

    /// No phone rings. They may still take it where they are online, until it is missed.
    private void unreachable(Change change, Ring ring) {
        Ring quiet = ring.is(State.UNREACHABLE);
        book.put(change, quiet);
        timers.set(change, ENDS, Book.name(ring), ring.call().until());
        signals.over(change, quiet);
    }

    /// The devices that ring for somebody.
    private List<Device> ringing(Reading reading, PublicKey callee) {
        Preferences wishes = devices.preferences(reading, callee);
        return of(reading, callee, device -> wishes.of(device).calls());
    }

    private List<Device> of(Reading reading, PublicKey callee, Predicate<Device> which) {
        return devices.of(reading, callee).stream().filter(which).toList();
    }

    private Push.Ring push(Reading reading, Ring ring) {
        Preferences wishes = devices.preferences(reading, ring.callee());
        Call call = ring.call();
        Optional<String> name = call.caller().flatMap(wishes::nameOf);
        return new Push.Ring(
                call.id(), call.caller(), name, wishes.showsNames(), call.hasVideo(), ring.pass(), call.until());
    }

    @Override
    public void ended(Change change, Push push, Device.Id device, boolean isTaken) {
        if (!(push instanceof Push.Ring rung)) return;
        Ring before = book.find(change, rung.callId(), device.owner()).orElse(null);
        if (before == null) return;
        Ring ring = before.at(before.progress().endedAt(isTaken));
        book.put(change, ring);
        if (ring.state() != State.RINGING) return;
        Progress progress = ring.progress();
        if (progress.isDecided() && progress.taken() == 0) unreachable(change, ring);
        else if (progress.taken() > 0 && (progress.isDecided() || (isTaken && progress.taken() == 1)))
            signals.ringing(change, ring);
    }

    private void missed(Change change, Ring ring) {
        if (!ring.isOpen() || ring.call().until().isAfter(clock.instant())) return;
        over(change, ring, State.MISSED);
    }

    /// Nobody takes it: the caller hears of it, the devices stop to ring, and a letter tells who called.
    private void over(Change change, Ring ring, State how) {
        Ring done = ring.is(how);
        book.put(change, done);
        timers.cancel(change, ENDS, Book.name(ring));
        if (how != State.CANCELLED) signals.over(change, done);
        if (ring.progress().devices() > 0) silence(change, done, how.word());
        boolean knowsAlready =
                how == State.DECLINED || (how == State.BUSY && ring.progress().devices() > 0);
        // Of one that a relay has told of we know too little to say that it was missed.
        if (!knowsAlready && ring.call().caller().isPresent())
            missedCalls.tell(change, done, ringing(change, done.callee()));
    }

    /// What hasn't rung yet, doesn't, and what rings stops.
    private void silence(Change change, Ring ring, String reason) {
        Push.Ring push = push(change, ring);
        List<Device> others = of(
                change,
                ring.callee(),
                device -> !Optional.of(device.id().device()).equals(ring.by()));
        others.forEach(device -> pushes.withdraw(change, push, device.id()));
        Instant until = clock.instant().plus(config.ringTime());
        pushes.bring(change, new Push.RingOver(ring.call().id(), reason, false, until), others);
    }

    @Override
    public void rangLate(Change change, Push push, Device.Id late) {
        if (!(push instanceof Push.Ring rung)) return;
        Ring ring = book.find(change, rung.callId(), late.owner()).orElse(null);
        if (ring == null || ring.isOpen() || ring.by().equals(Optional.of(late.device()))) return;
        String reason = ring.isAnswered() || ring.state() == State.OVER
                ? ANSWERED_ELSEWHERE
                : ring.state().word();
        List<Device> there = of(
                change,
                late.owner(),
                device -> device.id().app().equals(late.app())
                        && device.id().device().equals(late.device()));
        pushes.bring(change, new Push.RingOver(rung.callId(), reason, true, rung.until()), there);
    }

    private void hungUp(Change change, PublicKey author, Said.HungUp hangup) {
        for (Ring ring : book.of(change, hangup.callId())) {
            if (ring.callee().equals(author)) {
                if (ring.isAnswered()) book.put(change, ring.is(State.OVER));
                else {
                    var _ = decline(change, hangup.callId(), author, hangup.isBusy(), hangup.device());
                }
            } else if (ring.call().caller().equals(Optional.of(author))) {
                if (ring.isAnswered()) book.put(change, ring.is(State.OVER));
                else if (ring.isOpen()) over(change, ring, State.CANCELLED);
            }
        }
    }

    /// A call, for one of them.
    public Optional<Ring> find(Reading reading, String callId, PublicKey callee) {
        return book.find(reading, callId.toLowerCase(Locale.ROOT), callee);
    }

    /// A call, for whoever was given its pass in a push.
    public Optional<Ring> opened(Reading reading, String callId, String pass) {
        return book.of(reading, callId.toLowerCase(Locale.ROOT)).stream()
                .filter(ring -> ring.pass().equals(pass))
                .findFirst();
    }

    /// Somebody takes a call: it rings nowhere else any more.
    public Taking answer(Change change, String callId, PublicKey callee, Optional<String> device) {
        Ring ring = book.find(change, callId, callee).orElse(null);
        if (ring == null) return new Taking.Unknown();
        if (ring.isAnswered() && ring.by().equals(device)) return new Taking.Done(ring);
        if (!ring.isOpen() || !clock.instant().isBefore(ring.call().until())) return new Taking.TooLate(ring);
        Ring taken = ring.by(State.ANSWERED, device);
        book.put(change, taken);
        timers.cancel(change, ENDS, Book.name(ring));
        signals.answered(change, taken);
        silence(change, taken, ANSWERED_ELSEWHERE);
        return new Taking.Done(taken);
    }

    /// Somebody doesn't take a call: the caller hears of it, and it rings nowhere any more.
    public Taking decline(Change change, String callId, PublicKey callee, boolean isBusy, Optional<String> device) {
        Ring ring = book.find(change, callId, callee).orElse(null);
        if (ring == null) return new Taking.Unknown();
        if (ring.state() == State.DECLINED || ring.state() == State.BUSY) return new Taking.Done(ring);
        if (!ring.isOpen()) return new Taking.TooLate(ring);
        Ring declined = ring.by(State.RINGING, device);
        over(change, declined, isBusy ? State.BUSY : State.DECLINED);
        return new Taking.Done(find(change, callId, callee).orElseThrow());
    }

    /// A relay tells that something of a call has come for somebody, and knows no more (NIP-9a): of all that comes
    /// within a minute, the first rings.
    public void knocked(Change change, PublicKey callee, String eventId) {
        Instant now = clock.instant();
        Preferences wishes = devices.preferences(change, callee);
        boolean isOne = change.get(KNOCKS.at(callee.hex()))
                .filter(last -> now.isBefore(last.at().plus(ONE_CALL)))
                .isPresent();
        if (isOne || wishes.isQuiet(now) || wishes.calls() == Preferences.Callers.OFF) return;
        change.put(KNOCKS.at(callee.hex()), new Knocked(now));
        String callId = UUID.nameUUIDFromBytes(eventId.getBytes(UTF_8)).toString();
        if (book.find(change, callId, callee).isPresent()) return;
        Instant until = now.plus(config.ringTime());
        var call = new Call(callId, Optional.empty(), Dialect.NIP_AC, false, Optional.empty(), now, until);
        begin(change, Ring.of(call, callee, secret()));
    }

    /// Whether a kind is one of BuildIt's that are about one call between two.
    public static boolean isAbout(int kind) {
        return kind >= Kind.BUILDIT_CALL_OFFER && kind <= Kind.BUILDIT_CALL_MUTE;
    }
}
