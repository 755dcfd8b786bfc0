package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.post.Post;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Message;
import dev.muster.notifier.session.Deliveries.Delivery;
import dev.muster.notifier.session.Deliveries.Step;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Links that go to phones. Another bot texts them, the bridge: it is asked by a wrap (kind 24350), and says by wraps
/// what became of each text.
///
/// ```
/// only a phone                              ─┐
///                                            ├─>  an order: ["to", number or key, whom, link] …  ─>  the bridge
/// a key, wants texts, hasn't opened in time ─┘                                                          │
/// deliveries  <─  ["delivery", whom, "sms", "delivered", when, why]  <──────────────────────────────────┘
/// ```
///
/// Which phone belongs to a key only the bridge knows; who comes to a session only this bot.
final class Texts implements Post.News {
    static final String NO_BRIDGE = "no bridge for texts is set up";

    private static final String BELL = "text-instead";
    private static final String CHANNEL = "sms";

    /// An order is one message of 32 KB at most, and a recipient takes about 250 bytes of it.
    private static final int IN_AN_ORDER = 100;

    /// So long a certificate is worth a text, also if it is night now.
    private static final Duration OF_USE = Duration.ofDays(1);

    private static final Shelf<Order> ORDERS = new Shelf<>("text-order", Order.class);
    private static final Shelf<Order> ORDERS_OF = new Shelf<>("text-orders-of-session", Order.class);
    private static final Shelf<Ordered> LATEST = new Shelf<>("text-of", Ordered.class);
    private static final Shelf<Waiting> WAITING = new Shelf<>("text-waits", Waiting.class);

    private final Book book;
    private final Deliveries deliveries;
    private final Attendance attendance;
    private final Letters letters;
    private final Reports reports;
    private final Venues venues;
    private final Timers timers;
    private final TextsConfig config;
    private final TextWish wish;
    private final InstantSource clock;
    private final SecureRandom random;

    /// Somebody who is to get a text.
    ///
    /// @param to a telephone number, or the key that a phone is linked to
    record Recipient(PublicKey person, String to, String url) {
        static Recipient of(PhoneGuest guest, String url) {
            return new Recipient(guest.standIn(), "tel:" + guest.contact().number(), url);
        }
    }

    /// What the bridge was asked for.
    ///
    /// @param id of the message that asked, by which the bridge calls it too
    private record Order(String id, String session) {}

    /// With which order somebody's link went out last: what is said of another isn't news.
    private record Ordered(String order) {}

    /// Somebody is texted then, unless they open their link.
    private record Waiting(PublicKey person, String url, Instant due) {}

    /// Has its alarms rung by those timers, which are to be started afterwards.
    Texts(
            Records records,
            Letters letters,
            Reports reports,
            Venues venues,
            Timers timers,
            TextsConfig config,
            TextWish wish,
            Chance chance) {
        this.book = records.book();
        this.deliveries = records.deliveries();
        this.attendance = records.attendance();
        this.letters = letters;
        this.reports = reports;
        this.venues = venues;
        this.timers = timers.with(
                BELL,
                (change, alarm) -> book.find(change, alarm.name())
                        .filter(Session::isLive)
                        .ifPresent(session -> textWhoWaits(change, session)));
        this.config = config;
        this.wish = wish;
        this.clock = chance.clock();
        this.random = chance.random();
    }

    /// Enters somebody who has only a phone; empty if they are known.
    Optional<PhoneGuest> enter(Change change, Session session, Contact contact) {
        if (book.phoneGuest(change, session, contact.number()).isPresent()) return Optional.empty();
        var guest = new PhoneGuest(SecretKey.random(random).publicKey(), contact);
        book.put(change, session, guest);
        return Optional.of(guest);
    }

    /// Has links texted.
    void send(Change change, Session session, List<Recipient> all) {
        if (all.isEmpty()) return;
        for (Recipient each : all) deliveries.texted(change, session.id(), each.person());
        reports.stir(change, session.id());
        if (config.bridge().isEmpty()) {
            for (Recipient each : all) is(change, session.id(), each.person(), Step.FAILED, NO_BRIDGE);
            return;
        }
        String text = config.about(session.plan().title()) + venues.orCall(change, session);
        for (int from = 0; from < all.size(); from += IN_AN_ORDER) {
            List<Recipient> some = all.subList(from, Math.min(all.size(), from + IN_AN_ORDER));
            var order = new Order(
                    ask(
                            change,
                            config.bridge().get(),
                            some,
                            text,
                            session.plan().ends()),
                    session.id());
            change.put(ORDERS.at(order.id()), order);
            change.put(ORDERS_OF.at(session.id(), order.id()), order);
            for (Recipient each : some)
                change.put(LATEST.at(session.id(), each.person().hex()), new Ordered(order.id()));
        }
    }

