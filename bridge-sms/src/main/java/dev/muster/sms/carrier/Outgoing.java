package dev.muster.sms.carrier;

import dev.muster.kit.number.PhoneNumber;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A message as a carrier gets it.
///
/// @param id ours, of letters, digits and hyphens; given to the carrier only within the address that it reports to
/// @param from a number or a name of ours, as that carrier knows it; empty if the carrier chooses
/// @param media what goes with it, where the carrier can fetch it
/// @param card how it looks where there is RCS; the text is what everybody else gets
/// @param validity after which nobody needs it any more
public record Outgoing(
        String id,
        String from,
        PhoneNumber to,
        String text,
        Means means,
        List<URI> media,
        Optional<Card> card,
        Duration validity) {
    public Outgoing {
        media = List.copyOf(media);
    }

    /// A text and nothing else.
    public static Outgoing text(String id, String from, PhoneNumber to, String text, Duration validity) {
        return new Outgoing(id, from, to, text, Means.SMS, List.of(), Optional.empty(), validity);
    }

    /// Neither what it says, nor to whom.
    @Override
    public String toString() {
        return "message " + id;
    }
}
