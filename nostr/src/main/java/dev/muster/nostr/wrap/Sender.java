package dev.muster.nostr.wrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.ConversationKey;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.Nip44;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.ProofOfWork;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;

/// Puts what one author says into gift wraps (NIP-59).
///
/// A blurred wrap and its seal are each dated somewhere in the last 48 hours, and the wrap expires up to 48
/// hours late, each drawn anew: so neither tells when it was made, nor which belong together. The rumor inside
/// has the true times.
public final class Sender {
    /// NIP-59, NIP-17: up to two days, and never in the future, which relays may refuse.
    private static final int BLUR_SECONDS = 48 * 60 * 60;

    private final SecretKey key;
    private final ConversationKeys conversations;
    private final InstantSource clock;
    private final SecureRandom random;

    /// @param conversations may be shared with the [Recipient] of the same key: both sides of a conversation
    ///                      have one key
    public Sender(SecretKey key, ConversationKeys conversations, InstantSource clock, SecureRandom random) {
        this.key = key;
        this.conversations = conversations;
        this.clock = clock;
        this.random = random;
    }

    /// Something that the author says now.
    public Rumor rumor(int kind, Tags tags, String content) {
        return new Rumor(key.publicKey(), now(), kind, tags, content);
    }

    /// A chat message, stored until each recipient comes, and a copy for the author's other devices (NIP-17).
    public Sent send(ChatMessage message) {
        return send(message, Delivery.stored());
    }

    public Sent send(ChatMessage message, Delivery delivery) {
        Rumor rumor = rumor(Kind.CHAT_MESSAGE, message.tags(), message.text());
        var wraps = new LinkedHashMap<PublicKey, Event>();
        for (PublicKey recipient : message.recipients()) wraps.put(recipient, wrap(rumor, recipient, delivery));
        wraps.computeIfAbsent(key.publicKey(), author -> wrap(rumor, author, delivery));
        return new Sent(rumor, wraps);
    }

    /// Seals a rumor and wraps it for one person.
    ///
    /// @throws IllegalArgumentException if it is somebody else's or an envelope itself, or the recipient's key
    ///                                  is not on the curve
    /// @throws IllegalStateException    if the thread was interrupted before the delivery's work was done
    public Event wrap(Rumor rumor, PublicKey recipient, Delivery delivery) {
        if (!rumor.author().equals(key.publicKey()))
            throw new IllegalArgumentException("a seal holds only what its own author says");
        if (rumor.kind() == Kind.SEAL || Delivery.isWrap(rumor.kind()))
            throw new IllegalArgumentException("an envelope of kind " + rumor.kind() + " can't be a rumor");
        ConversationKey conversation = conversations.between(key, recipient);
        String sealed = Nip44.encrypt(new String(rumor.json(), UTF_8), conversation, random);
        Event seal = new Rumor(key.publicKey(), date(delivery), Kind.SEAL, Tags.NONE, sealed).sign(key, random);
        return envelope(seal, recipient, delivery);
    }

    /// Wraps a signed call (25050-25055) for one person, without a seal (NIP-AC). What all in a group call get
    /// is signed once and wrapped for each.
    ///
    /// @throws IllegalArgumentException if it isn't a call of this author's, or the recipient's key is not on
    ///                                  the curve
    public Event wrap(Event call, PublicKey recipient) {
        if (!Kind.isCall(call.kind()))
            throw new IllegalArgumentException("only calls travel without a seal, not kind " + call.kind());
        if (!call.author().equals(key.publicKey()))
            throw new IllegalArgumentException("the call is signed by somebody else");
        return envelope(call, recipient, Delivery.live());
    }

    private Event envelope(Event inner, PublicKey recipient, Delivery delivery) {
        SecretKey usedOnce = SecretKey.random(random);
        ConversationKey conversation = ConversationKey.between(usedOnce, recipient);
        String content = Nip44.encrypt(new String(inner.json(), UTF_8), conversation, random);
        var wrap =
                new Rumor(usedOnce.publicKey(), date(delivery), delivery.kind(), route(recipient, delivery), content);
        if (delivery.work() > 0)
            wrap = ProofOfWork.mine(
                    wrap, delivery.work(), () -> !Thread.currentThread().isInterrupted());
        return wrap.sign(usedOnce, random);
    }

    private Tags route(PublicKey recipient, Delivery delivery) {
        Tags route = Tags.of(Tag.of("p", recipient.hex()));
        return delivery.expiration()
                .map(Instant::getEpochSecond)
                .map(end -> route.with("expiration", Long.toString(end + blur(delivery))))
                .orElse(route);
    }

    private long date(Delivery delivery) {
        return now() - blur(delivery);
    }

    private int blur(Delivery delivery) {
        return delivery.blurred() ? random.nextInt(BLUR_SECONDS + 1) : 0;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
