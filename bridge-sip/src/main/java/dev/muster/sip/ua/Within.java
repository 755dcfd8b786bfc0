package dev.muster.sip.ua;

import dev.muster.sip.ua.digest.Logins;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sip.Dialog;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks for something within a call, and shows who we are where that is asked for.
///
/// @param logins for those who ask
/// @param mailbox where the answer comes to
record Within(Wire wire, Dialog dialog, Optional<Logins> logins, Mailbox mailbox) {
    private static final Logger LOG = LoggerFactory.getLogger(Within.class);
    private static final int MOST_TRIES = 3;

    /// @param fill puts in what is special about it
    /// @param answered is told the final answer; none: nobody has answered
    void ask(String method, Consumer<Request> fill, Consumer<Optional<Response>> answered) {
        ask(method, fill, answered, 1);
    }

    private void ask(String method, Consumer<Request> fill, Consumer<Optional<Response>> answered, int tries) {
        try {
            Request request = dialog.createRequest(method);
            fill.accept(request);
            logins.ifPresent(known -> wire.phrases()
                    .add(request, known.headers(method, request.getRequestURI().toString())));
            wire.ask(request, dialog, new Asking() {
                @Override
                public void heard(Response response, Optional<Dialog> same) {
                    mailbox.put(() -> Within.this.heard(request, response, fill, answered, tries));
                }

                @Override
                public void silence() {
                    mailbox.put(() -> answered.accept(Optional.empty()));
                }
            });
        } catch (SipException e) {
            LOG.debug("a {} can't be sent: {}", method, e.getClass().getSimpleName());
            mailbox.put(() -> answered.accept(Optional.empty()));
        }
    }

    private void heard(
            Request request,
            Response response,
            Consumer<Request> fill,
            Consumer<Optional<Response>> answered,
            int tries) {
        int code = response.getStatusCode();
        if (code < 200) return;
        boolean isProxy = code == Response.PROXY_AUTHENTICATION_REQUIRED;
        boolean showsMore = Texts.isChallenge(code)
                && tries < MOST_TRIES
                && logins.isPresent()
                && logins.get()
                        .asked(
                                Texts.challenges(response),
                                isProxy,
                                request.getHeader(isProxy ? "Proxy-Authorization" : "Authorization") != null);
        if (showsMore) ask(request.getMethod(), fill, answered, tries + 1);
        else answered.accept(Optional.of(response));
    }
}
