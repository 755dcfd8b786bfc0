package dev.muster.notifier.session;

import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.notifier.session.Town.TINA;
import static dev.muster.notifier.session.Town.attendee;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class JoinLinksTest {
    private static final SecretKey ANNA = SecretKey.random(RANDOM);

    @RegisterExtension
    final Town town = new Town();

    private String event;
    private Instant starts;
    private Town.Link link;

    @BeforeEach
    void started() {
        starts = town.now().plus(Duration.ofHours(1));
        event = town.announces("medic", starts, attendee(ANNA));
        town.answers(ANNA, event, "accepted");
        town.comes(starts);
        town.turns(TINA, event, "live");
        link = town.link(ANNA);
    }

    private Look look(Town.Link link, String browser) {
        return town.links().look(link.room(), link.token(), Optional.of(browser).filter(it -> !it.isEmpty()));
    }

    @Test
    void leadsIntoTheRoomOfTheSession() {
        assertThat(look(link, "")).isInstanceOfSatisfying(Look.Open.class, open -> {
            assertThat(open.to().title()).isEqualTo("Training medic");
            assertThat(open.to().ends()).isEqualTo(starts.plus(Duration.ofHours(2)));
        });
        assertThat(town.links().join(link.room(), link.token(), "one"))
                .isEqualTo(new Entry.In(URI.create("https://meet.example.org/" + link.room()), false));
    }

    @Test
    void isForTheBrowserThatItWasFirstUsedIn() {
        look(link, "");
        town.links().join(link.room(), link.token(), "one");
        assertThat(town.links().join(link.room(), link.token(), "two"))
                .isInstanceOfSatisfying(
                        Entry.Closed.class, it -> assertThat(it.look()).isInstanceOf(Look.Elsewhere.class));
        assertThat(look(link, "")).isInstanceOf(Look.Elsewhere.class);
        assertThat(town.links().join(link.room(), link.token(), "one")).isInstanceOf(Entry.In.class);
        assertThat(town.links().isThere(link.room(), link.token(), "two")).isFalse();
    }

    @Test
    void aNewOneTakesTheOldOneBack() {
        town.passes(Duration.ofSeconds(1));
        town.types(ANNA, "link");
        Await.until(() -> town.linksOf(ANNA).size() == 2);
        Town.Link next = town.link(ANNA);
        assertThat(next.token()).isNotEqualTo(link.token());
        assertThat(look(link, "")).isInstanceOf(Look.Revoked.class);
        assertThat(look(next, "")).isInstanceOf(Look.Open.class);
    }

    @Test
    void canBeTakenBackByWhoLeadsTheSession() {
        town.types(TINA, "revoke link medic " + new Npub(ANNA.publicKey()).encode());
        assertThat(look(link, "")).isInstanceOf(Look.Revoked.class);
        assertThat(town.links().join(link.room(), link.token(), "one")).isInstanceOf(Entry.Closed.class);
    }

    @Test
    void whoDeclinesAfterAllHasNoLinkAnyMore() {
        town.types(ANNA, "no");
        assertThat(look(link, "")).isInstanceOf(Look.Revoked.class);
        town.passes(Duration.ofSeconds(1));
        town.types(ANNA, "yes");
        Await.until(() -> town.linksOf(ANNA).size() == 2);
        assertThat(look(town.link(ANNA), "")).isInstanceOf(Look.Open.class);
    }

    @Test
    void opensNoOtherRoomAndCannotBeGuessed() {
        assertThat(town.links().look("other", link.token(), Optional.empty())).isInstanceOf(Look.Unknown.class);
        assertThat(town.links().look(link.room(), link.token() + "A", Optional.empty()))
                .isInstanceOf(Look.Unknown.class);
        assertThat(link.token()).hasSize(32);
    }

    @Test
    void endsWithItsSession() {
        town.comes(starts.plus(Duration.ofHours(2)));
        assertThat(look(link, "")).isInstanceOf(Look.Ended.class);
        town.types(TINA, "end medic https://video.example.org/1");
        assertThat(look(link, ""))
                .isInstanceOfSatisfying(
                        Look.Ended.class,
                        it -> assertThat(it.recording()).contains(URI.create("https://video.example.org/1")));
    }

    @Test
    void waitsWhenItsSessionIsPutOff() {
        town.passes(Duration.ofSeconds(1));
        town.turns(TINA, event, "planned");
        assertThat(look(link, "")).isInstanceOf(Look.Early.class);
        town.passes(Duration.ofSeconds(1));
        town.turns(TINA, event, "live");
        assertThat(look(link, "")).isInstanceOf(Look.Open.class);
        town.settle();
        assertThat(town.linksOf(ANNA)).hasSize(1);
    }

    @Test
    void leadsNowhereWhenItsSessionIsCancelled() {
        town.types(TINA, "cancel medic");
        assertThat(look(link, "")).isInstanceOf(Look.Cancelled.class);
    }

    @Test
    void whoStaysAwayForAWhileHasLeftWhenTheyWereLastSeen() {
        town.links().join(link.room(), link.token(), "one");
        town.passes(Duration.ofMinutes(2));
        assertThat(town.links().isThere(link.room(), link.token(), "one")).isTrue();
        town.passes(Duration.ofMinutes(30));
        town.links().isThere(link.room(), link.token(), "one");
        town.passes(Duration.ofMinutes(1));
        town.links().leave(link.room(), link.token(), "one");
        var report = town.answer(TINA, town.types(TINA, "report medic"));
        assertThat(report.tags().first("attendance").map(tag -> tag.at(4))).contains("180");
        assertThat(report.tags().stream()).contains(Tag.of("count", "peak", "1"), Tag.of("count", "present", "0"));
    }
}
