package dev.muster.notifier.device;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/// The room's entry: what people say about their devices goes in here, and whoever wants to wake somebody asks here.
public final class Devices {
    private static final String BELL = "device-expires";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int SECRET_BYTES = 24;

    private static final Shelf<Device> DEVICES = new Shelf<>("device", Device.class);
    private static final Shelf<Holder> BY_TOKEN = new Shelf<>("device-token", Holder.class);
    private static final Shelf<Holder> BY_NAME = new Shelf<>("device-name", Holder.class);
    private static final Shelf<Preferences> PREFERENCES = new Shelf<>("preferences", Preferences.class);
    private static final Shelf<Changes> CHANGES = new Shelf<>("device-changes", Changes.class);
    private static final Shelf<Knocker> KNOCKERS = new Shelf<>("knocker", Knocker.class);
    private static final Shelf<Knocker> KNOCKER_OF = new Shelf<>("knocker-of", Knocker.class);

    private final DevicesConfig config;
    private final Ledger ledger;
    private final Timers timers;
    private final Telling telling;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Function<Device, Optional<String>> flaw;
    private final Passes passes;
    private final Contacts contacts = new Contacts();
    private final Order order = new Order();

    /// Those who have devices: who is asked for anew each second doesn't come from the disk.
    private final Set<PublicKey> owners = ConcurrentHashMap.newKeySet();

    private final AtomicInteger count = new AtomicInteger();

    private record Holder(Device.Id device) {}

    /// How much somebody has changed in an hour.
    private record Changes(Instant since, int times) {}

    /// A relay that tells us of new events knows only this of whom they are for.
    private record Knocker(String token, PublicKey owner) {}

    /// What devices are kept with.
    ///
    /// @param flaw why a gateway couldn't take anything for a device, if that can be seen already
    public record Means(
            Ledger ledger,
            Timers timers,
            Replies replies,
            InstantSource clock,
            SecureRandom random,
            Function<Device, Optional<String>> flaw) {}

    /// What comes of a registration.
    public sealed interface Registration {
        /// It counts.
        ///
        /// @param pass for what the device does without its owner
        /// @param knock what a relay is to call for its owner (NIP-9a)
        record Done(Device device, Passes.Pass pass, String knock) implements Registration {}

        record Refused(String word, String text) implements Registration {}
    }

    /// Writes to somebody, as [Replies] do.
    private interface Telling {
        void tell(Change change, String id, PublicKey to, String text);
    }

    /// Has its alarms rung by these timers, which are to be started afterwards.
    public Devices(DevicesConfig config, Means means) {
        this(
                config,
                means.ledger(),
                means.timers(),
                means.replies()::tell,
                means.clock(),
                means.random(),
                means.flaw());
    }

    private Devices(
            DevicesConfig config,
            Ledger ledger,
            Timers timers,
            Telling telling,
            InstantSource clock,
            SecureRandom random,
            Function<Device, Optional<String>> flaw) {
        this.config = config;
        this.ledger = ledger;
        this.timers = timers.with(
                BELL, (change, alarm) -> named(change, alarm.name()).ifPresent(device -> expire(change, device)));
        this.telling = telling;
        this.clock = clock;
        this.random = random;
        this.flaw = flaw;
        this.passes = new Passes(clock, random);
        ledger.under(DEVICES.at())
                .forEach(entry -> owners.add(entry.value().id().owner()));
    }

    /// For looking after them while no bot has their ledger open. Nobody registers then, and no alarm rings.
    public static Devices stopped(DevicesConfig config, Ledger ledger, InstantSource clock, SecureRandom random) {
        Telling nobody = (_, _, _, _) -> {
            throw new IllegalStateException("nobody registers while the bot is stopped");
        };
        return new Devices(config, ledger, new Timers(ledger, clock), nobody, clock, random, _ -> Optional.empty());
    }

    public Passes passes() {
        return passes;
    }

