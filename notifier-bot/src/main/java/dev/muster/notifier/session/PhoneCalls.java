package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.notifier.session.Deliveries.Delivery;
import dev.muster.notifier.session.Deliveries.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Calls to those who were invited by a telephone number and aren't there. The bridge that has the room is asked for
/// them by a wrap (kind 24300): it asks who lifts whether they join, and lets in who presses 1.
///
/// Everybody has the same time to come by themselves, from when they got their link. Nobody is called twice about a
/// session, nor is who may not be texted, or whose link was taken back.
final class PhoneCalls {
    /// As many as the bridge takes at once.
    private static final int IN_AN_ORDER = 100;

    /// What is older the bridge doesn't do any more: nobody is to be called late.
    private static final Duration FRESH = Duration.ofSeconds(60);

    /// An order that nothing was said about for so long was never read: relays don't give it out any more.
    private static final Duration SILENCE = FRESH.multipliedBy(2);

    /// Until the bridge may be able to do what it couldn't.
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    /// By then it is known whether somebody may be texted.
    private static final Duration TEXTING = Duration.ofSeconds(30);

    /// Somebody else has had them called, or they are there.
    private static final String ALREADY = "called_already";

    /// What the bridge says when it may well do it a minute later.
    private static final Set<String> PASSING = Set.of("too_many_calls", "closing", "stale", "not-open");

    private static final Shelf<Order> ORDERS = new Shelf<>("call-order", Order.class);
    private static final Shelf<Order> ORDERS_OF = new Shelf<>("call-orders-of-session", Order.class);

    private final Book book;
    private final Attendance attendance;
    private final Deliveries deliveries;
    private final Letters letters;
    private final JoinLinks links;
    private final Reports reports;
    private final Venues venues;
    private final Agenda agenda;
    private final InstantSource clock;

    /// @param message by which it was asked for
    /// @param whom stand-ins
    private record Order(String session, String message, Instant at, List<PublicKey> whom) {}

    PhoneCalls(Records records, Outlets outlets, Reports reports, Venues venues, Agenda agenda, InstantSource clock) {
        this.book = records.book();
        this.attendance = records.attendance();
        this.deliveries = records.deliveries();
        this.letters = outlets.letters();
        this.links = outlets.links();
        this.reports = reports;
        this.venues = venues;
        this.agenda = agenda;
        this.clock = clock;
        agenda.calling(this::look);
    }

    /// Has those called whose time has come, and looks again when the next one's comes.
    private void look(Change change, Session session) {
        if (!session.isLive() || !venues.isWanted(change, session)) return;
        Instant now = clock.instant();
        Optional<PublicKey> bridge = venues.bridge(change, session);
        if (bridge.isEmpty()) {
            agenda.lookForAbsent(change, session, now.plus(A_WHILE));
            return;
        }
        List<PhoneGuest> missing = new ArrayList<>();
        Instant next = Instant.MAX;
        for (PhoneGuest guest : book.phoneGuests(change, session)) {
            Instant due = due(change, session, guest.standIn()).orElse(Instant.MAX);
            if (!due.isAfter(now)) missing.add(guest);
            else if (due.isBefore(next)) next = due;
        }
        for (int from = 0; from < missing.size(); from += IN_AN_ORDER) {
            int until = Math.min(missing.size(), from + IN_AN_ORDER);
            order(change, bridge.get(), session, missing.subList(from, until));
        }
        Instant answered = now.plus(SILENCE);
        if (!missing.isEmpty() && answered.isBefore(next)) next = answered;
        if (next.isBefore(Instant.MAX)) agenda.lookForAbsent(change, session, next);
    }

    /// When somebody is to be called, if at all and as far as is known now.
    private Optional<Instant> due(Reading reading, Session session, PublicKey guest) {
        Instant link = links.since(reading, session, guest).orElse(null);
        if (link == null || attendance.wasThere(reading, session, guest)) return Optional.empty();
        Optional<Delivery> text = deliveries.text(reading, session.id(), guest);
        if (text.filter(it -> it.step() == Step.BLOCKED).isPresent()) return Optional.empty();
        Instant due = deliveries
                .call(reading, session.id(), guest)
                .map(PhoneCalls::again)
                .orElseGet(() -> latest(
                        begins(session, link).plus(session.plan().callAfter().orElse(Duration.ZERO)),
                        text.filter(it -> it.step() == Step.QUEUED)
                                .map(it -> it.at().plus(TEXTING))
                                .orElse(Instant.MIN)));
        // As exact as alarms are.
        return Optional.of(due).filter(Instant.MAX::isAfter).map(at -> at.truncatedTo(ChronoUnit.MILLIS));
    }

