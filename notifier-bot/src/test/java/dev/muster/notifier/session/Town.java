package dev.muster.notifier.session;

import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.desk.Premises;
import dev.muster.kit.inbox.Handler;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Message;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A bot with its relay and its ledger, and people who talk to it; the clock is the test's.
final class Town extends Premises {
    static final SecretKey TINA = SecretKey.random(RANDOM);
    static final SecretKey ADA = SecretKey.random(RANDOM);
    static final String ROOM = "https://meet.example.org/{room}";

    private @Nullable Sessions sessions;
    private SessionsConfig config = SessionsConfig.DEFAULT;
    private final Map<PublicKey, Duration> textWishes = new HashMap<>();
    private long said;

    @Override
    protected void furnish(Ground ground) {
        var roles = new RolesConfig(
                Set.of(ADA.publicKey()), Set.of(), Set.of(TINA.publicKey()), Set.of(), Set.of(), Set.of());
        sessions = new Sessions(
                config,
                new Sessions.Means(
                        ground.ledger(),
                        ground.timers(),
                        BOT,
                        new Roles(() -> roles),
                        ground.sender(),
                        ground.post(),
                        ground.replies(),
                        (_, _, _, _, _) -> {},
                        (_, person) -> Optional.ofNullable(textWishes.get(person)),
                        (_, person) -> URI.create("https://join.example.org/app?k=" + person.hex()),
                        () -> URI.create("https://join.example.org"),
                        new Chance(this::now, RANDOM),
                        refusals()::add));
    }

    void restartWith(SessionsConfig other) throws Exception {
        config = other;
        restart();
    }

    /// Somebody wants to be texted if they haven't opened their link after that time.
    void wantsTexts(SecretKey who, Duration after) {
        textWishes.put(who.publicKey(), after);
    }

    Sessions sessions() {
        if (sessions == null) throw new IllegalStateException("not started");
        return sessions;
    }

    JoinLinks links() {
        return sessions().links();
    }

    /// Somebody says something to the bot, in a wrap that it has opened.
    EventId says(SecretKey who, int kind, Tags tags, String content) {
        var rumor = new Rumor(who.publicKey(), now().getEpochSecond(), kind, tags, content);
        return says(rumor);
    }

    EventId says(Rumor rumor) {
        Handler handler = sessions().handler();
        var message = new Message(rumor.id(), rumor, rumor.content(), Optional.empty());
        data().ledger().alter(change -> handler.message(change, message));
        return rumor.id();
    }

    /// The same text twice is said twice.
    EventId types(SecretKey who, String text, Tag... tags) {
        var all = Stream.concat(Arrays.stream(tags), Stream.of(Tag.of("n", Long.toString(said++))))
                .toList();
        return says(who, Kind.CHAT_MESSAGE, new Tags(all), text);
    }

    /// Somebody publishes something for everybody.
    void publishes(SecretKey who, int kind, Tags tags, String content) {
        var rumor = new Rumor(who.publicKey(), now().getEpochSecond(), kind, tags, content);
        sessions().hear(rumor.sign(who, RANDOM));
    }

    /// Tina announces a training of two hours.
    String announces(String d, Instant starts, Tag... more) {
        return announces(d, starts, List.of(more));
    }

    String announces(String d, Instant starts, List<Tag> more) {
        var tags = new ArrayList<Tag>(more);
        tags.add(Tag.of("d", d));
        tags.add(Tag.of("title", "Training " + d));
        tags.add(Tag.of("start", Long.toString(starts.getEpochSecond())));
        tags.add(Tag.of("end", Long.toString(starts.plus(Duration.ofHours(2)).getEpochSecond())));
        tags.add(Tag.of("service", ROOM));
        says(TINA, Kind.TIME_EVENT, new Tags(tags), "");
        return Kind.TIME_EVENT + ":" + TINA.publicKey().hex() + ":" + d;
    }

    static Tag attendee(SecretKey who) {
        return Tag.of("p", who.publicKey().hex(), "", "attendee");
    }

    EventId answers(SecretKey who, String event, String status) {
        return says(who, Kind.RSVP, Tags.of(Tag.of("a", event), Tag.of("d", "r"), Tag.of("status", status)), "");
    }

    EventId turns(SecretKey who, String event, String status) {
        String d = Address.parse(event).orElseThrow().identifier();
        return says(
                who, Kind.MEETING_SESSION, Tags.of(Tag.of("d", d), Tag.of("a", event), Tag.of("status", status)), "");
    }

    /// Waits for a letter with this in its text.
    Rumor letter(SecretKey who, String part) {
        Await.until(
                () -> heard(who).stream().anyMatch(letter -> letter.content().contains(part)));
        return heard(who).stream()
                .filter(letter -> letter.content().contains(part))
                .findFirst()
                .orElseThrow();
    }

    /// Waits for the answer to something.
    Rumor answer(SecretKey who, EventId said) {
        Await.until(() -> answers(who, said).findAny().isPresent());
        return answers(who, said).findFirst().orElseThrow();
    }

    private Stream<Rumor> answers(SecretKey who, EventId said) {
        return heard(who).stream()
                .filter(letter -> letter.kind() == Kind.CHAT_MESSAGE
                        && letter.tags().first("result").isPresent()
                        && letter.tags().values("e").contains(said.hex()));
    }

    /// The links that somebody was sent so far.
    List<String> linksOf(SecretKey who) {
        return heard(who).stream()
                .filter(letter -> letter.tags().values("t").contains("training-start"))
                .flatMap(letter -> letter.tags().value("r").stream())
                .toList();
    }

    Link link(SecretKey who) {
        Await.until(() -> !linksOf(who).isEmpty());
        return Link.of(linksOf(who).getLast());
    }

    /// Waits until everything that was decided so far is on its way: who gets this has got all before it.
    void settle() {
        EventId asked = types(ADA, "help");
        answer(ADA, asked);
        settles();
    }

    record Link(String room, String token) {
        static Link of(String url) {
            assertThat(url).startsWith("https://join.example.org/conference/").contains("?t=");
            String rest = url.substring("https://join.example.org/conference/".length());
            return new Link(rest.substring(0, rest.indexOf('?')), rest.substring(rest.indexOf("?t=") + 3));
        }
    }
}