    /// Hears what somebody says about their devices.
    ///
    /// @throws IllegalArgumentException saying what was expected
    public Outcome said(Change change, Rumor rumor, Function<Registration.Done, List<Tag>> details) {
        Instant now = clock.instant();
        Instant written = Instant.ofEpochSecond(rumor.createdAt());
        Instant at = written.isAfter(now) ? second(now) : written;
        PublicKey author = rumor.author();
        return switch (Said.of(rumor, now)) {
            case Said.Registered(var device) ->
                switch (register(change, device, at)) {
                    case Registration.Done done ->
                        Outcome.ok(
                                "This device (" + called(device) + ") is woken for you from now on.",
                                details.apply(done));
                    case Registration.Refused(var word, var text) -> Outcome.refused(word, text);
                };
            case Said.Removed(var device, var app) -> removed(change, author, device, app, at);
            case Said.Preferred(var preferences) -> prefer(change, author, preferences, at);
        };
    }

    private Outcome removed(Change change, PublicKey author, String device, Optional<String> app, Instant at) {
        // What registers it may have been written before, and come later.
        order.note(change, author, Order.ofRemoval(device, app), at);
        return remove(change, author, device, app, at)
                ? Outcome.ok("That device is not woken any more.")
                : Outcome.refused("unknown-device", "You have registered no such device.");
    }

    private Outcome prefer(Change change, PublicKey author, Preferences preferences, Instant at) {
        if (isOutdated(change, author, at, Order.PREFERENCES)) return outdated();
        if (!mayChange(change, author)) return tooOften();
        contacts.welcome(change, preferences(change, author).welcome(), preferences.welcome());
        change.put(PREFERENCES.at(author.hex()), preferences);
        order.note(change, author, Order.PREFERENCES, at);
        return Outcome.ok("I keep to that from now on.");
    }

