package dev.muster.notifier.ring;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.push.Push;
import dev.muster.notifier.push.Pushes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Apps of nobody here, which another bot has woken: a bridge knows its telephones' apps, and we know who wakes them.
/// The
/// bot names the device each time.
final class Wakes implements Pushes.News {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FORGOTTEN = "wake-forgotten";

    /// What is older may be left over from another time, and what is wanted for longer isn't a call.
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_SHOWN = 300;

    /// Ways to one device.
    private static final int MOST_WAYS = 4;

    private static final Shelf<Wake> WAKES = new Shelf<>("wake", Wake.class);

    private final Timers timers;
    private final Devices devices;
    private final Pushes pushes;
    private final Roles roles;
    private final Signals signals;
    private final InstantSource clock;

    /// A call for an app, or what is known of one that is over before we have heard of it.
    private record Wake(List<Device.Id> ways, String number, String uri, Instant until, boolean isOver) {
        Push.AppRing push(String call) {
            return new Push.AppRing(call, number, uri, until);
        }
    }

    Wakes(Timers timers, Devices devices, Pushes pushes, Roles roles, Signals signals, InstantSource clock) {
        this.timers = timers.with(FORGOTTEN, (change, alarm) -> forget(change, alarm.name()));
        this.devices = devices;
        this.pushes = pushes.telling(this);
        this.roles = roles;
        this.signals = signals;
        this.clock = clock;
    }

    private static Place<Wake> place(PublicKey bot, String call) {
        return WAKES.at(bot.hex(), call);
    }

    private void forget(Change change, String name) {
        String[] parts = name.split("/", 2);
        change.remove(WAKES.at(parts[0], parts[1]));
    }

    /// Hears something about a call. Says whether it is about an app of a bot's, and nothing else is to be done.
    ///
    /// @throws IllegalArgumentException if it is, and can't be understood
    boolean hears(Change change, Rumor rumor) {
        boolean isOffer = rumor.kind() == Kind.BUILDIT_CALL_OFFER;
        if (!isOffer && rumor.kind() != Kind.BUILDIT_CALL_HANGUP) return false;
        PublicKey bot = rumor.author();
        if (!roles.may(change, bot, Role.BOT)) return false;
        JsonNode said = json(rumor.content());
        String call = said.path("callId").asString("").toLowerCase(Locale.ROOT);
        if (call.isEmpty() || call.length() > LONGEST_ID || call.contains("/")) return false;
        if (!isOffer) {
            over(change, bot, call, said.path("reason").asString(""));
            return false;
        }
        if (!said.path("devices").isArray()) return false;
        wanted(change, rumor, call, said);
        return true;
    }

    private static JsonNode json(String content) {
        try {
            return JSON.readTree(content);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("expected a JSON object as content", e);
        }
    }

    private void wanted(Change change, Rumor rumor, String call, JsonNode said) {
        PublicKey bot = rumor.author();
        Instant until = until(rumor);
        if (!until.isAfter(clock.instant()) || change.has(place(bot, call))) return;
        List<Device> ways = said.path("devices")
                .valueStream()
                .limit(MOST_WAYS)
                .map(one -> devices.lend(change, bot, JSON.writeValueAsString(one)))
                .toList();
        if (said.path("callType").asString("").equals("register")) {
            var _ = pushes.bring(change, new Push.Wake("register/" + call, until), ways);
            return;
        }
        var wake = new Wake(
                ways.stream().map(Device::id).toList(), text(said, "callerNumber"), text(said, "sipUri"), until, false);
        put(change, bot, call, wake);
        if (pushes.bring(change, wake.push(call), ways) == 0)
            signals.over(change, ring(bot, call, wake, State.UNREACHABLE));
    }

    private Instant until(Rumor rumor) {
        Instant longest = Instant.ofEpochSecond(rumor.createdAt()).plus(LONGEST);
        return rumor.tags()
                .value("expiration")
                .filter(seconds -> seconds.matches("[0-9]{1,12}"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
                .filter(longest::isAfter)
                .orElse(longest);
    }

    private static String text(JsonNode said, String name) {
        String text = said.path(name).asString("");
        return text.length() <= LONGEST_SHOWN ? text : "";
    }

    private void put(Change change, PublicKey bot, String call, Wake wake) {
        change.put(place(bot, call), wake);
        timers.set(change, FORGOTTEN, bot.hex() + "/" + call, clock.instant().plus(REMEMBERED));
    }

    /// The bot wants it woken no more. That may be heard first.
    ///
    /// @param reason `completed` if the app is there; else what it shows is to go
    private void over(Change change, PublicKey bot, String call, String reason) {
        Optional<Wake> before = change.get(place(bot, call));
        if (before.filter(Wake::isOver).isPresent()) return;
        Wake wake = before.orElseGet(() -> new Wake(List.of(), "", "", clock.instant(), false));
        boolean isThere = reason.equals("completed");
        // Whose app is there is told nothing more, however late its gateway says that it has the ring.
        List<Device.Id> toTell = isThere ? List.of() : wake.ways();
        put(change, bot, call, new Wake(toTell, wake.number(), wake.uri(), wake.until(), true));
        wake.ways().forEach(way -> pushes.withdraw(change, wake.push(call), way));
        if (before.isPresent() && !isThere) silence(change, wake, call, false);
    }

    /// What it shows goes.
    private void silence(Change change, Wake wake, String call, boolean isAgain) {
        List<Device> there = wake.ways().stream()
                .flatMap(way -> devices.find(change, way).stream())
                .toList();
        Instant until = clock.instant().plus(Duration.ofMinutes(1));
        var _ = pushes.bring(change, new Push.RingOver(call, "cancelled", isAgain, until), there);
    }

    @Override
    public void rangLate(Change change, Push late, Device.Id device) {
        if (!(late instanceof Push.AppRing ring)) return;
        find(change, device.owner(), ring.callId())
                .filter(Wake::isOver)
                .ifPresent(wake -> silence(change, wake, ring.callId(), true));
    }

    @Override
    public void ended(Change change, Push push, Device.Id device, boolean isTaken) {
        if (!(push instanceof Push.AppRing ring)) return;
        PublicKey bot = device.owner();
        find(change, bot, ring.callId()).filter(wake -> !wake.isOver()).ifPresent(wake -> {
            if (isTaken) signals.ringing(change, ring(bot, ring.callId(), wake, State.RINGING));
            else signals.over(change, ring(bot, ring.callId(), wake, State.UNREACHABLE));
        });
    }

    private static Optional<Wake> find(Reading reading, PublicKey bot, String call) {
        return reading.get(place(bot, call));
    }

    /// As if the bot were called, for it is told what becomes of it as any caller.
    private Ring ring(PublicKey bot, String call, Wake wake, State state) {
        var told = new Call(
                call, Optional.of(bot), Dialect.BUILDIT, false, Optional.empty(), clock.instant(), wake.until());
        return Ring.of(told, bot, "").is(state).at(Progress.of(1).endedAt(state == State.RINGING));
    }
}
