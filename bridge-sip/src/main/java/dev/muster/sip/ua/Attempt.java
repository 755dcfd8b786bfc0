package dev.muster.sip.ua;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ObjectInUseException;
import javax.sip.SipException;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An INVITE of ours, from its being sent to its answer, and what may still come after that.
///
/// All within the mailbox of its call.
final class Attempt implements Branch {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    /// A proxy and the server behind it may both ask who we are, and one of them once more for a nonce that is stale.
    private static final int MOST_TRIES = 4;

    private final Wire wire;
    private final Line line;
    private final String offer;
    private final String callId;
    private final Mailbox mailbox;
    private final Clockwork clockwork;
    private final Duration patience;
    private final Outcome outcome;
    private final String fromTag;
    private final Map<String, Integer> lastReliable = new HashMap<>();
    private final Map<String, Dialog> answers = new HashMap<>();
    private long cseq;
    private int tries;
    private int sessionExpires;
    private int minSession;
    private @Nullable ClientTransaction transaction;
    private Clockwork.@Nullable Later firstAnswer;
    private boolean isRinging;
    private boolean isGivenUp;
    private boolean isCancelled;
    private boolean isOver;
    private Optional<HangupReason> reason = Optional.empty();

    /// @param patience so long it waits for the first that is heard
    Attempt(
            Wire wire,
            Line line,
            String offer,
            String callId,
            Mailbox mailbox,
            Clockwork clockwork,
            Duration patience,
            Outcome outcome) {
        this.wire = wire;
        this.line = line;
        this.offer = offer;
        this.callId = callId;
        this.mailbox = mailbox;
        this.clockwork = clockwork;
        this.patience = patience;
        this.outcome = outcome;
        fromTag = wire.token();
        sessionExpires = (int) wire.timing().sessionExpires().toSeconds();
        minSession = (int) wire.timing().minSession().toSeconds();
    }

    @Override
    public Line line() {
        return line;
    }

    /// Whether that is about this one: an app that is called again where it is now has the same Call-ID.
    boolean isOf(Response response) {
        return Texts.fromTag(response).filter(fromTag::equals).isPresent();
    }

    /// Whether somebody is there.
    boolean isHeard() {
        return isRinging || !answers.isEmpty();
    }

    @Override
    public void start() {
        send();
        // From now on: to connect may have taken a while.
        if (!isOver) firstAnswer = clockwork.after(patience, mailbox, this::isSilent);
    }

    private void send() {
        tries++;
        try {
            ClientTransaction asked = wire.prepare(invite(), new Asking() {
                @Override
                public void heard(Response response, Optional<Dialog> dialog) {
                    mailbox.put(() -> Attempt.this.heard(response, dialog));
                }

                @Override
                public void silence() {
                    mailbox.put(() -> fail(Failure.SILENCE));
                }
            });
            transaction = asked;
            outcome.sending(line, asked.createCancel());
            asked.sendRequest();
        } catch (SipException e) {
            LOG.debug("an INVITE can't be sent: {}", e.getClass().getSimpleName());
            fail(Failure.SILENCE);
        }
    }

    private Request invite() {
        Phrases phrases = wire.phrases();
        Request invite = phrases.request(
                Request.INVITE, line.uri(), line.target(), line.from(), fromTag, line.to(), callId, ++cseq);
        invite.addHeader(phrases.contact(line.target().transport(), line.user()));
        phrases.list(invite, "Allow", Phrases.ALLOW);
        phrases.list(invite, "Supported", Phrases.EXTENSIONS);
        invite.addHeader(phrases.header("Session-Expires", Integer.toString(sessionExpires)));
        invite.addHeader(phrases.header("Min-SE", Integer.toString(minSession)));
        line.extra().forEach(header -> invite.addHeader((Header) header.clone()));
        line.logins()
                .ifPresent(logins -> phrases.add(
                        invite, logins.headers(Request.INVITE, line.uri().toString())));
        phrases.sdp(invite, offer);
        return invite;
    }

    @Override
    public void heard(Response response, Optional<Dialog> dialog) {
        int code = response.getStatusCode();
        Clockwork.stop(firstAnswer);
        if (code < 200) {
            isRinging = true;
            if (isGivenUp) cancel();
            else if (code > Response.TRYING) progressed(code, response, dialog);
        } else if (code < 300) {
            dialog.ifPresent(made -> accepted(made, response));
        } else if (!isOver) {
            refused(code, response);
        }
    }

    private void progressed(int code, Response response, Optional<Dialog> dialog) {
        if (isOver) return;
        Optional<Integer> number = Texts.number(response, "RSeq");
        boolean isReliable = number.isPresent() && Texts.lists(response, "Require", "100rel");
        if (isReliable && dialog.isPresent() && !acknowledged(dialog.get(), response, number.get())) return;
        outcome.progressed(this, code, Texts.sdp(response), isReliable);
    }

