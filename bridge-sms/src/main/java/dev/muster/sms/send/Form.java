package dev.muster.sms.send;

import dev.muster.sms.carrier.Card;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.text.Segments;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// What a message looks like besides its text.
///
/// @param media where its pictures can be fetched
public record Form(Means means, List<URI> media, Optional<Card> card) {
    /// A text and nothing else.
    public static final Form TEXT = new Form(Means.SMS, List.of(), Optional.empty());

    private static final int MORE_THAN_TEXT = 3;

    public Form {
        media = List.copyOf(media);
    }

    /// One with pictures.
    public static Form pictures(List<URI> media) {
        return new Form(Means.MMS, media, Optional.empty());
    }

    /// One by RCS.
    public static Form rcs(Optional<Card> card) {
        return new Form(Means.RCS, List.of(), card);
    }

    /// Whether a text says the same, where it can't be carried.
    boolean hasText() {
        return means == Means.RCS;
    }

    /// How many segments one counts for. Carriers count a message with pictures or a card as one, and take about three
    /// times as much for it.
    int segments(String text) {
        int segments = Segments.of(text).count();
        return switch (means) {
            case SMS -> segments;
            case MMS, RCS -> Math.max(MORE_THAN_TEXT, segments);
        };
    }

    /// Not what it shows.
    @Override
    public String toString() {
        return means.toString();
    }
}
