package dev.muster.sms.carrier.twilio;

import dev.muster.sms.carrier.Media;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/// What people have sent us besides text, as long as Twilio keeps it.
final class Pictures {
    private static final int MOST_REDIRECTS = 3;

    private final Account account;
    private final Wire wire;
    private final long mostBytes;

    Pictures(Account account, Wire wire, long mostBytes) {
        this.account = account;
        this.wire = wire;
        this.mostBytes = mostBytes;
    }

    /// Empty if it is no picture, too large, gone, or not among our messages.
    ///
    /// @throws IOException if it isn't to be had now
    Optional<Media> fetch(URI media, Duration patience) throws IOException, InterruptedException {
        if (!isOurs(media)) return Optional.empty();
        HttpRequest.Builder request = account.showTo(HttpRequest.newBuilder(wire.place(media)));
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<byte[]> answer = wire.exchange(request.build(), mostBytes, patience);
            int status = answer.statusCode();
            if (status == 200) return picture(answer);
            if (status == 404 || status == 410) return Optional.empty();
            Optional<URI> elsewhere = answer.headers().firstValue("location").map(answer.uri()::resolve);
            if (status / 100 != 3 || elsewhere.isEmpty()) throw new IOException("HTTP " + status);
            // Where it lies, our token is nobody's business.
            request = HttpRequest.newBuilder(elsewhere.get());
        }
        throw new IOException("sent from place to place");
    }

    /// The address comes from outside: what isn't a picture among our own messages isn't asked for, token in
    /// hand.
    private boolean isOurs(URI media) {
        return media.getHost() != null
                && media.getRawPath()
                        .matches("/2010-04-01/Accounts/" + account.sid()
                                + "/Messages/[SM]M[0-9a-fA-F]{32}/Media/ME[0-9a-fA-F]{32}");
    }

    private static Optional<Media> picture(HttpResponse<byte[]> answer) {
        String said = answer.headers().firstValue("content-type").orElse("");
        return Media.read(answer.body()).filter(picture -> said.startsWith(picture.type()));
    }
}
