package dev.muster.sip.room;

import static dev.muster.nostr.event.Events.RANDOM;

import dev.muster.kit.desk.Premises;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.venue.Pass;
import dev.muster.kit.venue.RoomWish;
import dev.muster.kit.venue.RoomWish.Phone;
import dev.muster.kit.venue.RoomWish.Stage;
import dev.muster.kit.venue.Stays;
import dev.muster.kit.venue.Stays.Stay;
import dev.muster.kit.venue.Venue;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import dev.muster.sip.mix.Beat;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rooms on a real ledger, and the bot for sessions that wants them; the clock is the test's.
public final class Hall extends Premises {
    public static final SecretKey SESSIONS = SecretKey.random(RANDOM);
    public static final SecretKey ORGANIZER = SecretKey.random(RANDOM);
    public static final UUID ROOM = UUID.fromString("5b0c8f3e-9a55-4c7a-8d3b-1f0e2d4c6b8a");
    static final String NUMBER = "+420222333444";
    public static final Phone ZDENA = new Phone("+420777123456", "2d".repeat(32));
    public static final String SESSION = "31923:" + SESSIONS.publicKey().hex() + ":medic";

    private @Nullable Rooms rooms;
    private @Nullable Beat beat;
    private URI pages = URI.create("https://calls.example.org");
    private long number;
    private @Nullable Replies replies;

    @Override
    protected void furnish(Ground ground) {
        var own = new Beat();
        replies = ground.replies();
        beat = own;
        rooms = new Rooms(
                new RoomsConfig(Optional.of(NUMBER), 3, 3),
                () -> pages,
                new Rooms.Means(ground.ledger(), ground.timers(), ground.replies(), own, this::now, RANDOM));
        rooms.start();
    }

    /// As after `kill -9`: nobody says goodbye.
    void crash() throws Exception {
        if (beat != null) beat.close();
        restart();
    }

    @Override
    public void stop() throws Exception {
        if (beat != null) beat.close();
        super.stop();
    }

    public Rooms rooms() {
        if (rooms == null) throw new IllegalStateException("not started");
        return rooms;
    }

    public Replies replies() {
        if (replies == null) throw new IllegalStateException("not started");
        return replies;
    }

    public void pagesAre(URI url) {
        pages = url;
    }

    Instant ends() {
        return Instant.parse("2026-12-01T14:00:00Z");
    }

    RoomWish wish(UUID room, Stage stage) {
        return new RoomWish(
                room,
                SESSION,
                ORGANIZER.publicKey(),
                "Medic 101",
                stage,
                Instant.parse("2026-12-01T12:00:00Z"),
                ends(),
                ++number,
                List.of(ZDENA));
    }

    Outcome says(SecretKey who, RoomWish wish) {
        var rumor = new Rumor(
                who.publicKey(),
                now().getEpochSecond(),
                Kind.BUILDIT_ROOM,
                wish.tags(BOT.publicKey()),
                wish.content(this::now));
        return data().ledger().change(change -> rooms().wanted(change, who.publicKey(), rumor));
    }

    public Venue wanted(Stage stage) {
        return Venue.read(new Tags(says(SESSIONS, wish(ROOM, stage)).tags())).orElseThrow();
    }

    public String pass(SecretKey who, boolean leads) {
        return new Pass(ROOM, who.publicKey().hex(), leads, ends()).signed(SESSIONS, RANDOM);
    }

    Room open() {
        wanted(Stage.LIVE);
        return rooms().find(ROOM).orElseThrow();
    }

    /// What the bot for sessions was told of who was there.
    public List<Stay> told() {
        settles();
        return heard(SESSIONS).stream()
                .flatMap(said -> Stays.read(said).stream())
                .flatMap(stays -> stays.all().stream())
                .toList();
    }

    public void minutePasses() {
        passes(Duration.ofMinutes(1));
    }
}
