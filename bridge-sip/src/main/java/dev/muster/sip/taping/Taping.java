package dev.muster.sip.taping;

import dev.muster.sip.consent.Method;
import dev.muster.sip.consent.Permit;
import dev.muster.sip.consent.Policy;
import dev.muster.sip.phrase.Phrase;
import dev.muster.sip.record.Recorder;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.taping.RecordingConfig.Consent;
import dev.muster.sip.taping.RecordingConfig.Which;
import dev.muster.sip.tone.Tone;
import dev.muster.sip.voice.Tap;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call, as far as it is recorded. What happens to it comes in from whatever thread, never waits, and is dealt with
/// by a thread of its own, which is there while somebody talks.
public final class Taping {
    private static final Logger LOG = LoggerFactory.getLogger(Taping.class);

    static final Duration BEEP_EVERY = Duration.ofSeconds(15);

    /// Whoever has heard the question to its end has as long to answer it.
    static final Duration TO_AGREE = Duration.ofSeconds(30);

    private static final Duration TO_END = Duration.ofSeconds(10);
    private static final int TICK_MILLIS = 100;
    private static final int MOST_WAITING = 64;
    private static final char YES = '1';
    private static final char NO = '2';

    private final String call;
    private final Pair pair;
    private final Tapings.Needs needs;
    private final Tapings all;
    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread = Thread.ofVirtual().name("taping").unstarted(this::run);
    private volatile Progress progress = Progress.OFF;
    private volatile boolean isDisturbed;
    private volatile boolean isOver;

    // The thread's.
    private int questions;
    private Optional<Long> unansweredAt = Optional.empty();
    private Optional<Recorder> recorder = Optional.empty();
    private boolean wasBeepNoted;
    private long beepAt;

    Taping(String call, Pair pair, Tapings.Needs needs, Tapings all) {
        this.call = call;
        this.pair = pair;
        this.needs = needs;
        this.all = all;
    }

    String call() {
        return call;
    }

    Progress progress() {
        return progress;
    }

    /// Both talk from now on. To be said once.
    public void talking() {
        if (!all.begins(this)) return;
        thread.start();
        if (needs.config().calls() == Which.ALL) want(Asker.ADMIN);
    }

    /// A key was pressed at the telephone.
    public void pressed(char key) {
        if (progress == Progress.ASKING && (key == YES || key == NO)) soon(() -> answered(key));
    }

    /// They don't hear each other, or do again: what one says while the other waits isn't recorded.
    public void disturbed(boolean isSo) {
        if (isDisturbed == isSo) return;
        isDisturbed = isSo;
        soon(() -> {
            if (!isSo && progress == Progress.ASKING) ask();
        });
    }

    /// Nobody talks any more.
    public void over() {
        isOver = true;
        soon(() -> {});
    }

    void want(Asker asker) {
        soon(() -> {
            if (progress != Progress.OFF) return;
            if (asker == Asker.PERSON) note(Party.PERSON, Method.CLIENT_YES);
            if (!begin()) ask();
        });
    }

    void stop() {
        soon(this::end);
    }

    void said(Asker asker, boolean isYes) {
        soon(() -> {
            note(Party.TELEPHONE, isYes ? Method.VERBAL_YES : Method.VERBAL_NO);
            if (isYes && asker == Asker.PERSON) note(Party.PERSON, Method.CLIENT_YES);
            if (!isYes) end();
            else if (!begin()) ask();
        });
    }

    void agrees(boolean isYes) {
        soon(() -> {
            note(Party.PERSON, isYes ? Method.CLIENT_YES : Method.CLIENT_NO);
            if (!isYes) end();
            else if (progress == Progress.ASKING) {
                boolean _ = begin();
            }
        });
    }

    void awaitEnd() throws InterruptedException {
        if (!thread.join(TO_END)) LOG.warn("a recording doesn't end");
    }

    private void soon(Runnable what) {
        if (!waiting.offer(what) && !isOver) LOG.warn("more is wanted of a recording than can be dealt with");
    }

