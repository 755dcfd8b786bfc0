package dev.muster.sip.ua;

import dev.muster.sip.ua.digest.Logins;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// A call with a telephone or an app, ours or theirs. What is asked of it is done in its own time, and what comes of
/// that is told to the [CallListener].
public final class Call {
    private final String id;
    private final Switchboard board;
    private final Mailbox mailbox = new Mailbox();
    private final Set<String> callIds = ConcurrentHashMap.newKeySet();
    private Stage stage;
    private Optional<Dialling> dialled = Optional.empty();
    private Optional<SessionTimer> timer = Optional.empty();
    private Optional<Logins> logins = Optional.empty();

    private Call(Switchboard board, Stage stage) {
        this.board = board;
        this.stage = stage;
        id = board.wire().token();
    }

    /// Calls somebody.
    ///
    /// @param ways looked for when it begins: names have to be looked up for that
    static Call out(Switchboard board, Offering offering, Supplier<List<List<Line>>> ways) {
        var call = new Call(board, Stage.Over.OVER);
        call.mailbox.put(() -> call.dial(offering, ways.get()));
        return call;
    }

    /// Is called.
    static Call in(Switchboard board, Request invite, ServerTransaction transaction, Optional<Logins> logins) {
        var call = new Call(board, new Ringing(board.wire(), invite, transaction));
        call.logins = logins;
        call.timer = SessionTimer.asked(invite, board.wire().timing().sessionExpires());
        call.uses(Texts.callId(invite));
        return call;
    }

    /// Tells it from others. It says nothing about who calls whom.
    public String id() {
        return id;
    }

    private void dial(Offering offering, List<List<Line>> ways) {
        var dialling = new Dialling(board, mailbox, offering, ways, new Dialling.Outcome() {
            @Override
            public void uses(String callId) {
                Call.this.uses(callId);
            }

            @Override
            public void sending(Line line, Request cancel) {
                remember(Farewells.cancel(id, cancel, line.target()));
            }

            @Override
            public void progressed(int code, Optional<String> answer, boolean isReliable) {
                tell(new CallEvent.Progress(Call.this, code, answer, isReliable));
            }

            @Override
            public void answered(Line line, String offer, Dialog dialog, Response response) {
                remember(Farewells.bye(id, board.wire().phrases(), response, line.target()));
                var beginning = new Talk.Beginning(
                        dialog,
                        line.logins(),
                        line.user(),
                        line.target().transport(),
                        offer,
                        true,
                        Texts.lists(response, "Allow", Request.UPDATE));
                begin(beginning).refreshed(SessionTimer.answered(response));
                tell(new CallEvent.Answered(Call.this, Texts.sdp(response)));
            }

            @Override
            public void failed(Failure failure) {
                over(failure.reason(), failure.code());
            }
        });
        stage = dialling;
        dialled = Optional.of(dialling);
        dialling.start();
    }

    private Talk begin(Talk.Beginning beginning) {
        var talk = new Talk(board, this, mailbox, beginning);
        stage = talk;
        return talk;
    }

    private void uses(String callId) {
        callIds.add(callId);
        board.connect(callId, this);
    }

    private void tell(CallEvent event) {
        board.listener().happened(event);
    }

    /// It is the last that is told about it.
    void over(HangupReason reason, int code) {
        if (stage == Stage.Over.OVER) return;
        stage = Stage.Over.OVER;
        // First: who waits for the end of all calls may close what the listener writes to.
        tell(new CallEvent.Ended(this, reason, code));
        board.ended(callIds, mailbox);
    }

    /// Tells the listener that somebody calls.
    void announce(CallEvent.Incoming event) {
        ringing(ringing -> {
            remember(Farewells.refusal(id, ringing.response(Response.SERVICE_UNAVAILABLE)));
            tell(event);
        });
    }

    private void remember(Farewell farewell) {
        board.listener().remember(farewell);
    }

    /// Lets them know that it rings.
    public void ring() {
        ringing(ringing -> ringing.progress(Optional.empty()));
    }

    /// Lets them hear something before anybody answers.
    public void progress(String sdp) {
        ringing(ringing -> ringing.progress(Optional.of(sdp)));
    }

    /// Answers. That they know of it is told by [CallEvent.Answered].
    public void answer(String sdp) {
        ringing(ringing -> {
            Request invite = ringing.invite();
            Optional<Header> agreed =
                    timer.map(agreement -> board.wire().phrases().header("Session-Expires", agreement.header()));
            var beginning = new Talk.Beginning(
                    ringing.dialog(),
                    logins,
                    "muster",
                    Phrases.transport(invite),
                    sdp,
                    false,
                    Texts.lists(invite, "Allow", Request.UPDATE));
            ringing.answer(sdp, agreed, () -> {
                remember(Farewells.bye(id, board.wire().phrases(), invite, ringing.tag()));
                begin(beginning).refreshed(timer);
            });
        });
    }

    private void ringing(Consumer<Ringing> task) {
        mailbox.put(() -> {
            if (stage instanceof Ringing ringing) task.accept(ringing);
        });
    }