    private String ask(Change change, PublicKey bridge, List<Recipient> some, String text, Instant until) {
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.of("p", bridge.hex()));
        tags.add(Tag.of("expiration", Long.toString(until.getEpochSecond())));
        for (Recipient each : some)
            tags.add(Tag.of("to", each.to(), each.person().hex(), each.url()));
        return letters.ask(change, bridge, Kind.BUILDIT_BROADCAST, new Tags(tags), text, until)
                .hex();
    }

    /// Has somebody's certificate texted who has only a phone. Says whether that is so.
    boolean send(Change change, Session session, Certificate certificate, String url) {
        Optional<PhoneGuest> guest = book.phoneGuest(change, session, certificate.person());
        guest.ifPresent(to -> config.bridge()
                .ifPresent(bridge -> ask(
                        change,
                        bridge,
                        List.of(Recipient.of(to, url)),
                        "You stayed to the end: your certificate is at {{link}}",
                        clock.instant().plus(OF_USE))));
        return guest.isPresent();
    }

    /// Somebody with a key was sent their link: they are texted if they want that and don't open it in time.
    void unlessOpened(Change change, Session session, PublicKey person, String url) {
        Duration patience = wish.after(change, person).orElse(null);
        if (patience == null || config.bridge().isEmpty()) return;
        Instant due = clock.instant().plus(patience);
        change.put(WAITING.at(session.id(), person.hex()), new Waiting(person, url, due));
        boolean isEarlier = timers.due(change, BELL, session.id())
                .filter(set -> !set.isAfter(due))
                .isEmpty();
        if (isEarlier) timers.set(change, BELL, session.id(), due);
    }

    /// It goes on: whoever's time has come meanwhile is texted now.
    void goesOn(Change change, Session session) {
        if (!change.under(WAITING.at(session.id())).isEmpty()) timers.set(change, BELL, session.id(), clock.instant());
    }

    private void textWhoWaits(Change change, Session session) {
        Instant now = clock.instant();
        List<Recipient> due = new ArrayList<>();
        Instant next = Instant.MAX;
        for (Entry<Waiting> entry : change.under(WAITING.at(session.id()))) {
            Waiting waiting = entry.value();
            if (waiting.due().isAfter(now)) {
                if (waiting.due().isBefore(next)) next = waiting.due();
                continue;
            }
            change.remove(entry.place());
            PublicKey person = waiting.person();
            if (isWanted(change, session, person)) due.add(new Recipient(person, person.hex(), waiting.url()));
        }
        send(change, session, due);
        if (next.isBefore(Instant.MAX)) timers.set(change, BELL, session.id(), next);
    }

    private boolean isWanted(Reading reading, Session session, PublicKey person) {
        return wish.after(reading, person).isPresent()
                && !letters.isSilenced(reading, person)
                && !deliveries.isOpened(reading, session.id(), person)
                && !attendance.wasThere(reading, session, person);
    }

    /// Somebody's link was taken back, or they don't come: they aren't texted.
    void withdraw(Change change, Session session, PublicKey person) {
        change.remove(WAITING.at(session.id(), person.hex()));
    }

    /// It is over: nobody is texted any more, and the bridge keeps what it hasn't sent so far.
    void end(Change change, Session session) {
        timers.cancel(change, BELL, session.id());
        change.under(WAITING.at(session.id())).forEach(entry -> change.remove(entry.place()));
        List<Delivery> queued = deliveries.texts(change, session.id()).stream()
                .filter(text -> text.step() == Step.QUEUED)
                .toList();
        queued.stream()
                .flatMap(
                        text -> change.get(LATEST.at(session.id(), text.person().hex())).stream())
                .map(Ordered::order)
                .distinct()
                .forEach(order -> callOff(change, session, order));
        for (Delivery text : queued) is(change, session.id(), text.person(), Step.EXPIRED, "it was over");
    }

    /// Also if the order itself is taken back in time: a relay may have it already.
    private void callOff(Change change, Session session, String order) {
        boolean _ = letters.withdraw(change, Letters.asked(order));
        Instant ends = session.plan().ends();
        // By then the texts have expired without that.
        if (!ends.isAfter(clock.instant())) return;
        config.bridge()
                .ifPresent(bridge -> letters.ask(
                        change,
                        bridge,
                        Kind.BUILDIT_BROADCAST,
                        Tags.of(Tag.of("p", bridge.hex())),
                        "{\"broadcastId\":\"" + order + "\",\"status\":\"cancelled\"}",
                        ends));
    }

    /// Nobody else is believed about texts.
    boolean isBridge(PublicKey author) {
        return config.bridge().filter(author::equals).isPresent();
    }

    /// What the bridge says about an order: that it doesn't do it, or what became of some of its texts.
    void heard(Change change, Message message) {
        Tags tags = message.rumor().tags();
        Order order = tags.value("broadcast")
                .or(() -> tags.value("e"))
                .flatMap(id -> change.get(ORDERS.at(id)))
                .orElse(null);
        if (order == null) return;
        tags.first("result")
                .filter(result -> result.value().equals("refused"))
                .ifPresent(result -> failed(change, order, "the bridge refuses: " + result.at(2)));
        tags.stream()
                .filter(tag -> tag.isNamed("delivery") && tag.at(2).equals(CHANNEL))
                .forEach(tag -> Reader.key(tag.value())
                        .filter(person -> isLatest(change, order, person))
                        .forEach(person -> fate(change, order, person, tag)));
        reports.stir(change, order.session());
    }

    private static boolean isLatest(Reading reading, Order order, PublicKey person) {
        return reading.get(LATEST.at(order.session(), person.hex()))
                .filter(latest -> latest.order().equals(order.id()))
                .isPresent();
    }

    private void fate(Change change, Order order, PublicKey person, Tag tag) {
        String reason = tag.at(5);
        switch (tag.at(3)) {
            case "queued" -> is(change, order.session(), person, Step.QUEUED, reason);
            case "sent" -> is(change, order.session(), person, Step.SENT, reason);
            case "delivered" -> is(change, order.session(), person, Step.DELIVERED, reason);
            case "failed" -> is(change, order.session(), person, Step.FAILED, reason);
            case "blocked" -> is(change, order.session(), person, Step.BLOCKED, reason);
            case "expired" -> is(change, order.session(), person, Step.EXPIRED, reason);
            // It is never sent again, and a receipt may still come.
            case "unknown" -> is(change, order.session(), person, Step.FAILED, "perhaps the carrier has it");
            default -> {
                // A word of a later version: what is known stays.
            }
        }
    }

    private void failed(Change change, Order order, String why) {
        deliveries.texts(change, order.session()).stream()
                .map(Delivery::person)
                .filter(person -> isLatest(change, order, person))
                .forEach(person -> is(change, order.session(), person, Step.FAILED, why));
    }

    private void is(Change change, String session, PublicKey person, Step step, String note) {
        boolean _ = deliveries.textIs(change, session, person, step, note);
    }

    @Override
    public void reached(Change change, String id, String note) {
        // A relay has the order. What becomes of the texts the bridge will say.
    }

    @Override
    public void ended(Change change, String id, End end) {
        Order order = Letters.ofAsked(id)
                .flatMap(asked -> change.get(ORDERS.at(asked)))
                .orElse(null);
        if (order == null) return;
        switch (end) {
            case End.Done _ -> {}
            case End.Refused _, End.Unknown _, End.TooLate _ -> {
                failed(change, order, "the bridge wasn't reached");
                reports.stir(change, order.session());
            }
        }
    }

    void forget(Change change, Session session) {
        change.under(ORDERS_OF.at(session.id())).forEach(entry -> {
            change.remove(ORDERS.at(entry.value().id()));
            change.remove(entry.place());
        });
        change.under(LATEST.at(session.id())).forEach(entry -> change.remove(entry.place()));
        change.under(WAITING.at(session.id())).forEach(entry -> change.remove(entry.place()));
    }
}
