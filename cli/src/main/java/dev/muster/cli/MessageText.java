package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.nip19.UserInput;
import dev.muster.nostr.wrap.Message;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// A private message as somebody reads it in a terminal: when, who, what.
final class MessageText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final PublicKey reader;
    private final ZoneId zone;

    MessageText(PublicKey reader, ZoneId zone) {
        this.reader = reader;
        this.zone = zone;
    }

    /// More lines than one are indented, so that nobody can write what looks like another message.
    String of(Message message) {
        String time =
                TIME.format(Instant.ofEpochSecond(message.rumor().createdAt()).atZone(zone));
        String subject = message.rumor()
                .tags()
                .value("subject")
                .map(about -> "[" + about + "] ")
                .orElse("");
        String text = Shell.printable(subject + content(message)).replace("\n", "\n    ");
        return time + "  " + who(message) + "  " + text;
    }

    private String who(Message message) {
        if (!message.author().equals(reader)) return Names.shortened(message.author());
        return "you to "
                + message.rumor().tags().value("p").map(MessageText::recipient).orElse("nobody");
    }

    private static String recipient(String hex) {
        try {
            return Names.shortened(UserInput.publicKey(hex));
        } catch (IllegalArgumentException e) {
            return "somebody";
        }
    }

    private static String content(Message message) {
        return switch (message.kind()) {
            case Kind.CHAT_MESSAGE -> message.text();
            case Kind.FILE_MESSAGE -> "(file) " + message.text();
            case Kind.REACTION -> "(reaction) " + message.text();
            default -> "(kind " + message.kind() + ")";
        };
    }
}
