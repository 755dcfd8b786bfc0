package dev.muster.sms.carrier.twilio;

import com.twilio.constant.EnumConstants;
import com.twilio.exception.ApiConnectionException;
import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

/// The one request that the SDK may make for one thing that is done with it.
final class Call extends HttpClient {
    private static final long LARGEST_ANSWER = 1 << 20;

    private final Wire wire;
    private final Account account;
    private final Duration patience;
    private State state = new Unasked();

    /// How far it is.
    sealed interface State {}

    /// The SDK hasn't asked for anything.
    record Unasked() implements State {}

    /// Twilio can't have got it.
    record Unsent() implements State {}

    /// Twilio may have got it.
    record Underway() implements State {}

    record Answered(int status, Optional<Duration> retryAfter) implements State {}

    Call(Wire wire, Account account, Duration patience) {
        this.wire = wire;
        this.account = account;
        this.patience = patience;
    }

    State state() {
        return state;
    }

    /// Without the retries that this is inherited with.
    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response reliableRequest(Request request, int[] retryCodes, int retries, long delayMillis) {
        return makeRequest(request);
    }

    @Override
    public Response makeRequest(Request request) {
        if (!(state instanceof Unasked)) throw new ApiConnectionException("asked already");
        HttpRequest ours = translate(request);
        state = new Underway();
        try {
            HttpResponse<byte[]> answer = wire.exchange(ours, LARGEST_ANSWER, patience);
            state = new Answered(
                    answer.statusCode(),
                    answer.headers().firstValue("retry-after").flatMap(Call::seconds));
            return new Response(new ByteArrayInputStream(answer.body()), answer.statusCode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiConnectionException("interrupted", e);
        } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
            state = new Unsent();
            throw new ApiConnectionException("not connected", e);
        } catch (IOException e) {
            throw new ApiConnectionException("no answer", e);
        }
    }

    /// Only what it needs: Twilio isn't told by which Java on which machine.
    private HttpRequest translate(Request request) {
        URI place = wire.place(URI.create(request.constructURL().toString()));
        HttpRequest.Builder ours = account.showTo(HttpRequest.newBuilder(place)).header("accept", "application/json");
        String method = request.getMethod().toString();
        if (request.getMethod() != HttpMethod.POST)
            return ours.method(method, BodyPublishers.noBody()).build();
        boolean isJson = request.getContentType() == EnumConstants.ContentType.JSON;
        return ours.header("content-type", isJson ? "application/json" : "application/x-www-form-urlencoded")
                .method(method, BodyPublishers.ofString(isJson ? request.getBody() : request.encodeFormBody()))
                .build();
    }

    private static Optional<Duration> seconds(String retryAfter) {
        return retryAfter.matches("[0-9]{1,6}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)))
                : Optional.empty();
    }
}
