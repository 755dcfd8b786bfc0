package dev.muster.notifier.session;

import dev.muster.kit.inbox.Handler;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.reply.Patience;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.nip19.UserInput;
import dev.muster.nostr.wrap.Message;
import dev.muster.notifier.session.Word.Typed;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What people say to the bot, typed or by a program, and its answers.
final class Conversation implements Handler {
    private final Book book;
    private final Reader reader;
    private final Proceedings proceedings;
    private final Answers answers;
    private final JoinLinks links;
    private final Texts texts;
    private final Browsers browsers;
    private final Attendance attendance;
    private final Certificates certificates;
    private final Reports reports;
    private final Letters letters;
    private final Roles roles;
    private final Patience patience;
    private final InstantSource clock;
    private final Consumer<String> refused;

    Conversation(
            Records records,
            Reader reader,
            Proceedings proceedings,
            Answers answers,
            JoinLinks links,
            Texts texts,
            Browsers browsers,
            Certificates certificates,
            Reports reports,
            Letters letters,
            Roles roles,
            InstantSource clock,
            Consumer<String> refused) {
        this.book = records.book();
        this.attendance = records.attendance();
        this.reader = reader;
        this.proceedings = proceedings;
        this.answers = answers;
        this.links = links;
        this.texts = texts;
        this.browsers = browsers;
        this.certificates = certificates;
        this.reports = reports;
        this.letters = letters;
        this.roles = roles;
        this.patience = new Patience(clock);
        this.clock = clock;
        this.refused = refused;
    }

    @Override
    public boolean isExpected(Reading reading, PublicKey author) {
        return texts.isBridge(author);
    }

    @Override
    public void message(Change change, Message message) {
        if (texts.isBridge(message.author())) {
            texts.heard(change, message);
            return;
        }
        if (!patience.has(message.author())) {
            refused.accept("flood");
            return;
        }
        Statement by = statement(message.rumor(), message.id(), true);
        Optional<Outcome> outcome = said(change, message.rumor(), by);
        if (outcome.isPresent()) answer(change, message, outcome.get());
        else if (message.kind() == Kind.CHAT_MESSAGE) typed(change, message);
    }

    /// Something that everybody can see.
    void heard(Change change, Rumor rumor, EventId id) {
        said(change, rumor, statement(rumor, id, false))
                .filter(Outcome::isRefused)
                .ifPresent(this::count);
    }

    private Statement statement(Rumor rumor, EventId id, boolean isPrivate) {
        Instant at = Instant.ofEpochSecond(rumor.createdAt());
        Instant now = clock.instant();
        // A clock that is fast must not have the last word for ever.
        return new Statement(rumor.author(), id, at.isAfter(now) ? now : at, isPrivate);
    }

    private void count(Outcome outcome) {
        if (outcome.isRefused()) refused.accept(outcome.result());
    }

    private void answer(Change change, Message message, Outcome outcome) {
        count(outcome);
        if (!outcome.text().isEmpty()) letters.answer(change, message.author(), message.id(), outcome);
    }

    private Optional<Outcome> said(Change change, Rumor rumor, Statement by) {
        try {
            return reader.read(rumor).map(said -> switch (said) {
                case Said.Planned planned -> proceedings.planned(change, by, planned);
                case Said.Invited(var event) -> proceedings.invited(change, by, event);
                case Said.Room room -> proceedings.room(change, by, room);
                case Said.Meeting meeting -> proceedings.meeting(change, by, meeting);
                case Said.Answered(var event, var reply) ->
                    book.named(change, event)
                            .or(() -> identified(change, by.author(), event))
                            .map(session -> answers.answer(change, session, by, reply))
                            .orElseGet(Book::unknown);
                case Said.Here(var room) -> isThere(change, by, room);
            });
        } catch (IllegalArgumentException e) {
            return Optional.of(Outcome.refused("bad-input", "I can't use that: " + e.getMessage()));
        }
    }

