package dev.muster.kit.venue;

import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a room is: what the bridge answers who wanted one.
///
/// @param url a page in a browser
/// @param dialIn how one comes in by telephone, if that is possible
public record Venue(URI url, Optional<DialIn> dialIn) {
    private static final int LONGEST = 1000;

    /// A number to call, and what to enter there.
    public record DialIn(String number, String pin) {
        /// As people read it out: `123 456`.
        public String spoken() {
            return pin.replaceAll("(\\d{3})(?=\\d)", "$1 ");
        }

        /// It may end up in a log.
        @Override
        public String toString() {
            return "a way in by telephone";
        }
    }

    /// The tags of the answer.
    public List<Tag> tags() {
        var tags = new ArrayList<Tag>();
        tags.add(Tag.of("room", url.toString()));
        dialIn.ifPresent(by -> tags.add(Tag.of("dial-in", "tel:" + by.number(), by.pin())));
        return tags;
    }

    /// What an answer says; empty if it names no room.
    public static Optional<Venue> read(Tags tags) {
        return tags.value("room").flatMap(Venue::url).map(url -> new Venue(url, dialIn(tags)));
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = URI.create(text);
            boolean isPage = ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getFragment() == null;
            return isPage && text.length() <= LONGEST ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static Optional<DialIn> dialIn(Tags tags) {
        return tags.first("dial-in")
                .filter(tag -> tag.value().matches("tel:\\+[1-9]\\d{5,14}")
                        && tag.at(2).matches("\\d{6,12}"))
                .map(tag -> new DialIn(tag.value().substring("tel:".length()), tag.at(2)));
    }
}
