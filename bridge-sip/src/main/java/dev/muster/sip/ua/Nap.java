package dev.muster.sip.ua;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sip.Dialog;
import javax.sip.address.URI;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// A call to an app that may sleep: it goes where the app was; is nothing heard from there, the app is woken, and
/// called
/// where it comes from then.
///
/// All within the mailbox of the call.
final class Nap implements Branch, Branch.Outcome {
    private static final Failure UNAVAILABLE = new Failure(Response.TEMPORARILY_UNAVAILABLE, Optional.empty());

    private final Switchboard board;
    private final Sleepers sleepers;
    private final Line.Sleeper sleeper;
    private final String offer;
    private final String callId;
    private final Mailbox mailbox;
    private final Branch.Outcome outcome;
    private final List<Attempt> attempts = new ArrayList<>();
    private Line line;
    private State state = State.CALLED;
    private Clockwork.@Nullable Later patience;

    private enum State {
        /// Where it was.
        CALLED,
        /// And is waited for.
        WOKEN,
        /// It is there: heard where it was, or it has come.
        AWAKE,
        /// Before it came, whoever called had given up.
        TOO_LATE,
        OVER
    }

    Nap(
            Switchboard board,
            Sleepers sleepers,
            Line line,
            Line.Sleeper sleeper,
            String offer,
            String callId,
            Mailbox mailbox,
            Branch.Outcome outcome) {
        this.board = board;
        this.sleepers = sleepers;
        this.line = line;
        this.sleeper = sleeper;
        this.offer = offer;
        this.callId = callId;
        this.mailbox = mailbox;
        this.outcome = outcome;
    }

    @Override
    public Line line() {
        return line;
    }

    String callId() {
        return callId;
    }

    Line.Sleeper sleeper() {
        return sleeper;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    private Attempt latest() {
        return attempts.getLast();
    }

    private Attempt attempt() {
        var attempt = new Attempt(
                board.wire(),
                line,
                offer,
                callId,
                mailbox,
                board.clockwork(),
                board.wire().timing().firstAnswer(),
                this);
        attempts.add(attempt);
        return attempt;
    }

    @Override
    public void start() {
        sleepers.add(this);
        patience = board.clockwork().after(sleepers.sleep().grace(), mailbox, this::wake);
        attempt().start();
    }

    private void wake() {
        if (state != State.CALLED || latest().isHeard()) return;
        state = State.WOKEN;
        Clockwork.stop(patience);
        patience = board.clockwork().after(sleepers.sleep().patience(), mailbox, this::doesNotCome);
        sleepers.sleep().waking().wake(sleeper.wanted(callId));
    }

    /// It has registered from there.
    void comes(Target where, URI contact) {
        switch (state) {
            case CALLED, WOKEN -> {
                if (latest().isHeard()) return;
                latest().abandon();
                line = line.at(where, contact);
                isThere();
                attempt().start();
            }
            // It shows a call that is over: it is told so in the words of SIP.
            case TOO_LATE -> {
                end();
                line = line.at(where, contact);
                Attempt call = attempt();
                call.start();
                call.giveUp(Optional.of(HangupReason.CANCELLED));
            }
            case AWAKE, OVER -> {}
        }
    }

    /// Whoever should wake it can't; or it was, and hasn't come.
    void doesNotCome() {
        if (state != State.WOKEN || latest().isHeard()) return;
        latest().abandon();
        sleepers.sleep().waking().over(callId, Waking.Over.CANCELLED);
        end();
        outcome.failed(this, UNAVAILABLE);
    }

    private void isThere() {
        Clockwork.stop(patience);
        if (state == State.WOKEN) sleepers.sleep().waking().over(callId, Waking.Over.AWAKE);
        state = State.AWAKE;
    }

    private void end() {
        Clockwork.stop(patience);
        state = State.OVER;
        sleepers.remove(this);
    }

    @Override
    public void sending(Line way, Request cancel) {
        outcome.sending(way, cancel);
    }

    @Override
    public void progressed(Branch attempt, int code, Optional<String> answer, boolean isReliable) {
        if (state == State.CALLED || state == State.WOKEN) isThere();
        outcome.progressed(this, code, answer, isReliable);
    }

    @Override
    public void answered(Branch attempt, Dialog dialog, Response response) {
        if (state == State.CALLED || state == State.WOKEN) isThere();
        end();
        outcome.answered(this, dialog, response);
    }

    @Override
    public void failed(Branch attempt, Failure failure) {
        boolean isAsleep = failure.isOfServer() && !latest().isHeard();
        if (state == State.CALLED && isAsleep) wake();
        else if (attempt == latest() && !(state == State.WOKEN && isAsleep)) {
            if (state == State.CALLED || state == State.WOKEN) isThere();
            end();
            outcome.failed(this, failure);
        }
    }

    @Override
    public void heard(Response response, Optional<Dialog> dialog) {
        attempts.stream()
                .filter(attempt -> attempt.isOf(response))
                .findFirst()
                .ifPresent(attempt -> attempt.heard(response, dialog));
    }

    @Override
    public void giveUp(Optional<HangupReason> why) {
        if (state == State.WOKEN && !latest().isHeard()) {
            latest().abandon();
            state = State.TOO_LATE;
            Clockwork.stop(patience);
            // It may come all the same, as long as it may take to.
            patience = board.clockwork().after(sleepers.sleep().patience(), mailbox, this::end);
            sleepers.sleep().waking().over(callId, Waking.Over.CANCELLED);
        } else {
            latest().giveUp(why);
            end();
        }
    }
}
