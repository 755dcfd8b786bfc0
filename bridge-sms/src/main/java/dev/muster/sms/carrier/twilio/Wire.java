package dev.muster.sms.carrier.twilio;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Carries requests to Twilio with the JDK's client, each once and no longer than it may take.
///
/// The SDK's own client sends a POST again after 429, 500 and 503, and asks for no key that would make it one.
/// The JDK's repeats only what is safe to repeat, and never a POST.
final class Wire implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(3);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTING)
            .build();
    private final URI server;
    private final URI contentServer;

    Wire(TwilioConfig config) {
        this.server = config.server();
        this.contentServer = config.contentServer();
    }

    /// Where something is that Twilio, or its SDK, names by the name that everybody uses.
    URI place(URI named) {
        URI base = named.getHost().startsWith("content.") ? contentServer : server;
        String query = named.getRawQuery() == null ? "" : "?" + named.getRawQuery();
        return base.resolve(named.getRawPath() + query);
    }

    /// The patience covers all of it: a request's own timeout would end with the headers. A body that is
    /// announced to be longer is left out.
    ///
    /// @throws HttpTimeoutException if it took longer
    HttpResponse<byte[]> exchange(HttpRequest request, long mostBytes, Duration patience)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> underway = client.sendAsync(
                request,
                head -> length(head.headers()) > mostBytes
                        ? BodySubscribers.replacing(new byte[0])
                        : BodySubscribers.limiting(BodySubscribers.ofByteArray(), mostBytes));
        try {
            return underway.get(patience.toNanos(), NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        } finally {
            underway.cancel(true);
        }
    }

    static long length(HttpHeaders headers) {
        return headers.firstValueAsLong("content-length").orElse(0);
    }

    /// What is still under way is given up.
    @Override
    public void close() {
        client.shutdownNow();
    }
}