    private static Instant again(Delivery call) {
        if (call.step() != Step.QUEUED) return Instant.MAX;
        return call.at().plus(call.note().isEmpty() ? SILENCE : A_WHILE);
    }

    private static Instant begins(Session session, Instant link) {
        Instant begins = latest(link, session.course().since());
        // That it lets people in early, by itself, is no reason to call anybody early.
        boolean isByItself = session.course().startedBy().isEmpty();
        return isByItself ? latest(begins, session.plan().starts()) : begins;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void order(Change change, PublicKey bridge, Session session, List<PhoneGuest> whom) {
        Instant now = clock.instant();
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.of("p", bridge.hex()));
        tags.add(Tag.of("a", session.address().toString()));
        for (PhoneGuest guest : whom) {
            tags.add(Tag.of(
                    "to", "tel:" + guest.contact().number(), guest.standIn().hex()));
            deliveries.called(change, session.id(), guest.standIn());
        }
        String content = "{\"_v\":\"1.0.0\",\"callId\":\"" + UUID.randomUUID()
                + "\",\"callType\":\"voice\",\"sdp\":\"\",\"timestamp\":" + now.toEpochMilli() + "}";
        String message = letters.ask(change, bridge, Kind.BUILDIT_CALL_OFFER, new Tags(tags), content, now.plus(FRESH))
                .hex();
        // Where the bridge is away for long, that is done again and again.
        forget(change, session, now.minus(SILENCE.multipliedBy(2)));
        var order = new Order(
                session.id(),
                message,
                now,
                whom.stream().map(PhoneGuest::standIn).toList());
        change.put(ORDERS.at(message), order);
        change.put(ORDERS_OF.at(session.id(), message), order);
    }

    /// What the bridge answers: whom it calls, and whom it doesn't. Says whether it was about calls at all.
    boolean heard(Change change, Tags tags) {
        Order order = tags.values("e").stream()
                .flatMap(message -> change.get(ORDERS.at(message)).stream())
                .findFirst()
                .orElse(null);
        if (order == null) return false;
        for (Tag tag : tags) {
            if (tag.isNamed("call")) is(change, order, tag.at(2), Step.SENT, "");
            else if (tag.isNamed("refused")) isRefused(change, order, tag.at(2), tag.value());
        }
        tags.first("result")
                .filter(result -> result.value().equals("refused"))
                .ifPresent(result -> isInVain(change, order, result.at(2)));
        book.find(change, order.session())
                .filter(Session::isLive)
                .ifPresent(session -> agenda.lookForAbsent(change, session, clock.instant()));
        reports.stir(change, order.session());
        return true;
    }

    private void isRefused(Change change, Order order, String ref, String why) {
        Step step = PASSING.contains(why) ? Step.QUEUED : why.equals(ALREADY) ? Step.SENT : Step.FAILED;
        is(change, order, ref, step, why);
    }

    private void is(Change change, Order order, String ref, Step step, String note) {
        Reader.key(ref)
                .filter(order.whom()::contains)
                .forEach(guest -> deliveries.callIs(change, order.session(), guest, step, note));
    }

    /// Nobody is called of those whom nothing else was said about.
    private void isInVain(Change change, Order order, String why) {
        for (PublicKey guest : order.whom()) {
            boolean isOpen = deliveries
                    .call(change, order.session(), guest)
                    .filter(call -> call.step() == Step.QUEUED && call.note().isEmpty())
                    .isPresent();
            if (isOpen) isRefused(change, order, guest.hex(), why);
        }
    }

    void forget(Change change, Session session) {
        forget(change, session, Instant.MAX);
    }

    private void forget(Change change, Session session, Instant before) {
        for (Entry<Order> order : change.under(ORDERS_OF.at(session.id()))) {
            if (!order.value().at().isBefore(before)) continue;
            change.remove(ORDERS.at(order.value().message()));
            change.remove(order.place());
        }
    }
}
