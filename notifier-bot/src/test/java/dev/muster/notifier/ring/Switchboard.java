package dev.muster.notifier.ring;

import static dev.muster.nostr.event.Events.RANDOM;

import dev.muster.kit.desk.Premises;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Message;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.device.DevicesConfig;
import dev.muster.notifier.push.Notes;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.Parcel.Sort;
import dev.muster.notifier.push.Pushes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The bot's rooms for calls, phones that note what comes, and people; the clock is the test's.
public final class Switchboard extends Premises {
    public static final SecretKey CARL = SecretKey.random(RANDOM);
    public static final SecretKey ADA = SecretKey.random(RANDOM);
    public static final SecretKey BRIDGE = SecretKey.random(RANDOM);
    public static final SecretKey STRANGER = SecretKey.random(RANDOM);

    public final Phones phones = new Phones();

    private @Nullable Rings rings;
    private @Nullable Devices devices;
    private @Nullable Notes notes;

    @Override
    protected void furnish(Ground ground) {
        var made = new Devices(
                DevicesConfig.DEFAULT,
                new Devices.Means(
                        ground.ledger(), ground.timers(), ground.replies(), this::now, RANDOM, _ -> Optional.empty()));
        var pushes = new Pushes(
                new Pushes.Means(
                        ground.ledger(),
                        ground.outbox(),
                        made,
                        BOT,
                        ground.conversations(),
                        this::now,
                        RANDOM,
                        new SimpleMeterRegistry()),
                List.of(phones));
        var roles = new RolesConfig(
                Set.of(ADA.publicKey()), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(BRIDGE.publicKey()));
        devices = made;
        notes = new Notes(made, pushes, this::now);
        rings = new Rings(
                RingsConfig.DEFAULT,
                new Rings.Means(
                        ground.timers(),
                        made,
                        pushes,
                        new Roles(() -> roles),
                        ground.post(),
                        ground.sender(),
                        ground.replies(),
                        BOT,
                        this::now,
                        RANDOM,
                        refusals()::add));
    }

    Rings rings() {
        if (rings == null) throw new IllegalStateException("not started");
        return rings;
    }

    public Devices devices() {
        if (devices == null) throw new IllegalStateException("not started");
        return devices;
    }

    public Notes notes() {
        if (notes == null) throw new IllegalStateException("not started");
        return notes;
    }

    void comes(String time) {
        comes(Instant.parse(time));
    }

    /// Somebody says something about their devices.
    public Outcome devices(SecretKey who, int kind, String content) {
        return devices(who, now(), kind, content);
    }

    /// Somebody says something about their devices that they have written then.
    public Outcome devices(SecretKey who, Instant written, int kind, String content) {
        var tags = Tags.of(Tag.of("app", "org.example.app"));
        var rumor = new Rumor(who.publicKey(), written.getEpochSecond(), kind, tags, content);
        return data().ledger().change(change -> devices().said(change, rumor, _ -> List.of()));
    }

    public Outcome registers(SecretKey who, String device, String platform, String token, String... more) {
        String rest = more.length == 0 ? "" : "," + String.join(",", more);
        String content =
                "{\"device\":\"%s\",\"platform\":\"%s\",\"token\":\"%s\"%s}".formatted(device, platform, token, rest);
        return devices(who, Kind.PUSH_REGISTRATION, content);
    }

    /// Somebody has a phone of Google's of that name, which is its token too.
    public void hasPhone(SecretKey who, String device) {
        registers(who, device, "fcm", device);
    }

    public void prefers(SecretKey who, String preferences) {
        devices(who, Kind.PUSH_PREFERENCES, "{\"prefs\":" + preferences + "}");
    }

    /// Somebody is allowed to ring.
    public void knows(SecretKey who, SecretKey other) {
        prefers(who, "{\"allow\":[\"" + other.publicKey().hex() + "\"]}");
    }

    void says(SecretKey who, int kind, Tags tags, String content) {
        says(who, new Rumor(who.publicKey(), now().getEpochSecond(), kind, tags, content));
    }

    void says(SecretKey who, Rumor rumor) {
        data().ledger().alter(change -> {
            if (Kind.isCall(rumor.kind())) rings().call(change, rumor.sign(who, RANDOM));
            else rings().message(change, new Message(rumor.id(), rumor, rumor.content(), Optional.empty()));
        });
    }

    /// Somebody calls, in BuildIt's words.
    public void calls(SecretKey caller, String callId, SecretKey... callees) {
        says(caller, Kind.BUILDIT_CALL_OFFER, tags(callId, callees), offer(callId));
    }

    static String offer(String callId) {
        return "{\"_v\":\"1.0.0\",\"callId\":\"%s\",\"callType\":\"voice\",\"sdp\":\"\",\"timestamp\":1767225600000}"
                .formatted(callId);
    }

    static Tags tags(String callId, SecretKey... callees) {
        var tags = new ArrayList<Tag>();
        Arrays.stream(callees)
                .forEach(callee -> tags.add(Tag.of("p", callee.publicKey().hex())));
        tags.add(Tag.of("call-id", callId));
        tags.add(Tag.of("call-type", "voice"));
        return new Tags(tags);
    }

    /// Somebody calls with a signed event.
    void callsSigned(SecretKey caller, String callId, SecretKey... callees) {
        says(caller, Kind.CALL_OFFER, tags(callId, callees), "");
    }

    void hangsUp(SecretKey who, String callId, String reason) {
        says(
                who,
                Kind.BUILDIT_CALL_HANGUP,
                Tags.NONE,
                "{\"_v\":\"1.0.0\",\"callId\":\"%s\",\"reason\":\"%s\"}".formatted(callId, reason));
    }

    /// Waits for a signal of that kind that has this in its content.
    public Rumor signal(SecretKey who, int kind, String part) {
        Await.until(() -> signals(who, kind, part).findAny().isPresent());
        return signals(who, kind, part).findFirst().orElseThrow();
    }

    private Stream<Rumor> signals(SecretKey who, int kind, String part) {
        return heard(who).stream()
                .filter(said -> said.kind() == kind && said.content().contains(part));
    }

    public List<Rumor> letters(SecretKey who) {
        return heard(who).stream()
                .filter(said -> said.kind() == Kind.CHAT_MESSAGE)
                .toList();
    }

    /// Waits until that many letters tell of missed calls.
    void missed(SecretKey who, int many) {
        Await.until(() -> letters(who).stream()
                        .filter(letter -> letter.content().contains("Missed call"))
                        .count()
                == many);
    }

    /// Waits until a device has got so many of that sort, and no more come.
    public List<Parcel> got(String device, Sort sort, int many) {
        Await.until(() -> phones.got(device, sort).size() >= many);
        return phones.got(device, sort);
    }
}
