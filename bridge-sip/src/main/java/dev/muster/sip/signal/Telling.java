package dev.muster.sip.signal;

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
import dev.muster.sip.call.CallRecord;
import dev.muster.sip.credit.Balance;
import dev.muster.sip.credit.Charge;
import dev.muster.sip.credit.Usage;
import dev.muster.sip.ua.HangupReason;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Says something about a call, in the words of whom it is said to. Whatever one doesn't know, one passes over.
final class Telling {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Who has gone needn't know any more.
    private static final Duration OF_USE = Duration.ofMinutes(1);

    private final SecretKey self;
    private final Sender sender;
    private final Post post;
    private final InstantSource clock;
    private final SecureRandom random;

    Telling(SecretKey self, Sender sender, Post post, InstantSource clock, SecureRandom random) {
        this.self = self;
        this.sender = sender;
        this.post = post;
        this.clock = clock;
        this.random = random;
    }

    /// Our answer to what their client offers. A second one in the same call isn't taken for the first.
    void answer(Change change, String call, Peer to, String sdp) {
        String word = "answer/" + clock.instant().toEpochMilli();
        switch (to.dialect()) {
            case BUILDIT -> sealed(change, call, to, word, Kind.BUILDIT_CALL_ANSWER, Map.of("sdp", sdp));
            case NIP_AC -> signed(change, call, to, word, Kind.CALL_ANSWER, sdp, List.of(), "WebRTC call answer");
            case HTTP -> throw new IllegalStateException("who asks by HTTP is answered there");
        }
    }

