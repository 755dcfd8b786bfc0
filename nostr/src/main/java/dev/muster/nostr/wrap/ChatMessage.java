package dev.muster.nostr.wrap;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A message in a chat of two or more people (NIP-17, kind 14), in plain text.
///
/// @param recipients all others in the room; author and recipients together are the room
/// @param replyTo    the rumor that it answers
/// @param subject    what the conversation is about from now on
public record ChatMessage(
        List<PublicKey> recipients, String text, Optional<EventId> replyTo, Optional<String> subject) {
    public ChatMessage {
        recipients = recipients.stream().distinct().toList();
        if (recipients.isEmpty()) throw new IllegalArgumentException("a message is for somebody");
    }

    public static ChatMessage to(PublicKey recipient, String text) {
        return to(List.of(recipient), text);
    }

    public static ChatMessage to(List<PublicKey> recipients, String text) {
        return new ChatMessage(recipients, text, Optional.empty(), Optional.empty());
    }

    public ChatMessage replyingTo(EventId rumor) {
        return new ChatMessage(recipients, text, Optional.of(rumor), subject);
    }

    public ChatMessage about(String subject) {
        return new ChatMessage(recipients, text, replyTo, Optional.of(subject));
    }

    /// Recipients first: BuildIt web shows a message only to whom the first `p` names.
    Tags tags() {
        var tags = new ArrayList<Tag>();
        for (PublicKey recipient : recipients) tags.add(Tag.of("p", recipient.hex()));
        replyTo.ifPresent(id -> tags.add(Tag.of("e", id.hex(), "", "reply")));
        subject.ifPresent(title -> tags.add(Tag.of("subject", title)));
        return new Tags(tags);
    }

    /// Never the text: it may end up in a log.
    @Override
    public String toString() {
        return "ChatMessage to " + recipients.size() + (recipients.size() == 1 ? " person" : " people");
    }
}
