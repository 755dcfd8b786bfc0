package dev.muster.notifier.session;

import dev.muster.kit.inbox.Handler;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.reply.Patience;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.wrap.Message;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What people and their programs say to the bot, and its answers.
final class Conversation implements Handler {
    private final Book book;
    private final Attendance attendance;
    private final Reader reader;
    private final Announcements announcements;
    private final Answers answers;
    private final Commands commands;
    private final Letters letters;
    private final Texts texts;
    private final Venues venues;
    private final PhoneCalls phoneCalls;
    private final Patience patience;
    private final InstantSource clock;
    private final Consumer<String> refused;

    Conversation(
            Records records,
            Reader reader,
            Announcements announcements,
            Answers answers,
            Commands commands,
            Outlets outlets,
            Venues venues,
            PhoneCalls phoneCalls,
            InstantSource clock,
            Consumer<String> refused) {
        this.book = records.book();
        this.attendance = records.attendance();
        this.reader = reader;
        this.announcements = announcements;
        this.answers = answers;
        this.commands = commands;
        this.letters = outlets.letters();
        this.texts = outlets.texts();
        this.venues = venues;
        this.phoneCalls = phoneCalls;
        this.patience = new Patience(clock);
        this.clock = clock;
        this.refused = refused;
    }

    @Override
    public boolean isExpected(Reading reading, PublicKey author) {
        return texts.isBridge(author) || venues.isBridge(author);
    }

    @Override
    public void message(Change change, Message message) {
        if (venues.isBridge(message.author())) {
            if (!phoneCalls.heard(change, message.rumor().tags())) venues.heard(change, message);
            return;
        }
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
        if (outcome.isPresent()) answer(change, message, List.of(outcome.get()));
        else if (message.kind() == Kind.CHAT_MESSAGE) answer(change, message, commands.typed(change, message));
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

    private void answer(Change change, Message message, List<Outcome> parts) {
        count(parts.getFirst());
        for (int part = 0; part < parts.size(); part++) {
            if (parts.get(part).text().isEmpty()) continue;
            letters.answer(change, message.author(), message.id(), parts.get(part), part + 1);
        }
    }

    private Optional<Outcome> said(Change change, Rumor rumor, Statement by) {
        try {
            return reader.read(rumor).map(said -> switch (said) {
                case Said.Planned planned -> announcements.planned(change, by, planned);
                case Said.Invited(var event) -> announcements.invited(change, by, event);
                case Said.Room room -> announcements.room(change, by, room);
                case Said.Meeting meeting -> announcements.meeting(change, by, meeting);
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
}