    /// BuildIt's answers name a session by its identifier alone, which is certain only among those that somebody has to
    /// do with.
    private Optional<Session> identified(Change change, PublicKey person, String identifier) {
        List<Session> found = book.of(change, person).stream()
                .filter(session -> session.address().identifier().equals(identifier))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private Outcome isThere(Change change, Statement by, Address room) {
        Session session = book.named(change, room.toString())
                .filter(Session::isLive)
                .filter(live -> book.attendee(change, live, by.author())
                        .filter(Attendee::isComing)
                        .isPresent())
                .orElse(null);
        if (session == null) return Outcome.silent();
        attendance.isThere(change, session, by.author(), clock.instant());
        return Outcome.silent();
    }

    private void typed(Change change, Message message) {
        // Who writes wants to be written to.
        letters.endSilence(change, message.author());
        Typed typed = Word.read(message.text()).orElse(null);
        if (typed == null) {
            answer(change, message, notUnderstood(change, message.author()));
            return;
        }
        if (typed.word() == Word.REPORT) report(change, message, typed);
        else answer(change, message, outcome(change, message, typed));
    }

    private Outcome outcome(Change change, Message message, Typed typed) {
        PublicKey author = message.author();
        return switch (typed.word()) {
            case YES -> reply(change, message, typed, Reply.ACCEPTED);
            case NO -> reply(change, message, typed, Reply.DECLINED);
            case MAYBE -> reply(change, message, typed, Reply.TENTATIVE);
            case JOIN, LINK -> join(change, message, typed);
            case SESSIONS -> list(change, author);
            case BROWSER -> browser(change, author);
            case STOP -> {
                letters.silence(change, author);
                yield Outcome.ok("You'll hear nothing more from me. Write to me when you want to again.");
            }
            case HELP -> help(change, author);
            case START ->
                led(
                        change,
                        message,
                        typed,
                        it -> !it.status().isOver(),
                        (session, by) -> proceedings.start(change, session, by));
            case END -> end(change, message, typed);
            case CANCEL ->
                led(
                        change,
                        message,
                        typed,
                        it -> !it.status().isOver(),
                        (session, by) -> proceedings.cancel(change, session, by));
            case SHOW -> led(change, message, typed, _ -> true, (session, _) -> show(change, session));
            case REPORT -> throw new IllegalStateException("a report takes several answers");
            case REVOKE -> revokeLink(change, message, typed);
            case CERTIFICATE -> revokeCertificate(change, author, typed);
            case GRANT -> role(change, author, typed, true);
            case WITHDRAW -> role(change, author, typed, false);
        };
    }

    /// By the time it reached us: clients blur what they write (BuildIt by up to two days), and the last word counts.
    private Statement now(Message message) {
        return new Statement(message.author(), message.id(), clock.instant(), true);
    }

    private interface Doing {
        Outcome to(Session session, Statement by);
    }

    private Outcome on(Change change, Message message, String name, Predicate<Session> fits, Doing doing) {
        List<Session> found = find(change, message, name, fits);
        return switch (found.size()) {
            case 0 -> Book.unknown();
            case 1 -> doing.to(found.getFirst(), now(message));
            default -> Outcome.refused("ambiguous", "Which one? Name it:\n" + lines(found));
        };
    }

    private Outcome led(Change change, Message message, Typed typed, Predicate<Session> fits, Doing doing) {
        return led(change, message, typed.text(), fits, doing);
    }

    private Outcome led(Change change, Message message, String name, Predicate<Session> fits, Doing doing) {
        PublicKey author = message.author();
        return on(
                change,
                message,
                name,
                session -> !name.isEmpty() || (fits.test(session) && proceedings.mayLead(change, session, author)),
                (session, by) -> proceedings.mayLead(change, session, author)
                        ? doing.to(session, by)
                        : Outcome.refused("not-allowed", "Only those who lead that session can do that."));
    }

    /// Which sessions somebody means: the one whose letter they answer, the one they name, or the only one there is.
    private List<Session> find(Change change, Message message, String name, Predicate<Session> fits) {
        Tags tags = message.rumor().tags();
        Optional<Session> tagged = Stream.concat(
                        tags.values("e").stream()
                                .flatMap(id -> letters.sessionOf(change, id).stream())
                                .flatMap(id -> book.find(change, id).stream()),
                        tags.values("a").stream().flatMap(address -> book.named(change, address).stream()))
                .findFirst();
        if (name.isEmpty() && tagged.isPresent()) return List.of(tagged.get());
        if (!name.isEmpty()) return named(change, message.author(), name);
        List<Session> all =
                book.of(change, message.author()).stream().filter(fits).toList();
        if (all.size() < 2) return all;
        return letters.latest(change, message.author())
                .flatMap(id -> all.stream().filter(it -> it.id().equals(id)).findFirst())
                .map(List::of)
                .orElse(all);
    }

    private List<Session> named(Change change, PublicKey author, String name) {
        Optional<Session> addressed = book.named(change, name)
                .filter(session -> !session.origin().isPrivate()
                        || book.attendee(change, session, author).isPresent()
                        || proceedings.mayLead(change, session, author));
        if (addressed.isPresent()) return List.of(addressed.get());
        List<Session> known = roles.may(change, author, Role.ADMIN) ? book.all(change) : book.of(change, author);
        List<Session> found =
                known.stream().filter(session -> isCalled(session, name)).toList();
        List<Session> current =
                found.stream().filter(session -> !session.status().isOver()).toList();
        return current.isEmpty() ? found : current;
    }

    private static boolean isCalled(Session session, String name) {
        return session.address().identifier().equalsIgnoreCase(name)
                || session.plan().title().equalsIgnoreCase(name)
                || session.id().equals(name);
    }

    private Outcome reply(Change change, Message message, Typed typed, Reply reply) {
        return on(
                change,
                message,
                typed.text(),
                session -> !session.status().isOver() && !session.organizer().equals(message.author()),
                (session, by) -> {
                    Outcome outcome = answers.answer(change, session, by, reply);
                    boolean isSaid = !outcome.text().isEmpty() || session.isLive();
                    return isSaid ? outcome : Outcome.ok("I know already, thank you.");
                });
    }

    private Outcome join(Change change, Message message, Typed typed) {
        Predicate<Session> isLive =
                session -> session.isLive() && !session.organizer().equals(message.author());
        Outcome outcome =
                on(change, message, typed.text(), isLive, (session, by) -> join(change, session, by, typed.word()));
        if (!outcome.result().equals("unknown-session") || !typed.rest().isEmpty()) return outcome;
        // Nothing goes on. Perhaps it is about to, or was.
        return on(
                change,
                message,
                "",
                session -> !session.isLive() && !session.organizer().equals(message.author()),
                (session, by) -> join(change, session, by, typed.word()));
    }

    private Outcome join(Change change, Session session, Statement by, Word word) {
        Attendee attendee = book.attendee(change, session, by.author()).orElse(null);
        boolean isComing = attendee != null && attendee.isComing();
        if (session.isOver(clock.instant())
                && (attendee != null || !session.origin().isPrivate()))
            return Outcome.refused("ended", Proceedings.farewell(session));
        if (!isComing) return answers.answer(change, session, by, Reply.ACCEPTED);
        if (!session.isLive()) {
            Plan plan = session.plan();
            return Outcome.ok(plan.title() + " has not started yet: " + Wording.starts(plan, clock.instant())
                    + ". I'll send you your link then.");
        }
        if (word == Word.LINK) links.renew(change, session, by.author(), Optional.of(by.id()));
        else links.repeat(change, session, by.author(), by.id());
        return Outcome.silent();
    }

    private Outcome browser(Change change, PublicKey author) {
        String url = browsers.link(change, author).toString();
        return Outcome.ok(
                "Open this in the browser that is to ring for you: " + url
                        + "\nIt works once, and for a quarter of an hour. It is only for you.",
                Tag.of("r", url),
                Tag.of("t", "browser"));
    }

    private Outcome list(Change change, PublicKey author) {
        List<Session> all = book.of(change, author).stream()
                .sorted(Comparator.comparing(session -> session.plan().starts()))
                .toList();
        String text = all.isEmpty() ? "You have no sessions." : lines(all);
        return Outcome.ok(text, all.stream().map(Reports::sessionTag).toList());
    }

    private String lines(List<Session> sessions) {
        return sessions.stream()
                .map(session ->
                        session.address().identifier() + ": " + session.plan().title() + ", "
                                + Wording.starts(session.plan(), clock.instant())
                                + (session.status() == Status.PLANNED
                                        ? ""
                                        : " (" + session.status().word() + ")"))
                .collect(Collectors.joining("\n"));
    }

    private Outcome help(Change change, PublicKey author) {
        boolean leads = roles.may(change, author, Role.TRAINER)
                || book.of(change, author).stream().anyMatch(it -> proceedings.mayLead(change, it, author));
        Predicate<Word> isFor = word -> switch (word) {
            case YES, NO, MAYBE, JOIN, LINK, SESSIONS, BROWSER, STOP, HELP -> true;
            case START, END, CANCEL, SHOW, REPORT, REVOKE, CERTIFICATE -> leads;
            case GRANT, WITHDRAW -> roles.may(change, author, Role.ADMIN);
        };
        return Outcome.ok(Stream.of(Word.values())
                .filter(isFor)
                .map(Word::line)
                .collect(Collectors.joining("\n", "What you can type:\n", "")));
    }

    private Outcome notUnderstood(Change change, PublicKey author) {
        boolean isKnown =
                !book.of(change, author).isEmpty() || !roles.of(change, author).isEmpty();
        return Outcome.refused(
                "not-understood",
                isKnown
                        ? "I'm a program, and understand only a few words. Type help for a list."
                        : "I'm a program that gets people into sessions that they are invited to. Type help for what I"
                                + " understand.");
    }

    private Outcome end(Change change, Message message, Typed typed) {
        List<String> rest = typed.rest();
        Optional<String> url =
                rest.isEmpty() ? Optional.empty() : Optional.of(rest.getLast()).filter(it -> it.contains("://"));
        if (url.isPresent() && !Reader.isHttps(url.get()))
            return Outcome.refused("bad-input", "A recording is linked to by an address that begins with https://");
        String name = String.join(" ", url.isPresent() ? rest.subList(0, rest.size() - 1) : rest);
        return led(change, message, name, Session::isLive, (session, by) -> proceedings.end(change, session, by, url));
    }

    private Outcome show(Change change, Session session) {
        List<Tag> tags = new ArrayList<>();
        tags.add(Reports.sessionTag(session));
        Optional<URI> room = links.roomOf(change, session);
        room.ifPresent(url -> tags.add(Tag.of("room", url.toString())));
        List<Attendee> attendees = book.attendees(change, session);
        for (Attendee attendee : attendees)
            tags.add(Tag.of("answer", attendee.person().hex(), attendee.word()));
        List<PhoneGuest> phones = book.phoneGuests(change, session);
        for (PhoneGuest guest : phones)
            tags.add(Tag.of("contact", guest.contact().masked(), guest.contact().name()));
        String counts = attendees.stream()
                .collect(Collectors.groupingBy(Attendee::word, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return Outcome.ok(
                lines(List.of(session)) + "\n" + (counts.isEmpty() ? "Nobody is invited so far." : counts)
                        + (phones.isEmpty() ? "" : ", " + phones.size() + " by telephone")
                        + room.map(url -> "\nRoom: " + url).orElse(""),
                tags);
    }

    private void report(Change change, Message message, Typed typed) {
        List<Outcome> parts = new ArrayList<>();
        Outcome only = led(change, message, typed, it -> it.status() != Status.PLANNED, (session, _) -> {
            parts.addAll(reports.letters(reports.of(change, session)));
            return parts.getFirst();
        });
        count(only);
        if (parts.isEmpty()) parts.add(only);
        for (int part = 0; part < parts.size(); part++)
            letters.answer(change, message.author(), message.id(), parts.get(part), part + 1);
    }

    private Outcome revokeLink(Change change, Message message, Typed typed) {
        List<String> rest = typed.rest();
        if (rest.size() < 3 || !rest.getFirst().equalsIgnoreCase("link")) return misused(Word.REVOKE);
        String whom = rest.getLast();
        Optional<PublicKey> person = person(whom);
        if (person.isEmpty() && !whom.startsWith("+")) return misused(Word.REVOKE);
        String name = String.join(" ", rest.subList(1, rest.size() - 1));
        return led(
                change,
                message,
                name,
                _ -> true,
                (session, _) ->
                        person.or(() -> book.phoneGuest(change, session, whom).map(PhoneGuest::standIn))
                                        .filter(holder -> links.takeBack(change, session, holder))
                                        .isPresent()
                                ? Outcome.ok("That link doesn't work any more.")
                                : Outcome.refused("unknown-link", "They have no link to that session."));
    }

    private Outcome revokeCertificate(Change change, PublicKey author, Typed typed) {
        if (typed.rest().size() != 2 || !typed.rest().getFirst().equalsIgnoreCase("revoke"))
            return misused(Word.CERTIFICATE);
        Certificate certificate =
                certificates.find(change, typed.rest().getLast()).orElse(null);
        if (certificate == null)
            return Outcome.refused("unknown-certificate", "There is no certificate with that code.");
        if (!certificate.organizer().equals(author) && !roles.may(change, author, Role.ADMIN))
            return Outcome.refused("not-allowed", "Only who led that session, or an admin, can do that.");
        if (certificate.revoked().isEmpty()) certificates.revoke(change, certificate);
        return Outcome.ok("That certificate doesn't count any more.", Proceedings.certificateTag(certificate));
    }

    private Outcome role(Change change, PublicKey author, Typed typed, boolean isGiven) {
        Word word = isGiven ? Word.GRANT : Word.WITHDRAW;
        if (!roles.may(change, author, Role.ADMIN)) return Outcome.refused("not-allowed", "Only an admin can do that.");
        Optional<Role> role = typed.rest().stream().findFirst().flatMap(Role::of);
        Optional<PublicKey> person =
                typed.rest().size() == 2 ? person(typed.rest().getLast()) : Optional.empty();
        if (role.isEmpty() || person.isEmpty()) return misused(word);
        if (isGiven) roles.give(change, person.get(), role.get());
        else roles.take(change, person.get(), role.get());
        return Outcome.ok(
                isGiven
                        ? "They have the role " + role.get().word() + " now."
                        : "What was given by message is taken back. Roles in muster.toml stay.");
    }

    private static Optional<PublicKey> person(String typed) {
        try {
            return Optional.of(UserInput.publicKey(typed));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Outcome misused(Word word) {
        return Outcome.refused("bad-input", "It goes like this: " + word.line());
    }
}
