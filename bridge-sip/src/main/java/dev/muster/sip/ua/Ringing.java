package dev.muster.sip.ua;

import java.util.Optional;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An INVITE to us that isn't answered yet.
final class Ringing implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(Ringing.class);

    private final Wire wire;
    private final Request invite;
    private final ServerTransaction transaction;
    private final String tag;

    /// RFC 3262: not before they know of the one before.
    private @Nullable Runnable afterPrack;

    private boolean awaitsPrack;

    Ringing(Wire wire, Request invite, ServerTransaction transaction) {
        this.wire = wire;
        this.invite = invite;
        this.transaction = transaction;
        tag = wire.token();
    }

    Request invite() {
        return invite;
    }

    /// What we are known by in this call.
    String tag() {
        return tag;
    }

    Dialog dialog() {
        return transaction.getDialog();
    }

    /// Says that it rings, or lets them hear something before anybody answers.
    void progress(Optional<String> sdp) {
        int code = sdp.isPresent() ? Response.SESSION_PROGRESS : Response.RINGING;
        whenHeard(() -> {
            try {
                if (Texts.lists(invite, "Require", "100rel")) reliably(code, sdp);
                else transaction.sendResponse(response(code, sdp));
            } catch (SipException | InvalidArgumentException e) {
                LOG.debug("a {} can't be sent: {}", code, e.getClass().getSimpleName());
            }
        });
    }

    private void reliably(int code, Optional<String> sdp) throws SipException, InvalidArgumentException {
        Response response = dialog().createReliableProvisionalResponse(code);
        fill(response, sdp);
        awaitsPrack = true;
        dialog().sendReliableProvisionalResponse(response);
    }

    /// @param timer what is agreed about refreshing
    /// @param answered is done when it is said, which may have to wait
    void answer(String sdp, Optional<Header> timer, Runnable answered) {
        whenHeard(() -> {
            Response response = response(Response.OK, Optional.of(sdp));
            timer.ifPresent(agreed -> {
                response.addHeader(agreed);
                response.addHeader(wire.phrases().header("Require", "timer"));
            });
            wire.phrases().list(response, "Supported", Phrases.EXTENSIONS);
            answered.run();
            send(response);
        });
    }

    /// @param why for the telephone network
    void refuse(int code, Optional<HangupReason> why) {
        Response response = response(code);
        why.ifPresent(reason -> response.addHeader(wire.phrases().reason(reason)));
        send(response);
    }

    /// A preliminary answer of ours was heard.
    void heard() {
        awaitsPrack = false;
        Runnable next = afterPrack;
        afterPrack = null;
        if (next != null) next.run();
    }

    private void whenHeard(Runnable next) {
        if (awaitsPrack) afterPrack = next;
        else next.run();
    }

    Response response(int code) {
        return response(code, Optional.empty());
    }

    private Response response(int code, Optional<String> sdp) {
        Response response = wire.phrases().response(code, invite);
        fill(response, sdp);
        return response;
    }

    private void fill(Response response, Optional<String> sdp) {
        Phrases.tag(response, tag);
        response.setHeader(wire.phrases().contact(Phrases.transport(invite), called()));
        wire.phrases().list(response, "Allow", Phrases.ALLOW);
        sdp.ifPresent(text -> wire.phrases().sdp(response, text));
    }

    private String called() {
        return Phrases.user(invite.getRequestURI()).filter(Numbers::isOne).orElse("muster");
    }

    private void send(Response response) {
        try {
            transaction.sendResponse(response);
        } catch (SipException | InvalidArgumentException e) {
            LOG.debug("an answer to an INVITE can't be sent: {}", e.getClass().getSimpleName());
        }
    }
}