    private void talking(Consumer<Talk> task) {
        mailbox.put(() -> {
            if (stage instanceof Talk talk) task.accept(talk);
        });
    }

    /// Ends it, wherever it is: takes back what rings, refuses who calls, says goodbye to who talks.
    public void hangUp(HangupReason reason) {
        mailbox.put(() -> {
            switch (stage) {
                case Dialling dialling -> {
                    dialling.giveUp(Optional.of(reason));
                    over(reason, 0);
                }
                case Ringing ringing -> {
                    ringing.refuse(reason.code(), Optional.of(reason));
                    over(reason, reason.code());
                }
                case Talk talk -> talk.bye(reason);
                case Stage.Over over -> {}
            }
        });
    }

    /// Refuses who calls, in the words of SIP.
    public void reject(int code) {
        ringing(ringing -> {
            ringing.refuse(code, Optional.empty());
            over(HangupReason.of(code, Optional.empty()), code);
        });
    }

    /// Wants another session: tells of [CallEvent.Agreed] or [CallEvent.Declined].
    public void offer(String sdp) {
        talking(talk -> talk.offers().offer(sdp));
    }

    /// Agrees to the session that they want, or says ours if they asked for it.
    public void accept(String sdp) {
        talking(talk -> talk.offers().accept(sdp));
    }

    /// Leaves the session as it is.
    public void refuse() {
        talking(talk -> talk.offers().refuse());
    }

    /// Presses a key, by INFO.
    public void press(char key, Duration duration) {
        talking(talk -> talk.press(key, duration));
    }

    /// Has them call somebody else instead. What comes of it is told by [CallEvent.Transferring].
    ///
    /// @param to a number, or an address of SIP
    public void transfer(String to) {
        talking(talk -> talk.transfers().transfer(to));
    }

    /// Says what comes of the transfer that they want: at first whether it is done (100, or 300 and above), then what
    /// the other telephone says.
    public void transferred(int code) {
        talking(talk -> talk.transfers().transferred(code));
    }

    /// They have asked for something.
    void asked(Request request, ServerTransaction transaction) {
        mailbox.put(() -> {
            switch (stage) {
                case Talk talk -> talk.asked(request, transaction);
                case Ringing ringing -> beforeAnswer(ringing, request, transaction);
                case Dialling dialling -> reply(transaction, earlyAnswer(request));
                case Stage.Over over ->
                    reply(
                            transaction,
                            Request.BYE.equals(request.getMethod())
                                    ? Response.OK
                                    : Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            }
        });
    }

    private void beforeAnswer(Ringing ringing, Request request, ServerTransaction transaction) {
        switch (request.getMethod()) {
            case Request.CANCEL, Request.BYE -> {
                reply(transaction, Response.OK);
                ringing.refuse(Response.REQUEST_TERMINATED, Optional.empty());
                over(HangupReason.CANCELLED, Response.REQUEST_TERMINATED);
            }
            case Request.PRACK -> {
                reply(transaction, Response.OK);
                ringing.heard();
            }
            default -> reply(transaction, earlyAnswer(request));
        }
    }

    /// A session isn't changed before it is there.
    private static int earlyAnswer(Request request) {
        return switch (request.getMethod()) {
            case Request.INFO, Request.OPTIONS, Request.CANCEL, Request.NOTIFY -> Response.OK;
            case Request.INVITE, Request.UPDATE -> Response.REQUEST_PENDING;
            default -> Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST;
        };
    }

    private void reply(ServerTransaction transaction, int code) {
        try {
            transaction.sendResponse(board.wire().phrases().response(code, transaction.getRequest()));
        } catch (SipException | InvalidArgumentException e) {
            return;
        }
    }

    void acknowledged(Request ack) {
        talking(talk -> talk.acknowledged(ack));
    }

    /// Something of ours wasn't heard.
    ///
    /// @param isEarly whether that was before it was answered
    void unheard(boolean isEarly) {
        mailbox.put(() -> {
            switch (stage) {
                case Talk talk -> {
                    if (!isEarly) talk.unheard();
                }
                case Ringing ringing -> {
                    ringing.refuse(Response.SERVER_TIMEOUT, Optional.empty());
                    over(HangupReason.NETWORK_FAILURE, Response.SERVER_TIMEOUT);
                }
                case Dialling dialling -> {}
                case Stage.Over over -> {}
            }
        });
    }

    /// An answer that nobody waits for any more.
    void stray(Response response, Optional<Dialog> dialog) {
        if (!Request.INVITE.equals(Texts.cseq(response).getMethod())) return;
        mailbox.put(() -> {
            if (dialled.isPresent()) dialled.get().stray(Texts.callId(response), response, dialog);
            else if (stage instanceof Talk talk && response.getStatusCode() / 100 == 2) talk.acknowledge(response);
        });
    }

    /// Without who calls whom.
    @Override
    public String toString() {
        return "Call[" + id + "]";
    }
}
