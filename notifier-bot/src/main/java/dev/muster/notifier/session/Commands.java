package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.nip19.UserInput;
import dev.muster.nostr.wrap.Message;
import dev.muster.notifier.session.Word.Typed;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The words that people type ([Word]), and what each of them does.
final class Commands {
    private final Book book;
    private final Which which;
    private final Proceedings proceedings;
    private final Answers answers;
    private final Letters letters;
    private final JoinLinks links;
    private final Ways ways;
    private final Browsers browsers;
    private final Certificates certificates;
    private final Reports reports;
    private final Roles roles;
    private final InstantSource clock;

    Commands(
            Records records,
            Proceedings proceedings,
            Answers answers,
            Outlets outlets,
            Ways ways,
            Browsers browsers,
            Certificates certificates,
            Reports reports,
            Roles roles,
            InstantSource clock) {
        this.book = records.book();
        this.letters = outlets.letters();
        this.links = outlets.links();
        this.which = new Which(book, letters, proceedings, roles, clock);
        this.proceedings = proceedings;
        this.answers = answers;
        this.ways = ways;
        this.browsers = browsers;
        this.certificates = certificates;
        this.reports = reports;
        this.roles = roles;
        this.clock = clock;
    }

    /// Does what somebody has typed, and says what is answered: more than one thing where one letter can't hold it.
    List<Outcome> typed(Change change, Message message) {
        // Who writes wants to be written to.
        letters.endSilence(change, message.author());
        Typed typed = Word.read(message.text()).orElse(null);
        if (typed == null) return List.of(notUnderstood(change, message.author()));
        return typed.word() == Word.REPORT ? report(change, message, typed) : List.of(outcome(change, message, typed));
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
                which.led(
                        change,
                        message,
                        typed.text(),
                        it -> !it.status().isOver(),
                        (session, by) -> proceedings.start(change, session, by));
            case END -> end(change, message, typed);
            case CANCEL ->
                which.led(
                        change,
                        message,
                        typed.text(),
                        it -> !it.status().isOver(),
                        (session, by) -> proceedings.cancel(change, session, by));
            case SHOW -> which.led(change, message, typed.text(), _ -> true, (session, _) -> show(change, session));
            case REPORT -> throw new IllegalStateException("a report takes several answers");
            case REVOKE -> revokeLink(change, message, typed);
            case CERTIFICATE -> revokeCertificate(change, author, typed);
            case GRANT -> role(change, author, typed, true);
            case WITHDRAW -> role(change, author, typed, false);
        };
    }

    private Outcome reply(Change change, Message message, Typed typed, Reply reply) {
        return which.on(
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
        Outcome outcome = which.on(
                change, message, typed.text(), isLive, (session, by) -> join(change, session, by, typed.word()));
        if (!outcome.result().equals("unknown-session") || !typed.rest().isEmpty()) return outcome;
        // Nothing goes on. Perhaps it is about to, or was.
        return which.on(
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
            return Outcome.refused("ended", Wording.farewell(session));
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
        String text = all.isEmpty() ? "You have no sessions." : Wording.lines(all, clock.instant());
        return Outcome.ok(text, all.stream().map(Reports::sessionTag).toList());
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
        return which.led(
                change, message, name, Session::isLive, (session, by) -> proceedings.end(change, session, by, url));
    }

    private Outcome show(Change change, Session session) {
        List<Tag> tags = new ArrayList<>();
        tags.add(Reports.sessionTag(session));
        Optional<URI> room = ways.to(change, session);
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
                Wording.lines(List.of(session), clock.instant()) + "\n"
                        + (counts.isEmpty() ? "Nobody is invited so far." : counts)
                        + (phones.isEmpty() ? "" : ", " + phones.size() + " by telephone")
                        + room.map(url -> "\nRoom: " + url).orElse(""),
                tags);
    }

    private List<Outcome> report(Change change, Message message, Typed typed) {
        List<Outcome> parts = new ArrayList<>();
        Outcome first = which.led(change, message, typed.text(), it -> it.status() != Status.PLANNED, (session, _) -> {
            parts.addAll(reports.letters(reports.of(change, session)));
            return parts.getFirst();
        });
        return parts.isEmpty() ? List.of(first) : parts;
    }

    private Outcome revokeLink(Change change, Message message, Typed typed) {
        List<String> rest = typed.rest();
        if (rest.size() < 3 || !rest.getFirst().equalsIgnoreCase("link")) return misused(Word.REVOKE);
        String whom = rest.getLast();
        Optional<PublicKey> person = person(whom);
        if (person.isEmpty() && !whom.startsWith("+")) return misused(Word.REVOKE);
        String name = String.join(" ", rest.subList(1, rest.size() - 1));
        return which.led(
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
        return Outcome.ok("That certificate doesn't count any more.", certificate.tag());
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
