package dev.muster.sms.carrier.twilio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import java.time.Duration;
import java.util.function.Function;

/// The SDK, for one thing at a time.
final class Twilio implements AutoCloseable {
    private static final int TIMED_OUT = 408;
    private static final int TOO_MUCH = 429;

    private final Account account;
    private final Wire wire;

    /// Made once: it learns how Twilio's classes look.
    private final ObjectMapper json;

    Twilio(Account account, Wire wire) {
        this.account = account;
        this.wire = wire;
        this.json = client(new Call(wire, account, Duration.ZERO)).getObjectMapper();
    }

    private TwilioRestClient.Builder builder(Call call) {
        return new TwilioRestClient.Builder(account.sid(), account.tokens().getFirst()).httpClient(call);
    }

    private TwilioRestClient client(Call call) {
        return builder(call).build();
    }

    /// Does one thing, which is one request. Nothing but being interrupted gets out of it as an exception.
    <T> Outcome<T> attempt(Function<TwilioRestClient, T> doing, Duration patience) throws InterruptedException {
        var call = new Call(wire, account, patience);
        TwilioRestClient client = builder(call).objectMapper(json).build();
        try {
            return new Outcome.Done<>(doing.apply(client));
        } catch (RuntimeException e) {
            // An answer that the SDK doesn't understand can become anything. By then, the request was made.
            if (Thread.interrupted()) throw new InterruptedException();
            return outcome(call.state(), e);
        }
    }

    private static <T> Outcome<T> outcome(Call.State state, RuntimeException failure) {
        return switch (state) {
            case Call.Unasked _ -> throw failure;
            case Call.Unsent _ -> new Outcome.Unsent<>();
            case Call.Underway _ -> new Outcome.Unclear<>("no answer");
            case Call.Answered(int status, var retryAfter) -> {
                if (status == TOO_MUCH) yield new Outcome.TooMuch<>(retryAfter);
                boolean isRefusal = status >= 400 && status < 500 && status != TIMED_OUT;
                // Without a code of Twilio's it is somebody between us and Twilio who talks.
                if (isRefusal && failure instanceof ApiException refusal && refusal.getCode() != null)
                    yield new Outcome.Refused<>(status, refusal.getCode());
                yield new Outcome.Unclear<>("HTTP " + status);
            }
        };
    }

    @Override
    public void close() {
        wire.close();
    }
}
