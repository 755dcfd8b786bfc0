package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Tag;
import dev.muster.notifier.session.Deliveries.Step;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The links by which people join. Each is for one person, and for the browser that it was first used in; it counts as
/// long as its session goes on.
public final class JoinLinks {
    private static final int TOKEN_BYTES = 24;

    private static final Shelf<Link> LINKS = new Shelf<>("link", Link.class);
    private static final Shelf<Current> CURRENT = new Shelf<>("link-of", Current.class);
    private static final Shelf<Current> LINKS_OF = new Shelf<>("links-of-session", Current.class);

    private final Ledger ledger;
    private final Book book;
    private final Names names;
    private final Letters letters;
    private final Texts texts;
    private final Ways ways;
    private final Waking waking;
    private final Deliveries deliveries;
    private final Attendance attendance;
    private final Supplier<URI> pages;
    private final InstantSource clock;
    private final SecureRandom random;

    /// @param browser which one it was used in, if any
    private record Link(String session, PublicKey person, boolean isRevoked, Optional<String> browser) {
        Link revoked() {
            return new Link(session, person, true, browser);
        }

        Link usedIn(String other) {
            return new Link(session, person, isRevoked, Optional.of(other));
        }
    }

    /// Somebody's link to a session.
    ///
    /// @param number how many they have had
    /// @param counts whether it wasn't taken back
    private record Current(String token, int number, boolean counts, Instant made) {
        Current takenBack() {
            return new Current(token, number, false, made);
        }
    }

    /// A link, and what it leads to.
    private record Found(String token, Link link, Session session) {}

    JoinLinks(
            Records records,
            Letters letters,
            Texts texts,
            Ways ways,
            Waking waking,
            Supplier<URI> pages,
            Chance chance) {
        this.texts = texts;
        this.ways = ways;
        this.waking = waking;
        this.ledger = records.ledger();
        this.book = records.book();
        this.names = records.names();
        this.deliveries = records.deliveries();
        this.attendance = records.attendance();
        this.letters = letters;
        this.pages = pages;
        this.clock = chance.clock();
        this.random = chance.random();
    }

    /// Sends somebody their link, unless they have it.
    void issue(Change change, Session session, PublicKey person, Optional<EventId> re) {
        if (since(change, session, person).isEmpty()) issueNew(change, session, person, re);
    }

    /// Since when somebody has a link that counts, if they have one.
    Optional<Instant> since(Reading reading, Session session, PublicKey person) {
        return reading.get(current(session, person)).filter(Current::counts).map(Current::made);
    }

    /// Has links texted to those who have only a phone, and none so far.
    void text(Change change, Session session, List<PhoneGuest> guests) {
        List<Texts.Recipient> recipients = new ArrayList<>();
        for (PhoneGuest guest : guests) {
            if (since(change, session, guest.standIn()).isPresent()) continue;
            String token = make(change, session, guest.standIn()).token();
            recipients.add(Texts.Recipient.of(guest, url(session, token)));
        }
        texts.send(change, session, recipients);
    }

    /// Sends somebody a new link, and takes back the one that they have.
    void renew(Change change, Session session, PublicKey person, Optional<EventId> re) {
        takeBack(change, session, person);
        issueNew(change, session, person, re);
    }

    private void issueNew(Change change, Session session, PublicKey person, Optional<EventId> re) {
        Current made = make(change, session, person);
        deliveries.queued(change, session.id(), person);
        send(change, session, person, re, made.token(), LetterId.link(session.id(), person, made.number()));
        texts.unlessOpened(change, session, person, url(session, made.token()));
    }

    private Current make(Change change, Session session, PublicKey person) {
        // Never the same for two letters: one that was taken back may be on its way at this moment.
        int number = change.get(current(session, person)).map(Current::number).orElse(0) + 1;
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        change.put(LINKS.at(token), new Link(session.id(), person, false, Optional.empty()));
        var current = new Current(token, number, true, clock.instant());
        change.put(current(session, person), current);
        change.put(LINKS_OF.at(session.id(), token), current);
        return current;
    }

    private String url(Session session, String token) {
        return pages.get() + "/conference/" + session.id() + "?t=" + token;
    }

    /// Sends the same link once more, to somebody who asks for it.
    void repeat(Change change, Session session, PublicKey person, EventId asked) {
        Current current =
                change.get(current(session, person)).filter(Current::counts).orElse(null);
        if (current == null) issueNew(change, session, person, Optional.of(asked));
        else send(change, session, person, Optional.of(asked), current.token(), "link-again/" + asked.hex());
    }

