package dev.muster.kit.reply;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.post.Post;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Sender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;

/// Answers people, each in a letter of their own (kind 14).
public final class Replies {
    /// An answer is of no use any more after that.
    private static final Duration ANSWERS_LIVE = Duration.ofDays(7);

    private final Sender sender;
    private final Post post;
    private final InstantSource clock;

    public Replies(Sender sender, Post post, InstantSource clock) {
        this.sender = sender;
        this.post = post;
        this.clock = clock;
    }

    /// Answers somebody, who has asked for it.
    public void answer(Change change, PublicKey to, EventId said, Outcome outcome) {
        answer(change, to, said, outcome, 1);
    }

    /// The same, when one letter can't hold it all.
    ///
    /// @param part which of them this is
    public void answer(Change change, PublicKey to, EventId said, Outcome outcome, int part) {
        var tags = new ArrayList<Tag>();
        tags.add(Tag.of("p", to.hex()));
        tags.add(Tag.of("e", said.hex(), "", "reply"));
        tags.add(
                outcome.isRefused()
                        ? Tag.of("result", "refused", outcome.result())
                        : Tag.of("result", outcome.result()));
        tags.addAll(outcome.tags());
        send(change, "answer/" + said.hex() + "/" + part, to, Kind.CHAT_MESSAGE, new Tags(tags), outcome.text());
    }

    /// Tells somebody something that they have not asked for.
    ///
    /// @param id never the same for two letters
    public void tell(Change change, String id, PublicKey to, String text, Tag... more) {
        var tags = new ArrayList<Tag>();
        tags.add(Tag.of("p", to.hex()));
        for (Tag tag : more) tags.add(tag);
        send(change, id, to, Kind.CHAT_MESSAGE, new Tags(tags), text);
    }

    /// Something for programs.
    public void send(Change change, String id, PublicKey to, int kind, Tags tags, String content) {
        post.send(
                change,
                id,
                sender.rumor(kind, tags, content),
                to,
                clock.instant().plus(ANSWERS_LIVE));
    }
}
