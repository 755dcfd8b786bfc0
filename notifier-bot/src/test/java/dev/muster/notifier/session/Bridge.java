package dev.muster.notifier.session;

import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.notifier.session.Town.TINA;

import dev.muster.kit.desk.Premises;
import dev.muster.kit.venue.RoomWish;
import dev.muster.kit.venue.Stays;
import dev.muster.kit.venue.Stays.Stay;
import dev.muster.kit.venue.Venue;
import dev.muster.kit.venue.Venue.DialIn;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The bridge, which is another bot, as the town's bot knows it: what it is asked, and what it says. Tina's session
/// "medic" of tomorrow names no room, and so the bridge is asked for one.
final class Bridge {
    static final DialIn DIAL_IN = new DialIn("+420222333444", "123456");

    private final SecretKey key = SecretKey.random(RANDOM);
    private final Town town;
    private Instant starts = Instant.MAX;

    Bridge(Town town) {
        this.town = town;
    }

    /// The bot asks this bridge from now on.
    void opens() throws Exception {
        opens(config());
    }

    void opens(SessionsConfig config) throws Exception {
        starts = town.now().plus(Duration.ofHours(20));
        town.restartWith(config);
    }

    SessionsConfig config() {
        return SessionsConfig.DEFAULT.meetingAt(key.publicKey());
    }

    Instant starts() {
        return starts;
    }

    void isPutOffBy(Duration time) {
        starts = starts.plus(time);
    }

    void refuses(Rumor asked, String why) {
        replies(asked, Tag.of("result", "refused", why));
    }

    /// Tina announces it, or changes it.
    String announces(Tag... guests) {
        var tags = new ArrayList<>(List.of(guests));
        tags.add(Tag.of("d", "medic"));
        tags.add(Tag.of("title", "Training medic"));
        tags.add(Tag.of("start", Long.toString(starts.getEpochSecond())));
        tags.add(Tag.of("end", Long.toString(starts.plus(Duration.ofHours(2)).getEpochSecond())));
        town.says(TINA, Kind.TIME_EVENT, new Tags(tags), "");
        return Kind.TIME_EVENT + ":" + TINA.publicKey().hex() + ":medic";
    }

    List<RoomWish> wishes() {
        town.settle();
        return asked().stream().map(Bridge::wish).toList();
    }

    List<Rumor> asked() {
        return town.heard(key).stream()
                .filter(said -> said.kind() == Kind.BUILDIT_ROOM)
                .toList();
    }

    Rumor lastAsked() {
        town.settle();
        return asked().stream()
                .max(Comparator.comparingLong(said -> wish(said).number()))
                .orElseThrow();
    }

    static RoomWish wish(Rumor asked) {
        return RoomWish.read(asked).orElseThrow();
    }

    private static Venue venue(RoomWish wish) {
        return new Venue(URI.create("https://calls.example.org/room/" + wish.room()), Optional.of(DIAL_IN));
    }

    void answersAs(SecretKey who, Rumor asked) {
        var tags = new ArrayList<>(venue(wish(asked)).tags());
        tags.add(Tag.of("e", asked.id().hex(), "", "reply"));
        tags.add(Tag.of("result", "ok"));
        town.says(who, Kind.CHAT_MESSAGE, new Tags(tags), "");
    }

    void answers(Rumor asked) {
        answersAs(key, asked);
    }

    /// Says who was there, and how long.
    void tells(String event, Stay... stays) {
        tells(key, event, stays);
    }

    /// Whoever else says so is believed as little as they are to be.
    void tells(SecretKey who, String event, Stay... stays) {
        town.says(who, Kind.ROOM_PRESENCE, new Stays(event, List.of(stays)).tags(Premises.BOT.publicKey()), "");
    }

    /// Whom it was told to call.
    List<Rumor> orders() {
        return town.heard(key).stream()
                .filter(said -> said.kind() == Kind.BUILDIT_CALL_OFFER)
                .toList();
    }

    void replies(Rumor order, Tag... more) {
        var tags = new ArrayList<>(List.of(more));
        tags.add(Tag.of("e", order.id().hex(), "", "reply"));
        town.says(key, Kind.CHAT_MESSAGE, new Tags(tags), "");
    }

    /// What Tina is told when she asks how it went.
    Rumor report() {
        return town.answer(TINA, town.types(TINA, "report medic"));
    }

    /// The figures in it.
    Map<String, String> counts() {
        return report().tags().stream()
                .filter(tag -> tag.isNamed("count"))
                .collect(Collectors.toMap(tag -> tag.at(1), tag -> tag.at(2)));
    }
}