    /// What counts is what was written last, to the second; of two in one, what comes last.
    private boolean isOutdated(Reading reading, PublicKey author, Instant at, String... abouts) {
        Instant now = clock.instant();
        return Stream.of(abouts)
                .flatMap(about -> order.last(reading, author, about).stream())
                // What lies ahead was noted by a clock of ours that was wrong.
                .filter(last -> !last.isAfter(now))
                .anyMatch(at::isBefore);
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    /// Reads a registration that came in a request.
    ///
    /// @throws IllegalArgumentException saying what was expected
    public Registration register(Change change, PublicKey author, String content) {
        Instant now = clock.instant();
        return register(change, Said.registration(Tags.NONE, content, author, now), second(now));
    }

    private static String called(Device device) {
        return device.label().isEmpty() ? device.platform().word() : device.label();
    }

    private static Outcome tooOften() {
        return Outcome.refused("rate", "That was often enough for now. Try again in an hour.");
    }

    private static Outcome outdated() {
        return Outcome.refused("outdated", "You have said something newer about that since, and it counts.");
    }

    private Registration register(Change change, Device device, Instant at) {
        Optional<String> unfit = flaw.apply(device);
        if (unfit.isPresent()) return new Registration.Refused("bad-input", "I can't use that: " + unfit.get());
        Device.Id id = device.id();
        String removal = Order.ofRemoval(id.device(), Optional.empty());
        String removalFromApp = Order.ofRemoval(id.device(), Optional.of(id.app()));
        if (isOutdated(change, id.owner(), at, Order.of(id), removal, removalFromApp)) return refused(outdated());
        boolean hasMoved = change.get(token(device))
                .map(Holder::device)
                .filter(holder -> isOutdated(change, holder.owner(), at, Order.of(holder)))
                .isPresent();
        if (hasMoved) return refused(outdated());
        Optional<Device> before = find(change, id);
        boolean isSame = before.filter(
                        known -> known.address().token().equals(device.address().token()))
                .isPresent();
        if (!isSame && !mayChange(change, id.owner())) return refused(tooOften());
        if (before.isEmpty() && of(change, id.owner()).size() >= config.perPerson())
            return new Registration.Refused(
                    "too-many", "You have " + config.perPerson() + " devices already. Remove one first.");
        takeFromOthers(change, device);
        before.filter(_ -> !isSame).ifPresent(old -> change.remove(token(old)));
        // The same token is as good as it was.
        Device kept = isSame ? device.at(before.orElseThrow().address().with(device.address())) : device;
        change.put(place(id), kept);
        change.put(token(kept), new Holder(id));
        change.put(BY_NAME.at(id.name()), new Holder(id));
        timers.set(change, BELL, id.name(), kept.until());
        order.note(change, id.owner(), Order.of(id), at);
        change.afterwards(() -> {
            owners.add(id.owner());
            if (before.isEmpty()) count.incrementAndGet();
        });
        return new Registration.Done(kept, passes.issue(change, id), knocker(change, id.owner()));
    }

    /// Keeps a device that another bot has named to have it woken. It counts as that bot's; whoever has registered the
    /// same
    /// token here keeps it.
    ///
    /// @param content as in a registration
    /// @throws IllegalArgumentException saying what was expected
    public Device lend(Change change, PublicKey bot, String content) {
        Device named = Said.registration(Tags.NONE, content, bot, clock.instant());
        flaw.apply(named).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        Optional<Device> before = find(change, named.id());
        Device kept = before.filter(
                        known -> known.address().token().equals(named.address().token()))
                .map(known -> new Device(
                        named.id(),
                        known.address().with(named.address()),
                        named.style(),
                        named.label(),
                        named.key(),
                        known.since(),
                        named.until()))
                .orElse(named);
        change.put(place(kept.id()), kept);
        change.put(BY_NAME.at(kept.id().name()), new Holder(kept.id()));
        timers.set(change, BELL, kept.id().name(), kept.until());
        if (before.isEmpty()) change.afterwards(count::incrementAndGet);
        return kept;
    }

    private static Registration refused(Outcome refusal) {
        return new Registration.Refused(refusal.result(), refusal.text());
    }

    private boolean mayChange(Change change, PublicKey owner) {
        Instant now = clock.instant();
        Changes made = change.get(CHANGES.at(owner.hex()))
                .filter(changes -> now.isBefore(changes.since().plus(HOUR)))
                .orElseGet(() -> new Changes(now, 0));
        if (made.times() >= config.changesPerHour()) return false;
        change.put(CHANGES.at(owner.hex()), new Changes(made.since(), made.times() + 1));
        return true;
    }

    /// Whoever has the app now has the token: it must not be woken for who had it before.
    private void takeFromOthers(Change change, Device device) {
        Device.Id holder = change.get(token(device)).map(Holder::device).orElse(null);
        if (holder == null || holder.equals(device.id())) return;
        find(change, holder).ifPresent(old -> forget(change, old));
        if (holder.owner().equals(device.id().owner())) return;
        telling.tell(
                change,
                "device-moved/" + holder.name() + "/" + clock.instant().toEpochMilli(),
                holder.owner(),
                "Your device \"" + holder.device() + "\" was registered by somebody else. It is not woken for you any"
                        + " more.");
    }

    private static Place<Device> place(Device.Id id) {
        return DEVICES.at(id.owner().hex(), id.app(), id.device(), id.platform().word());
    }

    private static Place<Holder> token(Device device) {
        return BY_TOKEN.at(
                device.platform().word(), device.id().app(), device.address().token());
    }

    /// Those that weren't registered again since.
    private boolean remove(Change change, PublicKey owner, String name, Optional<String> app, Instant at) {
        List<Device> meant = of(change, owner).stream()
                .filter(device -> device.id().device().equals(name))
                .filter(device -> app.isEmpty() || device.id().app().equals(app.get()))
                .filter(device -> !isOutdated(change, owner, at, Order.of(device.id())))
                .toList();
        meant.forEach(device -> forget(change, device));
        return !meant.isEmpty();
    }

    /// Removes all that somebody has registered under that name.
    public boolean remove(Change change, PublicKey owner, String name) {
        return !removed(change, owner, name, Optional.empty(), second(clock.instant()))
                .isRefused();
    }

    private void expire(Change change, Device device) {
        if (device.until().isAfter(clock.instant())) return;
        forget(change, device);
    }

    /// Forgets a device: nobody is there any more.
    public void forget(Change change, Device device) {
        Device.Id id = device.id();
        change.remove(place(id));
        // Of a device that a bot has named, somebody else may have the token.
        if (change.get(token(device))
                .filter(holder -> holder.device().equals(id))
                .isPresent()) change.remove(token(device));
        change.remove(BY_NAME.at(id.name()));
        timers.cancel(change, BELL, id.name());
        passes.revoke(change, id);
        change.afterwards(count::decrementAndGet);
        if (!of(change, id.owner()).isEmpty()) return;
        change.get(KNOCKER_OF.at(id.owner().hex())).ifPresent(knocker -> {
            change.remove(KNOCKERS.at(knocker.token()));
            change.remove(KNOCKER_OF.at(id.owner().hex()));
        });
        contacts.forget(change, id.owner());
        change.afterwards(() -> owners.remove(id.owner()));
    }

    /// What the gateway has taken something for is a good address.
    public void isProven(Change change, Device device, Environment where) {
        find(change, device.id())
                .filter(known -> known.address().equals(device.address()))
                .filter(known -> !known.address().isProven() || known.address().environment() != where)
                .ifPresent(known ->
                        change.put(place(known.id()), known.at(known.address().provenIn(where))));
    }

    public Optional<Device> find(Reading reading, Device.Id id) {
        return reading.get(place(id));
    }

    private Optional<Device> named(Reading reading, String name) {
        return reading.get(BY_NAME.at(name)).flatMap(holder -> find(reading, holder.device()));
    }

    /// All of somebody's, the latest registered first.
    public List<Device> of(Reading reading, PublicKey owner) {
        return reading.under(DEVICES.at(owner.hex())).stream()
                .map(Entry::value)
                .sorted(Comparator.comparing(Device::since).reversed())
                .toList();
    }

    /// Everybody's.
    public List<Device> all(Reading reading) {
        return reading.under(DEVICES.at()).stream().map(Entry::value).toList();
    }

    /// How many there are.
    public int count() {
        return count.get();
    }

    public Preferences preferences(Reading reading, PublicKey owner) {
        return reading.get(PREFERENCES.at(owner.hex())).orElse(Preferences.DEFAULT);
    }

    /// Whether somebody counts among those whom this person knows.
    public boolean knows(Reading reading, PublicKey owner, PublicKey person) {
        return contacts.follows(reading, owner, person);
    }

    public boolean hasMuted(Reading reading, PublicKey owner, PublicKey person) {
        return contacts.hasMuted(reading, owner, person);
    }

    /// Whether there is anybody whom they may ring, or who may ring them.
    public boolean isExpected(Reading reading, PublicKey person) {
        return owners.contains(person) || contacts.isWelcome(reading, person);
    }

    /// Those whose lists of people are of interest.
    public Set<PublicKey> owners() {
        return Set.copyOf(owners);
    }

    /// Hears a list of people that is public.
    ///
    /// @param list whose signature was checked
    public void hear(Event list) {
        if (owners.contains(list.author())) ledger.alter(change -> contacts.learn(change, list));
    }

    /// What a relay is to call for somebody, made when it is first asked for.
    private String knocker(Change change, PublicKey owner) {
        return change.get(KNOCKER_OF.at(owner.hex())).map(Knocker::token).orElseGet(() -> {
            byte[] secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
            var knocker = new Knocker(token, owner);
            change.put(KNOCKERS.at(token), knocker);
            change.put(KNOCKER_OF.at(owner.hex()), knocker);
            return token;
        });
    }

    /// For whom a relay calls, if that counts.
    public Optional<PublicKey> knockedFor(Reading reading, String token) {
        return reading.get(KNOCKERS.at(token)).map(Knocker::owner);
    }
}