    /// A telephone calls them, and this is how to speak with it.
    void offer(Change change, CallRecord call, Peer to, String sdp) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("callType", "voice");
        content.put("sdp", sdp);
        if (!call.hotline().isEmpty()) content.put("hotlineId", call.hotline());
        sealed(change, call.id(), to, "offer", Kind.BUILDIT_CALL_OFFER, content);
        Map<String, Object> inbound = new LinkedHashMap<>();
        inbound.put("callSid", call.id());
        inbound.put("hotlineId", call.hotline());
        inbound.put("maskedCallerId", call.shownNumber());
        bare(change, call.id(), to, "inbound", PSTN_INBOUND, inbound);
    }

    /// Has those woken whose apps sleep: their notifier is told of the call as by any caller.
    void wake(Change change, CallRecord call, PublicKey notifier, List<PublicKey> whom, String sdp) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("callType", "voice");
        content.put("sdp", sdp);
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.of("p", notifier.hex()));
        whom.forEach(person -> tags.add(Tag.of("p", person.hex())));
        var peer = new Peer(notifier.hex(), Peer.Dialect.BUILDIT);
        sealed(change, call.id(), peer, "wake", Kind.BUILDIT_CALL_OFFER, content, tags);
    }

    /// The telephone rings.
    void ringing(Change change, String call, Peer to) {
        if (to.dialect() == Peer.Dialect.HTTP) return;
        // NIP-AC has no word for it, and who doesn't know this one passes over it.
        sealed(change, call, to, "ringing", Kind.BUILDIT_CALL_RINGING, Map.of());
    }

    /// Both can talk.
    void connected(Change change, String call, Peer to) {
        bridge(change, call, to, "connected", Map.of());
    }

    /// How well it goes; nothing to remember.
    void quality(Change change, String call, Peer to, String metric, double value) {
        String word = "quality/" + clock.instant().toEpochMilli();
        bridge(change, call, to, word, "quality", Map.of("metric", metric, "value", value));
    }

    /// What a call has cost.
    void usage(Change change, Charge charge, Peer to, Usage usage) {
        credits(change, charge, to, "usage", usage.fields());
    }

    /// What is left to who pays for it.
    void balance(Change change, Charge charge, Peer to, Balance balance) {
        credits(change, charge, to, "balance_update", balance.fields());
    }

    private void credits(Change change, Charge charge, Peer to, String type, Map<String, ?> more) {
        if (to.dialect() == Peer.Dialect.NIP_AC) return;
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("type", type);
        content.put("groupId", charge.group());
        content.putAll(more);
        String word = "credits/" + type + "/" + clock.instant().toEpochMilli();
        bare(change, charge.call(), to, word, PSTN_CREDITS, content);
    }

    /// It is over.
    void over(Change change, String call, Peer to, HangupReason reason) {
        over(change, call, to, reason.word(), word(reason));
    }

    /// Somebody else has taken it.
    void takenElsewhere(Change change, String call, Peer to) {
        over(change, call, to, "answered_elsewhere", HangupReason.CANCELLED.word());
    }

    /// The notifier needn't ring anybody any more.
    void stopWaking(Change change, String call, Peer notifier, HangupReason reason) {
        sealed(change, call, notifier, "wake-over", Kind.BUILDIT_CALL_HANGUP, Map.of("reason", word(reason)));
    }

    private void over(Change change, String call, Peer to, String why, String hangup) {
        switch (to.dialect()) {
            case BUILDIT -> sealed(change, call, to, "over", Kind.BUILDIT_CALL_HANGUP, Map.of("reason", hangup));
            case NIP_AC -> signed(change, call, to, "over", Kind.CALL_HANGUP, why, List.of(), "WebRTC call hangup");
            case HTTP -> {
                // What follows tells them.
            }
        }
        bridge(change, call, to, "disconnected", Map.of("reason", why));
    }

    /// BuildIt's clients know six reasons, and refuse others.
    private static String word(HangupReason reason) {
        return reason == HangupReason.MEDIA_FAILURE ? HangupReason.NETWORK_FAILURE.word() : reason.word();
    }

    private void bridge(Change change, String call, Peer to, String type, Map<String, ?> more) {
        bridge(change, call, to, type, type, more);
    }

    private void bridge(Change change, String call, Peer to, String word, String type, Map<String, ?> more) {
        // It is BuildIt's own, of which NIP-AC's clients know nothing.
        if (to.dialect() == Peer.Dialect.NIP_AC) return;
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("type", type);
        content.put("callSid", call);
        content.putAll(more);
        bare(change, call, to, "bridge/" + word, PSTN_BRIDGE, content);
    }

    static final int PSTN_INBOUND = 24_380;
    static final int PSTN_BRIDGE = 24_382;
    private static final int PSTN_CREDITS = 24_383;

    private void sealed(Change change, String call, Peer to, String word, int kind, Map<String, ?> more) {
        sealed(change, call, to, word, kind, more, List.of(Tag.of("p", to.person())));
    }

    private void sealed(
            Change change, String call, Peer to, String word, int kind, Map<String, ?> more, List<Tag> tags) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("_v", "1.0.0");
        content.put("callId", call);
        content.putAll(more);
        content.put("timestamp", clock.instant().toEpochMilli());
        rumor(change, call, to, word, kind, content, tags);
    }

    private void bare(Change change, String call, Peer to, String word, int kind, Map<String, ?> content) {
        rumor(change, call, to, word, kind, content, List.of(Tag.of("p", to.person())));
    }

    private void rumor(
            Change change, String call, Peer to, String word, int kind, Map<String, ?> content, List<Tag> tags) {
        var all = new ArrayList<>(tags);
        all.add(Tag.of("call-id", call));
        // BuildIt's clients listen to kind 1059 alone.
        Delivery delivery = to.dialect() == Peer.Dialect.NIP_AC
                ? Delivery.live()
                : Delivery.storedNow().expiring(clock.instant().plus(OF_USE));
        var rumor = sender.rumor(kind, new Tags(all), JSON.writeValueAsString(content));
        send(change, call, to, word, sender.wrap(rumor, to.key(), delivery));
    }

    private void signed(
            Change change, String call, Peer to, String word, int kind, String content, List<Tag> more, String alt) {
        var tags = new ArrayList<>(List.of(Tag.of("p", to.person()), Tag.of("call-id", call)));
        tags.addAll(more);
        tags.add(Tag.of("alt", alt));
        Event event = sender.rumor(kind, new Tags(tags), content).sign(self, random);
        send(change, call, to, word, sender.wrap(event, to.key()));
    }

    private void send(Change change, String call, Peer to, String word, Event wrap) {
        Instant until = clock.instant().plus(OF_USE);
        post.signal(change, "call/" + call + "/" + to.person() + "/" + word, wrap, to.key(), until);
    }

    /// What a client says in JSON that isn't about how to connect.
    static Optional<JsonNode> json(String content) {
        try {
            return Optional.of(JSON.readTree(content));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
