package dev.muster.kit.venue;

import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.venue.RoomWish.Phone;
import dev.muster.kit.venue.RoomWish.Stage;
import dev.muster.kit.venue.Stays.Stay;
import dev.muster.kit.venue.Venue.DialIn;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What two bots say to each other about a room.
class VenueTest {
    private static final Instant NOW = Instant.parse("2026-12-01T18:00:00Z");
    private static final SecretKey SESSIONS = SecretKey.random(RANDOM);
    private static final PublicKey BRIDGE = SecretKey.random(RANDOM).publicKey();
    private static final UUID ROOM = UUID.fromString("5b0c8f3e-9a55-4c7a-8d3b-1f0e2d4c6b8a");
    private static final String SESSION = "31923:" + SESSIONS.publicKey().hex() + ":medic-101";

    private static Rumor said(int kind, Tags tags, String content) {
        return new Rumor(SESSIONS.publicKey(), NOW.getEpochSecond(), kind, tags, content);
    }

    @Test
    void aWishIsReadAsItWasWritten() {
        var wish = new RoomWish(
                ROOM,
                SESSION,
                SESSIONS.publicKey(),
                "Street \"medic\" 101",
                Stage.LIVE,
                NOW,
                NOW.plusSeconds(7200),
                3,
                List.of(new Phone("+420777123456", "ab12")));
        Rumor said = said(Kind.BUILDIT_ROOM, wish.tags(BRIDGE), wish.content(InstantSource.fixed(NOW)));
        assertThat(RoomWish.read(said)).contains(wish);
        assertThat(wish.toString()).doesNotContain("medic", "777");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "status", "starts", "ends", "n"})
    void aWishThatLacksSomethingIsNone(String tag) {
        var wish = new RoomWish(ROOM, SESSION, BRIDGE, "", Stage.PLANNED, NOW, NOW, 1, List.of());
        var tags = new Tags(
                wish.tags(BRIDGE).stream().filter(it -> !it.isNamed(tag)).toList());
        assertThat(RoomWish.read(said(Kind.BUILDIT_ROOM, tags, wish.content(InstantSource.fixed(NOW)))))
                .isEmpty();
        assertThat(RoomWish.read(said(Kind.BUILDIT_ROOM, wish.tags(BRIDGE), "{}")))
                .isEmpty();
    }

    @Test
    void aVenueIsReadAsItWasWritten() {
        var venue = new Venue(
                URI.create("https://calls.example.org/room/" + ROOM),
                Optional.of(new DialIn("+420222333444", "12345678")));
        assertThat(Venue.read(new Tags(venue.tags()))).contains(venue);
        assertThat(venue.dialIn().orElseThrow().spoken()).isEqualTo("123 456 78");
        assertThat(venue.toString()).doesNotContain("1234", "222");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "javascript:alert(1)", "https://", "https://x.example/#y", "room", "https://a b"})
    void whatIsNoAddressIsNoVenue(String url) {
        assertThat(Venue.read(Tags.of(Tag.of("room", url)))).isEmpty();
    }

    @Test
    void staysAreReadAsTheyWereWritten() {
        var stays = new Stays(
                SESSION,
                List.of(
                        new Stay("ab12", NOW, NOW.plusSeconds(60), false, ""),
                        new Stay("caller-1", NOW, NOW, true, "•••4567"),
                        new Stay("caller-2", NOW, NOW, true, "ana-maría.2")));
        assertThat(Stays.read(said(Kind.ROOM_PRESENCE, stays.tags(BRIDGE), ""))).contains(stays);
    }

    @Test
    void whatNobodyCanHaveStayedIsLeftOut() {
        Tags tags = Tags.of(
                Tag.of("a", SESSION),
                Tag.of("stay", "ab12", "20", "10", "here", ""),
                Tag.of("stay", "a b", "10", "20", "here", ""),
                Tag.of("stay", "ab12", "x", "20", "here", ""),
                Tag.of("stay"));
        assertThat(Stays.read(said(Kind.ROOM_PRESENCE, tags, ""))).isEmpty();
    }

    @Test
    void aPassCountsForWhoItsIssuerSaysAndUntilThen() {
        var pass = new Pass(ROOM, "ab12", true, NOW.plusSeconds(60));
        String text = pass.signed(SESSIONS, RANDOM);
        assertThat(Pass.read(text, SESSIONS.publicKey(), NOW)).contains(pass);
        assertThat(Pass.claimedRoom(text)).contains(ROOM);
        assertThat(Pass.read(text, SESSIONS.publicKey(), NOW.plusSeconds(60))).isEmpty();
        assertThat(Pass.read(text, BRIDGE, NOW)).isEmpty();
    }

    @Test
    void aPassThatWasChangedIsNone() {
        String text = new Pass(ROOM, "ab12", false, NOW.plusSeconds(60)).signed(SESSIONS, RANDOM);
        for (int at = 0; at < text.length(); at++) {
            // The last character of each part holds bits that mean nothing.
            if (at + 1 == text.length() || text.charAt(at + 1) == '.') continue;
            char other = text.charAt(at) == 'A' ? 'B' : 'A';
            String changed = text.substring(0, at) + other + text.substring(at + 1);
            assertThat(Pass.read(changed, SESSIONS.publicKey(), NOW)).isEmpty();
        }
    }

    @Test
    void nothingThatSomebodySendsAsAPassDoesHarm() {
        var random = new Random(7);
        String good = new Pass(ROOM, "ab12", false, NOW.plusSeconds(60)).signed(SESSIONS, RANDOM);
        for (int round = 0; round < 2000; round++) {
            var text = new StringBuilder(good);
            for (int i = 0; i < 5; i++) text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x250));
            text.setLength(random.nextInt(text.length()));
            assertThat(Pass.read(text.toString(), SESSIONS.publicKey(), NOW)).isEmpty();
        }
    }
}
