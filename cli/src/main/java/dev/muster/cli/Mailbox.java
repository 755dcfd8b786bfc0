package dev.muster.cli;

import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Opened;
import dev.muster.nostr.wrap.Opened.CoverTraffic;
import dev.muster.nostr.wrap.Opened.Refused;
import dev.muster.nostr.wrap.Opened.Sealed;
import dev.muster.nostr.wrap.Opened.SignedCall;
import dev.muster.nostr.wrap.Opened.UnsignedCall;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Opens gift wraps as they come from several relays: every message once, and what is not to be believed only counted.
final class Mailbox {
    private static final int AUTHORS_REMEMBERED = 10_000;

    private final Recipient recipient;
    private final Set<EventId> wraps = new HashSet<>();
    private final Set<EventId> messages = new HashSet<>();
    private final Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);

    Mailbox(SecretKey key) {
        this.recipient = new Recipient(key, new ConversationKeys(AUTHORS_REMEMBERED));
    }

    /// What is new among them, in the order of the wraps.
    List<Message> open(Collection<Event> wrapped) {
        List<Event> unopened =
                wrapped.stream().filter(wrap -> wraps.add(wrap.id())).toList();
        var opened = new ArrayList<Message>();
        for (Opened result : unopened.parallelStream().map(recipient::open).toList()) {
            switch (result) {
                case Sealed(var message) when messages.add(message.id()) -> opened.add(message);
                case Refused(var reason, var _) -> refused.merge(reason, 1, Integer::sum);
                // What came twice, and what is not for people to read.
                case Sealed _, SignedCall _, UnsignedCall _, CoverTraffic _ -> {}
            }
        }
        return opened;
    }

    /// What was refused so far, if anything was.
    Optional<String> refusals() {
        if (refused.isEmpty()) return Optional.empty();
        return Optional.of(refused.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", ", "left out wraps that can't be believed: ", "")));
    }
}
