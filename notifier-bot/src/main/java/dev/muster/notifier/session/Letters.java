package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.post.Post;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.reply.Replies;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Sender;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the bot writes to people (kind 14), and what it was about: so that a plain "yes" can be understood.
final class Letters {
    private static final Shelf<About> BY_LETTER = new Shelf<>("letter", About.class);
    private static final Shelf<Written> LETTERS_OF = new Shelf<>("letters-of-session", Written.class);
    private static final Shelf<About> LATEST = new Shelf<>("latest-letter", About.class);
    private static final Shelf<Silence> SILENCES = new Shelf<>("silence", Silence.class);

    private static final String ASKED = "asked/";

    private final Replies replies;
    private final Sender sender;
    private final Post post;
    private final InstantSource clock;

    private record About(String session) {}

    private record Written(String letter, PublicKey to) {}

    /// Somebody doesn't want to hear from us.
    private record Silence(Instant since) {}

    Letters(Replies replies, Sender sender, Post post, InstantSource clock) {
        this.replies = replies;
        this.sender = sender;
        this.post = post;
        this.clock = clock;
    }

    /// Writes to somebody about a session, unless they have asked us not to.
    ///
    /// @param id never the same for two letters
    /// @param re what it answers, if anything
    /// @param deadline after which it is of no use
    void about(
            Change change,
            Session session,
            String id,
            PublicKey to,
            Optional<EventId> re,
            String text,
            List<Tag> more,
            Instant deadline) {
        if (change.has(SILENCES.at(to.hex()))) return;
        var tags = new ArrayList<Tag>();
        tags.add(Tag.of("p", to.hex()));
        tags.add(Tag.of("subject", session.plan().title()));
        re.ifPresent(said -> tags.add(Tag.of("e", said.hex(), "", "reply")));
        tags.add(Tag.of("a", session.address().toString()));
        tags.addAll(more);
        Rumor letter = sender.rumor(Kind.CHAT_MESSAGE, new Tags(tags), text);
        remember(change, session, letter, to);
        post.send(change, id, letter, to, deadline);
    }

    private static void remember(Change change, Session session, Rumor letter, PublicKey to) {
        String letterId = letter.id().hex();
        change.put(BY_LETTER.at(letterId), new About(session.id()));
        change.put(LETTERS_OF.at(session.id(), letterId), new Written(letterId, to));
        change.put(LATEST.at(to.hex()), new About(session.id()));
    }

    /// Answers somebody, who has asked for it.
    ///
    /// @param part which letter of those that it takes to say it all
    void answer(Change change, PublicKey to, EventId said, Outcome outcome, int part) {
        replies.answer(change, to, said, outcome, part);
    }

    /// Something for programs.
    void send(Change change, String id, PublicKey to, int kind, Tags tags, String content) {
        replies.send(change, id, to, kind, tags, content);
    }

    /// Asks another bot for something.
    ///
    /// @return the message that asks, which the bot's answers name
    EventId ask(Change change, PublicKey bot, int kind, Tags tags, String content, Instant deadline) {
        Rumor asked = sender.rumor(kind, tags, content);
        post.send(change, asked(asked.id().hex()), asked, bot, deadline);
        return asked.id();
    }

    /// What the letter is called by which another bot was asked for something.
    static String asked(String message) {
        return ASKED + message;
    }

    /// Which message asked, if it is such a letter.
    static Optional<String> ofAsked(String letter) {
        return letter.startsWith(ASKED) ? Optional.of(letter.substring(ASKED.length())) : Optional.empty();
    }

    /// Tells somebody at once that a command was heard (C.7).
    void working(Change change, PublicKey to, EventId said) {
        var tags = Tags.of(Tag.of("p", to.hex()), Tag.of("e", said.hex()), Tag.of("k", "14"));
        send(change, "working/" + said.hex(), to, Kind.REACTION, tags, "⏳");
    }

    boolean withdraw(Change change, String id) {
        return post.withdraw(change, id);
    }

    /// What somebody answers who answers that letter.
    Optional<String> sessionOf(Reading reading, String letterId) {
        return reading.get(BY_LETTER.at(letterId)).map(About::session);
    }

    /// What we have written to somebody about lately.
    Optional<String> latest(Reading reading, PublicKey to) {
        return reading.get(LATEST.at(to.hex())).map(About::session);
    }

    /// Writes to somebody no more, but for answers.
    void silence(Change change, PublicKey person) {
        change.put(SILENCES.at(person.hex()), new Silence(clock.instant()));
    }

    boolean isSilenced(Reading reading, PublicKey person) {
        return reading.has(SILENCES.at(person.hex()));
    }

    void endSilence(Change change, PublicKey person) {
        change.remove(SILENCES.at(person.hex()));
    }

    void forget(Change change, Session session) {
        change.under(LETTERS_OF.at(session.id())).forEach(entry -> {
            change.remove(BY_LETTER.at(entry.value().letter()));
            String to = entry.value().to().hex();
            change.get(LATEST.at(to))
                    .filter(latest -> latest.session().equals(session.id()))
                    .ifPresent(_ -> change.remove(LATEST.at(to)));
            change.remove(entry.place());
        });
    }
}
