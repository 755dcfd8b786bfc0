package dev.muster.sip.ua;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import javax.sip.Dialog;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// Calls somebody: one way after the other, and where somebody has several phones, all of them at once.
final class Dialling implements Stage, Branch.Outcome {
    private static final int GLOBAL = 600;

    private final Switchboard board;
    private final Mailbox mailbox;
    private final Offering offering;
    private final Queue<List<Line>> ways;
    private final Outcome outcome;
    private final Map<String, Branch> branches = new LinkedHashMap<>();
    private final List<Branch> open = new ArrayList<>();
    private Failure best = Failure.SILENCE;

    /// What those are told who are called just now, and whether it is something else than at first.
    private String offer = "";

    private boolean isOther;
    private Clockwork.@Nullable Later patience;

    /// What comes of it.
    interface Outcome {
        /// A new Call-ID belongs to the call.
        void uses(String callId);

        /// An INVITE is about to be sent.
        ///
        /// @param cancel would take it back
        void sending(Line line, Request cancel);

        void progressed(int code, Optional<String> answer, boolean isReliable);

        void answered(Line line, String offer, Dialog dialog, Response response);

        void failed(Failure failure);
    }

    /// @param ways tried in this order; those in one list at once
    Dialling(Switchboard board, Mailbox mailbox, Offering offering, List<List<Line>> ways, Outcome outcome) {
        this.board = board;
        this.mailbox = mailbox;
        this.offering = offering;
        this.ways = new ArrayDeque<>(ways);
        this.outcome = outcome;
    }

    void start() {
        patience = board.clockwork().after(board.wire().timing().ringing(), mailbox, this::nobodyAnswers);
        next();
    }

    private void next() {
        List<Line> lines = ways.poll();
        if (lines == null) {
            Clockwork.stop(patience);
            outcome.failed(best);
            return;
        }
        isOther = false;
        offering.by(lines.getFirst().way()).ifPresentOrElse(said -> call(lines, said), this::next);
    }

    private void call(List<Line> lines, String said) {
        offer = said;
        for (Line line : lines) {
            String callId = line.sleeper().isPresent()
                    ? board.wire().uuid()
                    : board.wire().token() + board.wire().token();
            Branch branch = branch(line, callId);
            branches.put(callId, branch);
            outcome.uses(callId);
            open.add(branch);
        }
        List.copyOf(open).forEach(Branch::start);
    }

    private Branch branch(Line line, String callId) {
        return line.sleeper()
                .flatMap(sleeper -> board.sleepers()
                        .<Branch>map(sleepers -> new Nap(board, sleepers, line, sleeper, offer, callId, mailbox, this)))
                .orElseGet(() -> new Attempt(
                        board.wire(), line, offer, callId, mailbox, board.clockwork(), patienceForOne(), this));
    }

    private Duration patienceForOne() {
        Timing timing = board.wire().timing();
        return ways.isEmpty() ? timing.lastAnswer() : timing.firstAnswer();
    }

    private void nobodyAnswers() {
        if (open.isEmpty()) return;
        giveUp(Optional.of(HangupReason.NO_ANSWER));
        outcome.failed(new Failure(Response.REQUEST_TIMEOUT, Optional.empty()));
    }

    @Override
    public void sending(Line line, Request cancel) {
        outcome.sending(line, cancel);
    }

    @Override
    public void progressed(Branch branch, int code, Optional<String> answer, boolean isReliable) {
        outcome.progressed(code, answer, isReliable);
    }

    @Override
    public void answered(Branch branch, Dialog dialog, Response response) {
        open.remove(branch);
        giveUp(Optional.empty());
        outcome.answered(branch.line(), offer, dialog, response);
    }

    @Override
    public void failed(Branch branch, Failure failure) {
        if (!open.remove(branch)) return;
        Optional<String> other = isRefused(failure) ? offering.instead() : Optional.empty();
        if (other.isPresent()) {
            isOther = true;
            call(List.of(branch.line()), other.get());
            return;
        }
        // What a person has answered counts more than that a server was out of order.
        if (best.isOfServer()) best = failure;
        if (failure.code() >= GLOBAL) {
            giveUp(Optional.empty());
            outcome.failed(failure);
        } else if (open.isEmpty()) {
            if (best.isOfServer()) next();
            else {
                Clockwork.stop(patience);
                outcome.failed(best);
            }
        }
    }

    /// Whether they might take something else: nobody else is asked just now, and nothing else was said.
    private boolean isRefused(Failure failure) {
        return open.isEmpty() && !isOther && failure.code() == Response.NOT_ACCEPTABLE_HERE;
    }

    /// All phones stop ringing.
    void giveUp(Optional<HangupReason> why) {
        Clockwork.stop(patience);
        ways.clear();
        open.forEach(branch -> branch.giveUp(why));
        open.clear();
    }

    /// What came too late.
    void stray(String callId, Response response, Optional<Dialog> dialog) {
        Branch branch = branches.get(callId);
        if (branch != null) branch.heard(response, dialog);
    }
}
