package dev.muster.sip.ua;

import dev.muster.sip.ua.digest.Logins;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import javax.sip.Dialog;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests outside calls, one after the other, with one Call-ID and each waited for.
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int MOST_TRIES = 4;

    private final Wire wire;
    private final Optional<Logins> logins;
    private long cseq;

    Exchange(Wire wire, Optional<Logins> logins) {
        this.wire = wire;
        this.logins = logins;
    }

    /// Asks, and asks again with what is wanted to be shown.
    ///
    /// @param request makes it, with its number
    /// @return the final answer; none: there was none in time
    Optional<Response> ask(LongFunction<Request> request, Duration patience) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            Request asked = request.apply(++cseq);
            logins.ifPresent(known -> wire.phrases()
                    .add(
                            asked,
                            known.headers(
                                    asked.getMethod(), asked.getRequestURI().toString())));
            Optional<Response> answer = once(asked, patience);
            if (answer.isEmpty() || tries == MOST_TRIES || !showsMore(asked, answer.get())) return answer;
        }
    }

    private boolean showsMore(Request asked, Response answer) {
        int code = answer.getStatusCode();
        if (!Texts.isChallenge(code) || logins.isEmpty()) return false;
        boolean isProxy = code == Response.PROXY_AUTHENTICATION_REQUIRED;
        boolean isAgain = asked.getHeader(isProxy ? "Proxy-Authorization" : "Authorization") != null;
        return logins.get().asked(Texts.challenges(answer), isProxy, isAgain);
    }

    private Optional<Response> once(Request request, Duration patience) throws InterruptedException {
        var answer = new CompletableFuture<Optional<Response>>();
        try {
            wire.ask(request, new Asking() {
                @Override
                public void heard(Response response, Optional<Dialog> dialog) {
                    if (response.getStatusCode() >= 200) answer.complete(Optional.of(response));
                }

                @Override
                public void silence() {
                    answer.complete(Optional.empty());
                }
            });
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (SipException | ExecutionException e) {
            LOG.debug(
                    "a {} can't be sent: {}", request.getMethod(), e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