    private void send(
            Change change, Session session, PublicKey person, Optional<EventId> re, String token, String letter) {
        Plan plan = session.plan();
        String url = url(session, token);
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.of("r", url));
        tags.add(Tag.of("t", "training-start"));
        tags.add(Tag.of("starts", seconds(plan.starts())));
        tags.add(Tag.of("ends", seconds(plan.ends())));
        tags.add(Tag.of("expiration", seconds(plan.ends())));
        String text = plan.title() + " " + opening(session) + " Join: " + url + "\nHost: "
                + names.of(change, session.organizer()) + ". " + Wording.ends(plan) + " This link is only for you."
                + ways.byTelephone(change, session);
        letters.about(change, session, letter, person, re, text, tags, plan.ends());
        waking.started(change, person, session.id(), plan.title(), plan.ends());
    }

    private String opening(Session session) {
        Instant now = clock.instant();
        boolean isByItself = session.course().startedBy().isEmpty();
        if (isByItself && now.isBefore(session.plan().starts())) return "is open.";
        return session.age(now).toMinutes() < 1
                ? "has started."
                : "has started " + Wording.span(session.age(now)) + " ago.";
    }

    private static String seconds(Instant at) {
        return Long.toString(at.getEpochSecond());
    }

    private static Place<Current> current(Session session, PublicKey person) {
        return CURRENT.at(session.id(), person.hex());
    }

    /// Somebody's link counts no more; if it is still on its way, it doesn't arrive. Says whether they had one.
    boolean takeBack(Change change, Session session, PublicKey person) {
        Current current =
                change.get(current(session, person)).filter(Current::counts).orElse(null);
        if (current == null) return false;
        change.get(LINKS.at(current.token())).ifPresent(link -> change.put(LINKS.at(current.token()), link.revoked()));
        recall(change, session, person);
        texts.withdraw(change, session, person);
        change.put(current(session, person), current.takenBack());
        return true;
    }

    /// It is over: links that have not arrived are of no use any more. What they lead to says so itself.
    void recall(Change change, Session session) {
        deliveries.of(change, session).stream()
                .filter(delivery -> delivery.step() == Step.QUEUED)
                .forEach(delivery -> {
                    recall(change, session, delivery.person());
                    deliveries.is(change, session.id(), delivery.person(), Step.EXPIRED, "it was over");
                });
        texts.end(change, session);
    }

    /// If somebody's link is still on its way, it doesn't arrive.
    private void recall(Change change, Session session, PublicKey person) {
        change.get(current(session, person))
                .ifPresent(it -> letters.withdraw(change, LetterId.link(session.id(), person, it.number())));
    }

    /// What the link shows to whoever opens it. That it was opened counts.
    public Look look(String room, String token, Optional<String> browser) {
        Found found = find(ledger, room, token).orElse(null);
        if (found == null) return new Look.Unknown();
        Look look = look(found, browser);
        if (look instanceof Look.Open || look instanceof Look.Early) {
            ledger.alter(change -> deliveries.is(change, found.session.id(), found.link.person(), Step.OPENED, ""));
        }
        return look;
    }

    private Optional<Found> find(Reading reading, String room, String token) {
        return reading.get(LINKS.at(token))
                .filter(link -> link.session().equals(room))
                .flatMap(link -> book.find(reading, room).map(session -> new Found(token, link, session)));
    }

    private Look look(Found found, Optional<String> browser) {
        Session session = found.session;
        Invitation to = invitation(session);
        if (found.link.isRevoked()) return new Look.Revoked();
        if (found.link
                .browser()
                .filter(own -> !browser.equals(Optional.of(own)))
                .isPresent()) return new Look.Elsewhere(to);
        return switch (session.status()) {
            case CANCELLED -> new Look.Cancelled(to);
            case ENDED -> new Look.Ended(to, session.course().recording().map(URI::create));
            case LIVE ->
                clock.instant().isBefore(session.plan().ends())
                        ? new Look.Open(to)
                        : new Look.Ended(to, Optional.empty());
            case PLANNED -> new Look.Early(to);
        };
    }

    private Invitation invitation(Session session) {
        Plan plan = session.plan();
        return new Invitation(
                plan.title(),
                names.of(ledger, session.organizer()),
                plan.opens(),
                plan.starts(),
                plan.ends(),
                plan.zoneId(),
                ways.dialIn(ledger, session),
                ways.isCounted(ledger, session));
    }

    /// Joins: from now on the link is for this browser only.
    public Entry join(String room, String token, String browser) {
        return ledger.change(change -> {
            Found found = find(change, room, token).orElse(null);
            if (found == null) return new Entry.Closed(new Look.Unknown());
            Look look = look(found, Optional.of(browser));
            Optional<URI> way = ways.into(change, found.session, found.link.person());
            if (!(look instanceof Look.Open) || way.isEmpty()) return new Entry.Closed(look);
            change.put(LINKS.at(token), found.link.usedIn(browser));
            PublicKey person = found.link.person();
            boolean isCounted = ways.isCounted(change, found.session);
            if (!isCounted) {
                deliveries.is(change, room, person, Step.JOINED, "");
                attendance.isThere(change, found.session, person, clock.instant());
            }
            return new Entry.In(way.get(), isCounted);
        });
    }

    URI certificatePage(Certificate certificate) {
        return URI.create(pages.get() + "/certificate/" + certificate.code());
    }

    /// The browser is still there. Says whether that is worth knowing any longer.
    public boolean isThere(String room, String token, String browser) {
        return here(room, token, browser, false);
    }

    public void leave(String room, String token, String browser) {
        here(room, token, browser, true);
    }

    private boolean here(String room, String token, String browser, boolean isLeaving) {
        return ledger.change(change -> {
            Found found = find(change, room, token).orElse(null);
            if (found == null || !found.link.browser().equals(Optional.of(browser))) return false;
            if (!(look(found, Optional.of(browser)) instanceof Look.Open)) return false;
            PublicKey person = found.link.person();
            if (isLeaving) attendance.leaves(change, found.session, person, clock.instant());
            else attendance.isThere(change, found.session, person, clock.instant());
            return true;
        });
    }

    void forget(Change change, Session session) {
        change.under(LINKS_OF.at(session.id())).forEach(entry -> {
            change.remove(LINKS.at(entry.value().token()));
            change.remove(entry.place());
        });
        change.under(CURRENT.at(session.id())).forEach(entry -> change.remove(entry.place()));
    }
}
