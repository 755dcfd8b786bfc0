package dev.muster.sip.ua;

import dev.muster.sip.ua.digest.Logins;
import java.time.Duration;
import java.util.Optional;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A call that has been answered.
final class Talk implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(Talk.class);

    private final Switchboard board;
    private final Call call;
    private final Mailbox mailbox;
    private final Dialog dialog;
    private final String user;
    private final Transport transport;
    private final Within within;
    private final Offers offers;
    private final Transfers transfers = new Transfers(this);

    /// Whether they can be refreshed without a session (RFC 3311).
    private final boolean knowsUpdate;

    private Optional<SessionTimer> timer = Optional.empty();
    private Clockwork.@Nullable Later due;

    /// They have called, and don't know yet that we have answered.
    private boolean awaitsAck;

    private @Nullable HangupReason afterAck;
    private boolean isOver;

    /// How it came about.
    ///
    /// @param user what we are reached by
    /// @param session what we have said about our side
    /// @param isOurs whether we have called
    /// @param knowsUpdate whether they have said so
    record Beginning(
            Dialog dialog,
            Optional<Logins> logins,
            String user,
            Transport transport,
            String session,
            boolean isOurs,
            boolean knowsUpdate) {}

    Talk(Switchboard board, Call call, Mailbox mailbox, Beginning beginning) {
        this.board = board;
        this.call = call;
        this.mailbox = mailbox;
        dialog = beginning.dialog();
        user = beginning.user();
        transport = beginning.transport();
        knowsUpdate = beginning.knowsUpdate();
        awaitsAck = !beginning.isOurs();
        within = new Within(board.wire(), dialog, beginning.logins(), mailbox);
        offers = new Offers(this, beginning.isOurs(), beginning.session(), awaitsAck);
    }

    Wire wire() {
        return board.wire();
    }

    Phrases phrases() {
        return wire().phrases();
    }

    Call call() {
        return call;
    }

    Within within() {
        return within;
    }

    Dialog dialogue() {
        return dialog;
    }

    Offers offers() {
        return offers;
    }

    Transfers transfers() {
        return transfers;
    }

    ContactHeader contact() {
        return phrases().contact(transport, user);
    }

    String theirDomain() {
        return dialog.getRemoteParty().getURI() instanceof SipURI sip
                ? sip.getPort() < 0 ? sip.getHost() : sip.getHost() + ":" + sip.getPort()
                : "invalid";
    }

    void tell(CallEvent event) {
        board.listener().happened(event);
    }

    void later(Duration time, Runnable task) {
        board.clockwork().after(time, mailbox, () -> {
            if (!isOver) task.run();
        });
    }

    /// They have asked for something.
    void asked(Request request, ServerTransaction transaction) {
        switch (request.getMethod()) {
            case Request.BYE -> {
                answer(transaction, Response.OK);
                int cause = Texts.cause(request).orElse(HangupReason.COMPLETED.cause());
                over(HangupReason.ofCause(cause).orElse(HangupReason.COMPLETED), 0);
            }
            case Request.INVITE, Request.UPDATE -> offers.asked(request, transaction);
            case Request.INFO -> {
                answer(transaction, Response.OK);
                Digits.pressed(request)
                        .ifPresent(pressed -> tell(new CallEvent.Digit(call, pressed.key(), pressed.duration())));
            }
            case Request.REFER -> transfers.asked(request, transaction);
            case Request.NOTIFY -> transfers.notified(request, transaction);
            case Request.OPTIONS, Request.PRACK -> answer(transaction, Response.OK);
            default -> answer(transaction, Response.METHOD_NOT_ALLOWED);
        }
    }

    /// They know what we have answered.
    void acknowledged(Request ack) {
        boolean isFirst = awaitsAck;
        awaitsAck = false;
        offers.acknowledged();
        if (isFirst) tell(new CallEvent.Answered(call, Texts.sdp(ack)));
        else Texts.sdp(ack).ifPresent(sdp -> tell(new CallEvent.Agreed(call, Optional.of(sdp))));
        HangupReason waiting = afterAck;
        if (waiting != null) bye(waiting);
    }

    /// They have never heard that we have answered.
    void unheard() {
        awaitsAck = false;
        bye(HangupReason.NETWORK_FAILURE);
    }

    void press(char key, Duration duration) {
        within.ask(
                Request.INFO,
                info -> phrases().body(info, "application", "dtmf-relay", Digits.relay(key, duration)),
                _ -> {});
    }

    /// RFC 3261, 15: not before they know that we have answered.
    void bye(HangupReason reason) {
        if (isOver) return;
        if (awaitsAck) {
            afterAck = reason;
            return;
        }
        within.ask(Request.BYE, bye -> bye.addHeader(phrases().reason(reason)), _ -> {});
        over(reason, 0);
    }

    private void over(HangupReason reason, int code) {
        if (isOver) return;
        isOver = true;
        Clockwork.stop(due);
        call.over(reason, code);
    }

    /// What was agreed about refreshing, from now on.
    void refreshed(Optional<SessionTimer> agreed) {
        Clockwork.stop(due);
        timer = agreed;
        due = agreed.map(next -> board.clockwork().after(next.due(), mailbox, this::isDue))
                .orElse(null);
    }

    private void isDue() {
        if (isOver || timer.isEmpty()) return;
        if (!timer.get().isOurs()) bye(HangupReason.NETWORK_FAILURE);
        else if (!knowsUpdate) offers.refresh();
        else within.ask(Request.UPDATE, this::refreshing, this::updated);
    }

    /// Puts in what a request needs that refreshes the call.
    void refreshing(Request request) {
        request.setHeader(contact());
        phrases().list(request, "Allow", Phrases.ALLOW);
        phrases().list(request, "Supported", Phrases.EXTENSIONS);
        timer.ifPresent(agreed -> request.addHeader(phrases().header("Session-Expires", agreed.refresh())));
    }

    private void updated(Optional<Response> answer) {
        int code = answer.map(Response::getStatusCode).orElse(Response.REQUEST_TIMEOUT);
        boolean isGone = code == Response.REQUEST_TIMEOUT || code == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST;
        if (isGone) bye(HangupReason.NETWORK_FAILURE);
        // Whoever refuses is there.
        else refreshed(code < 300 ? answer.flatMap(SessionTimer::answered) : timer);
    }

    void acknowledge(Response accepted) {
        try {
            dialog.sendAck(dialog.createAck(Texts.cseq(accepted).getSeqNumber()));
        } catch (SipException | InvalidArgumentException e) {
            LOG.debug("an ACK can't be sent: {}", e.getClass().getSimpleName());
        }
    }

    void answer(ServerTransaction transaction, int code) {
        send(transaction, phrases().response(code, transaction.getRequest()));
    }

    void send(ServerTransaction transaction, Response response) {
        try {
            transaction.sendResponse(response);
        } catch (SipException | InvalidArgumentException e) {
            LOG.debug("an answer can't be sent: {}", e.getClass().getSimpleName());
        }
    }
}
