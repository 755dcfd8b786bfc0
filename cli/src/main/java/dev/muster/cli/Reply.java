package dev.muster.cli;

import dev.muster.nostr.event.Tag;
import dev.muster.nostr.wrap.Message;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What came of something that was said to a bot.
sealed interface Reply {
    /// It is done.
    ///
    /// @param parts more than one only if it doesn't fit into one message
    record Done(List<Message> parts) implements Reply {
        public Done {
            parts = List.copyOf(parts);
        }

        /// In words, for people.
        String text() {
            return Reply.text(parts.getFirst());
        }

        /// Every tag of that name, in all parts.
        List<Tag> tags(String name) {
            return parts.stream()
                    .flatMap(part -> part.rumor().tags().stream())
                    .filter(tag -> tag.isNamed(name))
                    .toList();
        }

        List<SessionLine> sessions() {
            return tags("session").stream().map(SessionLine::of).toList();
        }
    }

    /// It won't be done.
    ///
    /// @param word such as `not-allowed`
    record Refused(String word, String text) implements Reply {}

    /// The bot has not answered yet. A relay of its keeps what was said, and as soon as the bot is there it is done.
    record Kept() implements Reply {}

    /// What the bot has said so far.
    ///
    /// @param parts at least one
    static Reply of(List<Message> parts) {
        Message first = parts.getFirst();
        Optional<Tag> result = first.rumor().tags().first("result");
        boolean isRefused =
                result.map(Tag::value).filter(word -> word.equals("refused")).isPresent();
        return isRefused ? new Refused(result.orElseThrow().at(2), text(first)) : new Done(parts);
    }

    /// How many messages an answer takes, if it says so.
    static OptionalInt partsOf(Message message) {
        return message.rumor()
                .tags()
                .first("part")
                .map(part -> part.at(2))
                .filter(count -> count.matches("[1-9]\\d{0,5}"))
                .map(count -> OptionalInt.of(Integer.parseInt(count)))
                .orElse(OptionalInt.empty());
    }

    private static String text(Message message) {
        return Shell.printable(message.text()).strip();
    }
}
