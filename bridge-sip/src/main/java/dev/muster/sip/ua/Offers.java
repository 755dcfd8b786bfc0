package dev.muster.sip.ua;

import java.time.Duration;
import java.util.Optional;
import javax.sip.ServerTransaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// Changes of the session during a call, ours and theirs: one at a time.
final class Offers {
    /// RFC 3261, 14.1: whoever has begun the call waits longer, so that the two don't meet again.
    private static final int OURS_LEAST_MILLIS = 2_100;

    private static final int OURS_MOST_MILLIS = 4_000;
    private static final int THEIRS_MOST_MILLIS = 2_000;
    private static final int STEP_MILLIS = 10;

    private final Talk talk;
    private final boolean isOurCall;

    /// What we said last, which is said again to refresh the call.
    private String session;

    private @Nullable String wanted;
    private boolean isAsking;
    private boolean isStandingBack;
    private boolean awaitsAck;
    private @Nullable ServerTransaction theirs;

    Offers(Talk talk, boolean isOurCall, String session, boolean awaitsAck) {
        this.talk = talk;
        this.isOurCall = isOurCall;
        this.session = session;
        this.awaitsAck = awaitsAck;
    }

    void offer(String sdp) {
        wanted = sdp;
        next();
    }

    /// Says the same again.
    void refresh() {
        if (wanted == null) offer(session);
    }

    private void next() {
        String sdp = wanted;
        if (sdp == null || isAsking || isStandingBack || awaitsAck || theirs != null) return;
        isAsking = true;
        talk.within()
                .ask(
                        Request.INVITE,
                        request -> {
                            talk.refreshing(request);
                            talk.phrases().sdp(request, sdp);
                        },
                        answer -> answered(sdp, answer));
    }

    private void answered(String sdp, Optional<Response> answer) {
        isAsking = false;
        int code = answer.map(Response::getStatusCode).orElse(Response.REQUEST_TIMEOUT);
        if (code == Response.REQUEST_PENDING) {
            isStandingBack = true;
            talk.later(glare(), this::again);
            return;
        }
        if (sdp.equals(wanted)) wanted = null;
        if (code < 300) {
            Response accepted = answer.orElseThrow();
            talk.acknowledge(accepted);
            talk.refreshed(SessionTimer.answered(accepted));
            boolean isNew = !sdp.equals(session);
            session = sdp;
            if (isNew) talk.tell(new CallEvent.Agreed(talk.call(), Texts.sdp(accepted)));
        } else if (code == Response.REQUEST_TIMEOUT || code == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST) {
            talk.bye(HangupReason.NETWORK_FAILURE);
            return;
        } else {
            talk.tell(new CallEvent.Declined(talk.call(), code));
        }
        next();
    }

    private void again() {
        isStandingBack = false;
        next();
    }

    private Duration glare() {
        int least = isOurCall ? OURS_LEAST_MILLIS : 0;
        int most = isOurCall ? OURS_MOST_MILLIS : THEIRS_MOST_MILLIS;
        int steps = talk.wire().random().nextInt((most - least) / STEP_MILLIS + 1);
        return Duration.ofMillis(least + steps * STEP_MILLIS);
    }

    /// They want another session, or only to say that they are there.
    void asked(Request request, ServerTransaction transaction) {
        boolean isInvite = Request.INVITE.equals(request.getMethod());
        Duration least = talk.wire().timing().minSession();
        if (SessionTimer.isTooShort(request, least)) {
            Response tooShort = talk.phrases().response(422, request);
            tooShort.addHeader(talk.phrases().header("Min-SE", Long.toString(least.toSeconds())));
            talk.send(transaction, tooShort);
        } else if (isAsking || theirs != null) {
            talk.answer(transaction, Response.REQUEST_PENDING);
        } else if (isInvite || Texts.sdp(request).isPresent()) {
            theirs = transaction;
            talk.tell(new CallEvent.Offered(talk.call(), Texts.sdp(request)));
        } else {
            talk.send(transaction, accepted(request));
        }
    }

    /// We agree to what they want.
    void accept(String sdp) {
        ServerTransaction asked = theirs;
        if (asked == null) return;
        theirs = null;
        Response response = accepted(asked.getRequest());
        talk.phrases().sdp(response, sdp);
        session = sdp;
        awaitsAck = Request.INVITE.equals(asked.getRequest().getMethod());
        talk.send(asked, response);
        next();
    }

    private Response accepted(Request request) {
        Response response = talk.phrases().response(Response.OK, request);
        response.setHeader(talk.contact());
        Optional<SessionTimer> timer =
                SessionTimer.asked(request, talk.wire().timing().sessionExpires());
        timer.ifPresent(agreed -> {
            response.addHeader(talk.phrases().header("Session-Expires", agreed.header()));
            response.addHeader(talk.phrases().header("Require", "timer"));
        });
        talk.refreshed(timer);
        return response;
    }

    void refuse() {
        ServerTransaction asked = theirs;
        theirs = null;
        if (asked != null) talk.answer(asked, Response.NOT_ACCEPTABLE_HERE);
        next();
    }

    void acknowledged() {
        awaitsAck = false;
        next();
    }
}
