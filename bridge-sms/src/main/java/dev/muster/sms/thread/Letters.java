package dev.muster.sms.thread;

import dev.muster.kit.ledger.Change;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Sender;
import dev.muster.sms.picture.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What ghosts say.
final class Letters {
    private static final Duration WORTH_READING = Duration.ofDays(30);

    /// R57: said with each text by a tag, and once in words.
    private static final Tag VIA = Tag.of("via", "sms", "not end-to-end encrypted");

    private static final String NOTICE =
            "\n\n(via SMS, not end-to-end encrypted. What you answer here is texted; /help lists what isn't.)";

    private final Ghosts ghosts;
    private final Threads.Means means;

    Letters(Ghosts ghosts, Threads.Means means) {
        this.ghosts = ghosts;
        this.means = means;
    }

    private SecretKey ghost(Conversation thread) {
        return ghosts.of(thread.our(), thread.their());
    }

    /// Says something in the chat that somebody has with a ghost.
    void say(Change change, Conversation thread, PublicKey to, String text, List<Tag> more) {
        var tags = chat(thread, to);
        // Who texts "yes" twice within a second has said it twice.
        tags.add(Tag.of("n", Long.toString(thread.told())));
        tags.addAll(more);
        String full = thread.isKnownTo(to) ? text : text + NOTICE;
        send(change, thread, thread.told() + "/" + to.hex(), Kind.CHAT_MESSAGE, new Tags(tags), full, to);
    }

    /// Shows them a picture there (NIP-17).
    void show(Change change, Conversation thread, PublicKey to, Shown picture) {
        var tags = chat(thread, to);
        tags.add(Tag.of("n", Long.toString(thread.told())));
        tags.addAll(picture.lock().tags());
        String id = thread.told() + "/" + to.hex();
        send(change, thread, id, Kind.FILE_MESSAGE, new Tags(tags), picture.at().toString(), to);
    }

    private static List<Tag> chat(Conversation thread, PublicKey to) {
        var tags = new ArrayList<Tag>();
        tags.add(Tag.of("p", to.hex()));
        tags.add(Tag.of("conversation", thread.id()));
        tags.add(Tag.of("channel", "sms"));
        tags.add(Tag.of("subject", thread.subject()));
        tags.add(VIA);
        return tags;
    }

    /// Answers what an operator has said.
    void answer(Change change, Conversation thread, PublicKey to, String message, Tag result, String text) {
        var tags = chat(thread, to);
        tags.add(Tag.of("e", message, "", "reply"));
        tags.add(result);
        send(change, thread, "answer/" + message + "/" + result.value(), Kind.CHAT_MESSAGE, new Tags(tags), text, to);
    }

    /// Puts a mark on it.
    void mark(Change change, Conversation thread, PublicKey to, String message, String mark) {
        Tags tags = Tags.of(
                Tag.of("p", to.hex()),
                Tag.of("e", message),
                Tag.of("k", Integer.toString(Kind.CHAT_MESSAGE)),
                Tag.of("conversation", thread.id()));
        send(change, thread, "mark/" + message + "/" + mark, Kind.REACTION, tags, mark, to);
    }

    /// Tells a program how the thread stands.
    void board(Change change, Conversation thread, PublicKey to, String hotline) {
        Tags tags = Tags.of(Tag.of("p", to.hex()), Tag.of("conversation", thread.id()));
        String id = "board/" + thread.told() + "/" + thread.messages() + "/" + to.hex();
        send(change, thread, id, Board.KIND, tags, Board.of(thread, hotline), to);
    }

    private void send(Change change, Conversation thread, String id, int kind, Tags tags, String text, PublicKey to) {
        var sender = new Sender(ghost(thread), means.conversations(), means.clock(), means.random());
        means.post()
                .send(
                        change,
                        "sms/" + thread.id() + "/" + id,
                        sender,
                        sender.rumor(kind, tags, text),
                        to,
                        means.clock().instant().plus(WORTH_READING));
    }

    /// Lets people find where a ghost receives, and nothing else about it.
    void introduce(Change change, SecretKey ghost) {
        var relays = new Tags(means.relays().stream()
                .map(relay -> Tag.of("relay", relay.toString()))
                .toList());
        long now = means.clock().instant().getEpochSecond();
        Event where = new Rumor(ghost.publicKey(), now, Kind.INBOX_RELAYS, relays, "").sign(ghost, means.random());
        String id = "sms-inbox/" + ghost.publicKey().hex();
        means.post().publish(change, id, where, means.clock().instant().plus(WORTH_READING));
    }
}