    private void run() {
        try {
            while (!isOver) {
                Runnable next = waiting.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (isOver) break;
                if (next != null) next.run();
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("a call isn't recorded any more");
        } catch (RuntimeException e) {
            LOG.error("a call can't be recorded any more", e);
        } finally {
            end();
            all.ended(this);
        }
    }

    private void reach(Progress next) {
        boolean wasRecorded = progress == Progress.RECORDING;
        progress = next;
        boolean isRecorded = next == Progress.RECORDING;
        if (wasRecorded != isRecorded) all.recorded(call, isRecorded);
    }

    private void ask() {
        reach(Progress.ASKING);
        int mine = ++questions;
        unansweredAt = Optional.empty();
        Consent consent = needs.config().consent();
        if (isDisturbed || (consent == Consent.VERBAL && !hasAgreed(Party.TELEPHONE))) return;
        Phrase phrase = consent == Consent.KEY ? Phrase.CONSENT : Phrase.RECORDED;
        pair.announce(needs.phrases().say(phrase), party -> soon(() -> heard(party, mine)));
    }

    private boolean hasAgreed(Party party) {
        return needs.consents().allows(needs.ledger(), Policy.AGREED, call, party.word());
    }

    private void heard(Party party, int question) {
        if (progress != Progress.ASKING || question != questions) return;
        note(party, Method.IVR_ANNOUNCEMENT);
        boolean isToAnswer = party == Party.TELEPHONE && needs.config().consent() == Consent.KEY;
        if (isToAnswer) unansweredAt = Optional.of(needs.nanos().getAsLong() + TO_AGREE.toNanos());
        boolean _ = begin();
    }

    private void answered(char key) {
        if (progress != Progress.ASKING || needs.config().consent() != Consent.KEY) return;
        note(Party.TELEPHONE, key == YES ? Method.DTMF_1 : Method.DTMF_2);
        unansweredAt = Optional.empty();
        if (key == NO) end();
        else {
            boolean _ = begin();
        }
    }

    private void note(Party party, Method method) {
        needs.ledger().alter(change -> {
            var _ = needs.consents().add(change, call, party.word(), method);
        });
    }

    /// Begins to record, if all have agreed.
    private boolean begin() {
        if (recorder.isPresent()) return true;
        Optional<Permit> permit = needs.consents()
                .permit(needs.ledger(), call, needs.config().consent().policies());
        permit.ifPresent(this::begin);
        return permit.isPresent();
    }

    private void begin(Permit permit) {
        long now = needs.nanos().getAsLong();
        try {
            Recorder begun = needs.recordings().begin(permit, now);
            recorder = Optional.of(begun);
            for (Party party : Party.values()) pair.tap(party, new Ear(party, begun));
            reach(Progress.RECORDING);
            beepAt = now;
        } catch (IOException e) {
            LOG.error("a call can't be recorded: {}", e.getMessage());
            reach(Progress.OFF);
        }
    }

    /// What time decides.
    private void look() {
        long now = needs.nanos().getAsLong();
        if (unansweredAt.filter(at -> now - at >= 0).isPresent()) {
            unansweredAt = Optional.empty();
            if (progress == Progress.ASKING) reach(Progress.OFF);
        }
        if (recorder.isEmpty()) return;
        if (!recorder.get().isRunning()) end();
        else if (now - beepAt >= 0) beep();
    }

    private void beep() {
        beepAt += BEEP_EVERY.toNanos();
        if (isDisturbed) return;
        pair.beep(Tone.BEEP);
        if (wasBeepNoted) return;
        wasBeepNoted = true;
        for (Party party : Party.values()) note(party, Method.PERIODIC_BEEP);
    }

    private void end() {
        unansweredAt = Optional.empty();
        questions++;
        recorder.ifPresent(running -> {
            pair.untap();
            var _ = running.end(needs.nanos().getAsLong());
            // Until it is on the disk.
            running.close();
        });
        recorder = Optional.empty();
        reach(Progress.OFF);
    }

    /// What one of them says.
    private final class Ear implements Tap {
        private final Party party;
        private final Recorder to;

        Ear(Party party, Recorder to) {
            this.party = party;
            this.to = to;
        }

        @Override
        public void heard(RtpPacket packet, G711 law, long now) {
            if (!isDisturbed) to.voice(party.side(), packet, law, now);
        }

        @Override
        public void event(RtpPacket packet, long now) {
            to.key(party.side(), packet, now);
        }
    }
}
