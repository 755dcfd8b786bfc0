package dev.muster.notifier.ring;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.post.Post;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Sender;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Tells callers what became of their call, in their dialect.
///
/// NIP-AC has no word for a phone that rings, nor for one that can't be reached, and a reject of ours would end a call
/// that the callee may still take where they are online. So its callers are told these two in BuildIt's words, which
/// who doesn't know them passes over.
final class Signals {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// A caller who has gone needn't know any more.
    private static final Duration OF_USE = Duration.ofMinutes(1);

    private final SecretKey bot;
    private final Sender sender;
    private final Post post;
    private final InstantSource clock;
    private final SecureRandom random;

    Signals(SecretKey bot, Sender sender, Post post, InstantSource clock, SecureRandom random) {
        this.bot = bot;
        this.sender = sender;
        this.post = post;
        this.clock = clock;
        this.random = random;
    }

    /// So many devices ring, as far as one can know.
    void ringing(Change change, Ring ring) {
        if (ring.call().caller().isEmpty()) return;
        Progress progress = ring.progress();
        Map<String, Object> more = Map.of("devices", progress.taken());
        var devices = Tag.of("devices", Integer.toString(progress.taken()), Integer.toString(progress.devices()));
        sealed(change, ring, "ringing/" + progress.ended(), Kind.BUILDIT_CALL_RINGING, more, List.of(devices));
    }

    /// Somebody has taken it, on a device that told us and not them.
    void answered(Change change, Ring ring) {
        if (ring.call().caller().isEmpty()) return;
        Map<String, Object> more = Map.of("devices", ring.progress().taken());
        sealed(change, ring, "answered", Kind.BUILDIT_CALL_RINGING, more, List.of());
    }

    /// Nobody takes it.
    void over(Change change, Ring ring) {
        // A relay has told of it, and nobody knows who called.
        if (ring.call().caller().isEmpty()) return;
        String reason = switch (ring.state()) {
            case DECLINED -> "rejected";
            case BUSY -> "busy";
            case MISSED -> "timeout";
            case UNREACHABLE -> "no_answer";
            case RINGING, ANSWERED, CANCELLED, OVER -> throw new IllegalStateException("nothing that a caller is told");
        };
        if (ring.call().dialect() == Dialect.NIP_AC && ring.state() != State.UNREACHABLE) reject(change, ring, reason);
        else sealed(change, ring, reason, Kind.BUILDIT_CALL_HANGUP, Map.of("reason", reason), List.of());
    }

    private void sealed(Change change, Ring ring, String word, int kind, Map<String, Object> more, List<Tag> moreTags) {
        PublicKey caller = ring.call().caller().orElseThrow();
        Instant now = clock.instant();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("_v", "1.0.0");
        content.put("callId", ring.call().id());
        content.putAll(more);
        content.put("timestamp", now.toEpochMilli());
        var tags = new ArrayList<>(about(ring, caller));
        tags.add(Tag.of("status", ring.state().word()));
        tags.addAll(moreTags);
        // BuildIt's clients listen to kind 1059 alone.
        Delivery delivery = ring.call().dialect() == Dialect.NIP_AC
                ? Delivery.live()
                : Delivery.storedNow().expiring(now.plus(OF_USE));
        Event wrap =
                sender.wrap(sender.rumor(kind, new Tags(tags), JSON.writeValueAsString(content)), caller, delivery);
        send(change, ring, word, wrap, caller);
    }

    private void reject(Change change, Ring ring, String reason) {
        PublicKey caller = ring.call().caller().orElseThrow();
        var tags = new ArrayList<>(about(ring, caller));
        tags.add(Tag.of("alt", "WebRTC call rejection"));
        Event call = sender.rumor(Kind.CALL_REJECT, new Tags(tags), reason.equals("rejected") ? "" : reason)
                .sign(bot, random);
        send(change, ring, reason, sender.wrap(call, caller), caller);
    }

    /// Whose phone it is about, in a call to several.
    private static List<Tag> about(Ring ring, PublicKey caller) {
        return List.of(
                Tag.of("p", caller.hex()),
                Tag.of("call-id", ring.call().id()),
                Tag.of("callee", ring.callee().hex()));
    }

    private void send(Change change, Ring ring, String word, Event wrap, PublicKey caller) {
        String id = "call/" + ring.call().id() + "/" + ring.callee().hex() + "/" + word;
        post.signal(change, id, wrap, caller, clock.instant().plus(OF_USE));
    }
}