    /// @return whether it is new
    private boolean acknowledged(Dialog dialog, Response response, int number) {
        String tag = Texts.toTag(response).orElse("");
        if (lastReliable.getOrDefault(tag, 0) >= number) return false;
        lastReliable.put(tag, number);
        try {
            wire.ask(dialog.createPrack(response), dialog, Silent.INSTANCE);
            return true;
        } catch (SipException e) {
            LOG.debug("a PRACK can't be sent: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    /// The first that answers is kept. Others, and who answers too late, hear that we are there no more.
    private void accepted(Dialog dialog, Response response) {
        String tag = Texts.toTag(response).orElse("");
        boolean isFirst = answers.isEmpty();
        boolean isAgain = answers.putIfAbsent(tag, dialog) != null;
        boolean isKept = isFirst && !isGivenUp && !isOver;
        // First: what it costs is to be written down before the other side may begin to talk.
        if (isKept) {
            isOver = true;
            outcome.answered(this, dialog, response);
        }
        acknowledge(dialog, response);
        if (!isKept && !isAgain) {
            new Within(wire, dialog, line.logins(), mailbox)
                    .ask(Request.BYE, bye -> bye.addHeader(wire.phrases().reason(HangupReason.CANCELLED)), _ -> {});
        }
    }

    private void acknowledge(Dialog dialog, Response response) {
        try {
            Request ack = dialog.createAck(Texts.cseq(response).getSeqNumber());
            ClientTransaction asked = transaction;
            // RFC 3261, 22.1: an ACK shows the same as its INVITE did.
            if (asked != null)
                for (String name : List.of("Authorization", "Proxy-Authorization"))
                    Texts.list(asked.getRequest().getHeaders(name), Header.class)
                            .forEach(header -> ack.addHeader((Header) header.clone()));
            dialog.sendAck(ack);
        } catch (SipException | InvalidArgumentException e) {
            LOG.debug("an ACK can't be sent: {}", e.getClass().getSimpleName());
        }
    }

    private void refused(int code, Response response) {
        boolean isAgain = !isGivenUp && tries < MOST_TRIES;
        if (isAgain && Texts.isChallenge(code) && canShow(code, response)) send();
        else if (isAgain && code == 422 && raises(response)) send();
        else fail(new Failure(code, Texts.cause(response)));
    }

    private boolean canShow(int code, Response response) {
        ClientTransaction asked = transaction;
        if (asked == null || line.logins().isEmpty()) return false;
        boolean isProxy = code == Response.PROXY_AUTHENTICATION_REQUIRED;
        String header = isProxy ? "Proxy-Authorization" : "Authorization";
        return line.logins()
                .get()
                .asked(Texts.challenges(response), isProxy, asked.getRequest().getHeader(header) != null);
    }

    private boolean raises(Response response) {
        int wanted = Texts.number(response, "Min-SE").orElse(0);
        if (wanted <= minSession && wanted <= sessionExpires) return false;
        minSession = wanted;
        sessionExpires = Math.max(sessionExpires, wanted);
        return true;
    }

    /// JAIN would go on for 32 s, and does; but the call is tried elsewhere.
    private void isSilent() {
        if (isRinging || isOver) return;
        isGivenUp = true;
        fail(Failure.SILENCE);
    }

    private void fail(Failure failure) {
        Clockwork.stop(firstAnswer);
        if (isOver) return;
        isOver = true;
        outcome.failed(this, failure);
    }

    /// Ends it where nobody was heard: it isn't repeated any more.
    void abandon() {
        giveUp(Optional.empty());
        ClientTransaction asked = transaction;
        if (asked == null || isHeard()) return;
        try {
            asked.terminate();
        } catch (ObjectInUseException e) {
            LOG.debug("an INVITE that nobody hears is repeated for a while");
        }
    }

    @Override
    public void giveUp(Optional<HangupReason> why) {
        if (isOver && !isGivenUp) return;
        isGivenUp = true;
        isOver = true;
        Clockwork.stop(firstAnswer);
        reason = why;
        // RFC 3261, 9.1: not before something was heard.
        if (isRinging) cancel();
    }

    private void cancel() {
        ClientTransaction asked = transaction;
        if (asked == null || isCancelled || !answers.isEmpty()) return;
        isCancelled = true;
        try {
            Request cancel = asked.createCancel();
            reason.ifPresent(why -> cancel.addHeader(wire.phrases().reason(why)));
            wire.ask(cancel, Silent.INSTANCE);
        } catch (SipException e) {
            LOG.debug("it is answered already: {}", e.getClass().getSimpleName());
        }
    }
}
