package dev.muster.sip.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.timer.Timers;
import dev.muster.kit.venue.Pass;
import dev.muster.kit.venue.RoomWish;
import dev.muster.kit.venue.RoomWish.Phone;
import dev.muster.kit.venue.RoomWish.Stage;
import dev.muster.kit.venue.Venue;
import dev.muster.kit.venue.Venue.DialIn;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Rumor;
import dev.muster.sip.mix.Beat;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All rooms: those that are wanted, on the disk, and those where somebody is.
public final class Rooms implements Doors, AutoCloseable {
    private static final String CLOSE = "room-close";
    private static final String MINUTE = "room-minute";
    private static final String FORGET = "room-forget";

    private static final Duration EVERY = Duration.ofMinutes(1);

    /// Who comes too late is told that it is over, and not that there was nothing.
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private static final int TRIES = 1000;
    private static final int SALT_BYTES = 16;
    private static final int REF_CHARACTERS = 16;

    private static final Shelf<Plan> PLANS = new Shelf<>("room", Plan.class);
    private static final Shelf<Behind> BEHIND = new Shelf<>("room-door", Behind.class);

    private final RoomsConfig config;
    private final Supplier<URI> pages;
    private final Ledger ledger;
    private final Timers timers;
    private final Beat beat;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Visits visits;
    private final Map<UUID, Room> open = new ConcurrentHashMap<>();
    private volatile boolean isStopping;

    /// What rooms are kept with.
    public record Means(
            Ledger ledger, Timers timers, Replies replies, Beat beat, InstantSource clock, SecureRandom random) {}

    /// Which room is behind a door.
    private record Behind(UUID room) {}

    /// Has its alarms rung by those timers, which are to be started afterwards.
    ///
    /// @param pages where the bridge's pages are found, without a slash at the end
    public Rooms(RoomsConfig config, Supplier<URI> pages, Means means) {
        this.config = config;
        this.pages = pages;
        ledger = means.ledger();
        timers = means.timers()
                .with(CLOSE, (change, alarm) -> change.afterwards(() -> shut(UUID.fromString(alarm.name()))))
                .with(MINUTE, (change, alarm) -> minute(change, UUID.fromString(alarm.name())))
                .with(
                        FORGET,
                        (change, alarm) ->
                                plan(change, UUID.fromString(alarm.name())).ifPresent(plan -> forget(change, plan)));
        beat = means.beat();
        clock = means.clock();
        random = means.random();
        visits = new Visits(means.replies(), random);
    }

    /// Nobody is anywhere any more who was when we ended without a word.
    public void start() {
        ledger.alter(change ->
                change.under(PLANS.at()).stream().map(Entry::value).forEach(plan -> visits.end(change, plan)));
    }

    /// A bot wants a room, or says how its session goes on (kind 24310): whether it may is the caller's business. What
    /// it is answered has no text, since bots don't chat.
    public Outcome wanted(Change change, PublicKey by, Rumor said) {
        RoomWish wish = RoomWish.read(said).orElse(null);
        if (wish == null) return Outcome.refused("bad-input", "");
        Plan before = plan(change, wish.room()).orElse(null);
        if (before != null && !before.owner().equals(by)) return Outcome.refused("taken", "");
        if (before == null && new Plan(by, wish, new Pin("", ""), "").isOver(clock.instant()))
            return Outcome.refused("ended", "");
        if (before == null && change.under(PLANS.at()).size() >= config.mostRooms())
            return Outcome.refused("too-many", "");
        boolean isNews = before == null || wish.number() > before.wish().number();
        Plan after = before == null ? new Plan(by, wish, freePin(change), salt()) : isNews ? before.with(wish) : before;
        if (isNews) put(change, after);
        return Outcome.ok("", venue(after).tags());
    }

    private void put(Change change, Plan plan) {
        String name = plan.id().toString();
        change.put(PLANS.at(name), plan);
        change.put(BEHIND.at(plan.pin().door()), new Behind(plan.id()));
        Instant now = clock.instant();
        Instant ends = plan.isOver(now) ? now : plan.wish().ends();
        timers.set(change, CLOSE, name, ends);
        timers.set(change, FORGET, name, ends.plus(REMEMBERED));
        boolean isOpen = plan.wish().stage() == Stage.LIVE;
        change.afterwards(() -> {
            Room room = open.get(plan.id());
            if (room != null) room.isCalled(plan.wish().title());
            if (!isOpen) shut(plan.id());
        });
    }

    private Pin freePin(Change change) {
        for (int i = 0; i < TRIES; i++) {
            Pin pin = Pin.random(random);
            if (!change.has(BEHIND.at(pin.door()))) return pin;
        }
        throw new IllegalStateException("there are more rooms than doors");
    }

