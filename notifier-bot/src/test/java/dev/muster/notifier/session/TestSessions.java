package dev.muster.notifier.session;

import static dev.muster.nostr.event.Events.RANDOM;

import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.outbox.Outbox;
import dev.muster.kit.post.Connections;
import dev.muster.kit.post.Directory;
import dev.muster.kit.post.Post;
import dev.muster.kit.post.Reach;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Sender;
import dev.muster.notifier.session.Session.Course;
import dev.muster.notifier.session.Session.Origin;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Sessions with links and certificates, on a real ledger, for tests of what stands on them. Their letters
/// are written and stay here.
public final class TestSessions implements AutoCloseable {
    private static final SecretKey HOST = SecretKey.random(RANDOM);
    private static final Shelf<Issued> ISSUED = new Shelf<>("links-of-session", Issued.class);

    private final InstantSource clock;
    private final Records records;
    private final Connections connections;
    private final Outbox outbox;
    private final Timers timers;
    private final JoinLinks links;
    private final Certificates certificates;

    /// As it is written down.
    private record Issued(String token, int number) {}

    public TestSessions(Ledger ledger, InstantSource clock) {
        this.clock = clock;
        SecretKey bot = SecretKey.random(RANDOM);
        records = new Records(ledger, new Book(), new Names(), new Deliveries(clock), new Attendance(), new Lodgings());
        var reach = new Reach(List.of(URI.create("ws://127.0.0.1:1")), List.of(), false, Optional.empty());
        connections = new Connections(bot, reach, clock, RANDOM);
        outbox = new Outbox(ledger, clock, RANDOM);
        timers = new Timers(ledger, clock);
        var sender = new Sender(bot, new ConversationKeys(100), clock, RANDOM);
        var reports = new Reports(records, timers, clock);
        var post = new Post(sender, connections, new Directory(connections, clock), outbox).telling(reports);
        var letters = new Letters(new Replies(sender, post, clock), sender, post, clock);
        var chance = new Chance(clock, RANDOM);
        var venues = new Venues(records, letters, timers, RoomsConfig.DEFAULT, chance);
        links = new JoinLinks(
                records,
                letters,
                new Texts(
                        records,
                        letters,
                        reports,
                        venues,
                        timers,
                        TextsConfig.DEFAULT,
                        (_, _) -> Optional.empty(),
                        chance),
                new Ways(records, venues, SessionsConfig.DEFAULT, bot, chance),
                (_, _, _, _, _) -> {},
                () -> URI.create("https://join.example.org"),
                chance);
        certificates = new Certificates(ledger, SessionsConfig.DEFAULT, clock, RANDOM);
    }

    public JoinLinks links() {
        return links;
    }

    public Certificates certificates() {
        return certificates;
    }

    /// A session that goes on, in Prague. Returns its id.
    public String started(String title, Instant starts, Duration length, String room) {
        var plan = new Plan(
                title,
                "",
                starts,
                starts.plus(length),
                "Europe/Prague",
                Optional.of(room).filter(it -> !it.isEmpty()),
                Optional.of(Duration.ofMinutes(15)),
                List.of(),
                Optional.empty(),
                0,
                Duration.ofMinutes(30),
                Set.of());
        var session = new Session(
                UUID.randomUUID().toString(),
                new Address(Kind.TIME_EVENT, HOST.publicKey(), title),
                plan,
                new Origin(true, true, false, clock.instant()),
                Course.planned(clock.instant()).is(Status.LIVE, clock.instant()),
                Optional.empty());
        records.ledger().alter(change -> records.book().put(change, session));
        return session.id();
    }

    /// What the host calls themselves.
    public void isLedBy(String name) {
        var profile = Events.signed(
                HOST,
                clock.instant().getEpochSecond(),
                Kind.PROFILE,
                Tags.NONE,
                "{\"name\":\"" + name.replace("\"", "\\\"") + "\"}");
        records.ledger().alter(change -> records.names().learn(change, profile));
    }

    /// A link for somebody new. Returns its token.
    public String issued(String id) {
        PublicKey person = SecretKey.random(RANDOM).publicKey();
        Set<String> before = tokens(id);
        records.ledger().alter(change -> links.issue(change, session(id), person, Optional.empty()));
        return tokens(id).stream()
                .filter(token -> !before.contains(token))
                .findFirst()
                .orElseThrow();
    }

    private Set<String> tokens(String id) {
        return records.ledger().under(ISSUED.at(id)).stream()
                .map(Entry::value)
                .map(Issued::token)
                .collect(Collectors.toSet());
    }

    private Session session(String id) {
        return records.book().find(records.ledger(), id).orElseThrow();
    }

    private void change(String id, UnaryOperator<Session> how) {
        Session after = how.apply(session(id));
        records.ledger().alter(change -> records.book().put(change, after));
    }

    private void become(String id, Status status) {
        change(id, it -> it.with(it.course().is(status, clock.instant())));
    }

    /// It has not begun, and opens when its host says so, but hardly before its time.
    public void postpone(String id) {
        become(id, Status.PLANNED);
    }

    public void start(String id) {
        become(id, Status.LIVE);
    }

    public void end(String id) {
        become(id, Status.ENDED);
    }

    public void cancel(String id) {
        become(id, Status.CANCELLED);
    }

    public void record(String id, String url) {
        change(id, it -> it.with(it.course().recordedAt(url)));
    }

    /// Takes back everybody's link.
    public void revoke(String id) {
        records.ledger()
                .alter(change -> records.deliveries()
                        .of(change, session(id))
                        .forEach(delivery -> links.takeBack(change, session(id), delivery.person())));
    }

    /// How many are there.
    public int present(String id) {
        return records.attendance()
                .figures(records.ledger(), session(id), clock.instant())
                .present();
    }

    /// A certificate for somebody who was there.
    public Certificate certified(String id) {
        PublicKey person = SecretKey.random(RANDOM).publicKey();
        return records.ledger()
                .change(change -> certificates.give(change, session(id), person).orElseThrow());
    }

    public void revoke(Certificate certificate) {
        records.ledger().alter(change -> certificates.revoke(change, certificate));
    }

    @Override
    public void close() {
        outbox.close();
        timers.close();
        connections.close();
    }
}
