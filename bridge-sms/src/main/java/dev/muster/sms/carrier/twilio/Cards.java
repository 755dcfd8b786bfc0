package dev.muster.sms.carrier.twilio;

import com.twilio.rest.content.v1.Content;
import dev.muster.sms.carrier.Card;
import dev.muster.sms.carrier.Outgoing;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.json.JsonMapper;

/// How cards look, which Twilio keeps: one for all that differ only in their text and in the end of their link.
/// That end, which is another one for each person, isn't part of it.
final class Cards {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int MOST_REMEMBERED = 100;
    private static final String LANGUAGE = "en";
    private static final String BUTTON = "Open";
    private static final String LINK_END = "1";
    private static final String TEXT = "2";

    private final Twilio twilio;
    private final ReentrantLock alone = new ReentrantLock();

    private final Map<Look, String> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Look, String> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private record Look(String title, String description, Optional<URI> picture, Optional<String> linkBegin) {}

    Cards(Twilio twilio) {
        this.twilio = twilio;
    }

    /// What Twilio calls this look. A broadcast begins with many messages at once: the first one asks, the
    /// others wait.
    Outcome<String> content(Card card, Duration patience) throws InterruptedException {
        var look = new Look(
                card.title(), card.description(), card.picture(), card.action().map(Cards::begin));
        alone.lockInterruptibly();
        try {
            String content = known.get(look);
            if (content != null) return new Outcome.Done<>(content);
            Outcome<String> created = twilio.attempt(
                            client -> Content.creator(request(look)).create(client), patience)
                    .named(Content::getSid);
            if (created instanceof Outcome.Done<String>(var made)) known.put(look, made);
            return created;
        } finally {
            alone.unlock();
        }
    }

    private static Content.ContentCreateRequest request(Look look) {
        var card = new Content.TwilioCard.Builder().title(look.title());
        if (!look.description().isEmpty()) card.subtitle(look.description());
        look.picture().ifPresent(picture -> card.media(List.of(picture.toString())));
        look.linkBegin()
                .ifPresent(
                        begin -> card.actions(List.of(new Content.CardAction.Builder(Content.CardActionType.URL, BUTTON)
                                .url(begin + "{{" + LINK_END + "}}")
                                .build())));
        var types = new Content.Types.Builder()
                .twilioCard(card.build())
                .twilioText(new Content.TwilioText.Builder("{{" + TEXT + "}}").build())
                .build();
        return new Content.ContentCreateRequest.Builder(LANGUAGE, types)
                .friendlyName("muster")
                // Examples, without which Twilio takes no variables.
                .variables(Map.of(LINK_END, "x", TEXT, "x"))
                .build();
    }

    /// What this message puts in the places that the look has left open.
    static String variables(Outgoing message, Card card) {
        var variables = new LinkedHashMap<String, String>();
        variables.put(LINK_END, card.action().map(Cards::end).orElse(""));
        variables.put(TEXT, message.text());
        return JSON.writeValueAsString(variables);
    }

    private static String begin(URI link) {
        String whole = link.toString();
        return whole.substring(0, afterLastSlash(whole));
    }

    private static String end(URI link) {
        String whole = link.toString();
        return whole.substring(afterLastSlash(whole));
    }

    /// All of it, if the link has no path: a host isn't left open.
    private static int afterLastSlash(String link) {
        int slash = link.lastIndexOf('/');
        return slash < link.indexOf("//") + 2 ? link.length() : slash + 1;
    }
}