    private String salt() {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    private Venue venue(Plan plan) {
        return new Venue(
                URI.create(pages.get() + "/room/" + plan.id()),
                config.dialIn().map(number -> new DialIn(number, plan.pin().digits())));
    }

    private static Optional<Plan> plan(Reading reading, UUID room) {
        return reading.get(PLANS.at(room.toString()));
    }

    @Override
    public Door at(String digits) {
        Optional<Plan> plan = ledger.get(BEHIND.at(Pin.door(digits))).flatMap(behind -> plan(ledger, behind.room()));
        // What isn't there is compared too, so that it takes as long.
        boolean isRight = plan.map(Plan::pin).orElse(new Pin("", "none")).opensWith(digits);
        if (plan.isEmpty() || !isRight) return new Door.Wrong();
        Room there = open.get(plan.get().id());
        return plan.get().isOpen(clock.instant())
                ? new Door.Open(plan.get().id(), there == null ? 0 : there.size())
                : new Door.Closed();
    }

    /// The sessions that are called so.
    ///
    /// @param name an address, the last part of one (`medic-101`), or the id of a room; empty: all that go on
    public List<Sitting> sittings(Reading reading, String name) {
        Instant now = clock.instant();
        return reading.under(PLANS.at()).stream()
                .map(Entry::value)
                .filter(plan -> !plan.isOver(now) && (name.isEmpty() ? plan.isOpen(now) : plan.isCalled(name)))
                .map(plan -> new Sitting(plan.id(), plan.owner(), plan.wish().organizer(), plan.isOpen(now)))
                .toList();
    }

    /// Somebody comes with a pass.
    public Admission admit(String pass) {
        Instant now = clock.instant();
        Plan plan = Pass.claimedRoom(pass).flatMap(room -> plan(ledger, room)).orElse(null);
        if (plan == null) return new Admission.Unknown();
        if (plan.isOver(now)) return new Admission.Over();
        Pass good = Pass.read(pass, plan.owner(), now).orElse(null);
        if (good == null) return new Admission.Unknown();
        if (!plan.isOpen(now)) return new Admission.Early(plan.wish().starts());
        // Pages are answered until the very end, and nobody may come in whose going is not written down.
        if (isStopping) return new Admission.Stopping();
        return room(plan)
                .<Admission>map(room -> new Admission.Granted(room, new Entrant(good.ref(), "", good.leads(), false)))
                .orElseGet(Admission.Over::new);
    }

    /// The room, if its session goes on.
    public Optional<Room> find(UUID room) {
        return plan(ledger, room).filter(plan -> plan.isOpen(clock.instant())).flatMap(this::room);
    }

    private Optional<Room> room(Plan plan) {
        UUID id = plan.id();
        Room room = open.computeIfAbsent(
                id, _ -> new Room(id, plan.wish().title(), config.mostMembers(), beat, attendance(id)));
        // It may have ended just now: whoever shuts it has looked for it before it was there.
        boolean isStillOpen =
                plan(ledger, id).filter(it -> it.isOpen(clock.instant())).isPresent();
        if (!isStillOpen) shut(id);
        return isStillOpen ? Optional.of(room) : Optional.empty();
    }

    private Room.Attendance attendance(UUID id) {
        return new Room.Attendance() {
            @Override
            public String came(Entrant who) {
                return ledger.change(change -> Rooms.this.came(change, id, who));
            }

            @Override
            public void went(String visit) {
                ledger.alter(change ->
                        plan(change, id).ifPresent(plan -> visits.went(change, plan, visit, clock.instant())));
            }
        };
    }

    private String came(Change change, UUID id, Entrant who) {
        Plan plan = plan(change, id).orElseThrow(() -> new IllegalStateException("the room was forgotten"));
        if (timers.due(change, MINUTE, id.toString()).isEmpty())
            timers.set(change, MINUTE, id.toString(), clock.instant().plus(EVERY));
        return visits.came(change, plan, who, clock.instant());
    }

    /// Who calls, for that room: somebody whom the bot for sessions knows by this number, or a caller that it doesn't.
    ///
    /// @param number empty if it is withheld
    public Entrant caller(UUID room, Optional<String> number) {
        Plan plan = plan(ledger, room).orElse(null);
        String ref = number.flatMap(from -> member(plan, from)).orElseGet(() -> stranger(plan, number));
        return new Entrant(ref, Entrant.masked(number.orElse("")), false, true);
    }

    /// An app that registers here is shown by the name of its account, and is whose it is.
    public Entrant app(UUID room, String account, Optional<PublicKey> owner) {
        String ref = owner.map(PublicKey::hex)
                .orElseGet(() -> stranger(plan(ledger, room).orElse(null), Optional.of(account)));
        return new Entrant(ref, account, false, true);
    }

    /// The same for each call of theirs, and different in each room.
    private String stranger(@Nullable Plan plan, Optional<String> who) {
        String name = plan == null ? salt() : hash(plan.salt() + who.orElseGet(this::salt));
        return "caller-" + name.substring(0, REF_CHARACTERS);
    }

    /// Somebody whom the bot for sessions knows, and whom we call.
    public Entrant called(String ref, String number) {
        return new Entrant(ref, Entrant.masked(number), false, true);
    }

    private static Optional<String> member(@Nullable Plan plan, String number) {
        if (plan == null) return Optional.empty();
        return plan.wish().phones().stream()
                .filter(phone -> phone.number().equals(number))
                .map(Phone::ref)
                .findFirst();
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void minute(Change change, UUID id) {
        Plan plan = plan(change, id).orElse(null);
        if (plan == null) return;
        if (visits.goOn(change, plan, clock.instant()))
            timers.set(change, MINUTE, id.toString(), clock.instant().plus(EVERY));
    }

    private void shut(UUID id) {
        Room room = open.remove(id);
        if (room != null) room.close(Ending.OVER);
    }

    private void forget(Change change, Plan plan) {
        visits.end(change, plan);
        timers.cancel(change, MINUTE, plan.id().toString());
        change.remove(PLANS.at(plan.id().toString()));
        change.remove(BEHIND.at(plan.pin().door()));
    }

    /// How many people are in rooms.
    public int people() {
        return open.values().stream().mapToInt(Room::size).sum();
    }

    /// Everybody goes. Their sessions aren't over: whoever can comes back.
    @Override
    public void close() {
        isStopping = true;
        open.values().forEach(room -> room.close(Ending.LEFT));
    }
}
