package dev.muster.kit.post;

import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.nostr.client.ScriptedRelay;
import dev.muster.nostr.client.SmallRelay;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IntroductionTest {
    private static final Profile PROFILE = new Profile(
            "notifier", "Muster", "Says when", List.of(14, 3079), Optional.of(URI.create("https://join.example.org")));

    private final SmallRelay ours = new SmallRelay().demandingAuth();
    private final SmallRelay lookUp = new SmallRelay();
    private ScriptedRelay doorOurs;
    private ScriptedRelay doorLookUp;
    private @Nullable Connections connections;
    private @Nullable Introduction introduction;

    @BeforeEach
    void open() throws IOException {
        doorOurs = ScriptedRelay.playing(ours);
        doorLookUp = ScriptedRelay.playing(lookUp);
    }

    @AfterEach
    void close() throws IOException {
        stop();
        doorOurs.close();
        doorLookUp.close();
    }

    private void start(Profile profile) {
        var reach = new Reach(List.of(doorOurs.uri()), List.of(doorLookUp.uri()), false, Optional.empty());
        var opened = new Connections(BOB, reach, InstantSource.system(), RANDOM);
        var started = new Introduction(BOB, profile, opened, InstantSource.system(), RANDOM);
        connections = opened;
        introduction = started;
        started.start();
    }

    private void stop() {
        if (introduction != null) introduction.close();
        if (connections != null) connections.close();
    }

    private static Optional<Event> newest(SmallRelay relay, int kind) {
        return relay.stored().stream().filter(event -> event.kind() == kind).findFirst();
    }

    private static Event said(int kind, Tags tags, String content) {
        long yesterday = Instant.now().getEpochSecond() - 86_400;
        return new Rumor(BOB.publicKey(), yesterday, kind, tags, content).sign(BOB, RANDOM);
    }

    private static Event profile(String content) {
        return said(Kind.PROFILE, Tags.NONE, content);
    }

    @Test
    void C0_1_whoItIsWhereItReceivesAndWhatItTakesIsPublished() {
        start(PROFILE);

        Await.until(() -> ours.stored().size() == 3 && lookUp.stored().size() == 3);
        for (SmallRelay relay : List.of(ours, lookUp)) {
            assertThat(newest(relay, Kind.PROFILE).orElseThrow().content())
                    .isEqualTo("{\"name\":\"Muster\",\"about\":\"Says when\",\"bot\":true}");
            assertThat(newest(relay, Kind.INBOX_RELAYS).orElseThrow().tags())
                    .isEqualTo(Tags.of(Tag.of("relay", doorOurs.uri().toString())));
            assertThat(newest(relay, Kind.HANDLER_INFORMATION).orElseThrow().tags())
                    .isEqualTo(Tags.of(
                            Tag.of("d", "notifier"),
                            Tag.of("k", "14"),
                            Tag.of("k", "3079"),
                            Tag.of("web", "https://join.example.org")));
        }
    }

    @Test
    void whatIsThereAlreadyIsNotPublishedAgain() {
        start(PROFILE);
        Await.until(() -> ours.stored().size() == 3 && lookUp.stored().size() == 3);
        stop();
        int before = ours.requests();

        start(PROFILE);

        Await.until(() -> ours.requests() > before);
        stop();
        assertThat(ours.publishes()).isEqualTo(3);
    }

    @Test
    void aPictureThatSomebodyHasGivenItStays() {
        ours.take(profile("{\"picture\":\"p\",\"about\":\"Says when\",\"name\":\"Muster\",\"bot\":true}"));

        start(PROFILE);

        Await.until(() -> newest(ours, Kind.HANDLER_INFORMATION).isPresent());
        assertThat(ours.publishes()).isEqualTo(2);
    }

    @Test
    void whatHasChangedIsPublishedAnew() {
        ours.take(profile("{\"name\":\"Other\",\"about\":\"Says when\",\"bot\":true}"));
        ours.take(said(Kind.INBOX_RELAYS, Tags.of(Tag.of("relay", "wss://old.example.org")), ""));

        start(PROFILE);

        Await.until(() -> newest(ours, Kind.PROFILE).orElseThrow().content().contains("Muster"));
        Await.until(() -> newest(ours, Kind.INBOX_RELAYS)
                .orElseThrow()
                .tags()
                .values("relay")
                .contains(doorOurs.uri().toString()));
    }

    @Test
    void aRelayThatIsAwayHearsOfItWhenItIsBack() throws IOException {
        doorOurs.kill();
        start(PROFILE);
        Await.until(() -> lookUp.stored().size() == 3);

        doorOurs.restart();

        Await.until(() -> ours.stored().size() == 3);
    }
}
