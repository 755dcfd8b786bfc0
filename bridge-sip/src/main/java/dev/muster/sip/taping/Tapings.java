package dev.muster.sip.taping;

import dev.muster.kit.ledger.Ledger;
import dev.muster.sip.consent.ConsentLog;
import dev.muster.sip.phrase.Phrasebook;
import dev.muster.sip.record.Recordings;
import dev.muster.sip.taping.RecordingConfig.Consent;
import dev.muster.sip.taping.RecordingConfig.Which;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/// All calls that may be recorded, and what those who talk in them want of it.
public final class Tapings implements AutoCloseable {
    private final Needs needs;

    /// Those in which somebody talks, by the call's id.
    private final Map<String, Taping> going = new ConcurrentHashMap<>();

    private final List<News> listeners = new CopyOnWriteArrayList<>();

    /// What recording stands on.
    ///
    /// @param nanos the clock by which packets are told to have come
    public record Needs(
            Ledger ledger,
            ConsentLog consents,
            Recordings recordings,
            Phrasebook phrases,
            RecordingConfig config,
            LongSupplier nanos) {}

    /// Is told when a call begins to be recorded, and when it isn't any more.
    @FunctionalInterface
    public interface News {
        void recorded(String call, boolean isSo);
    }

    public Tapings(Needs needs) {
        this.needs = needs;
    }

    public void telling(News news) {
        listeners.add(news);
    }

    void recorded(String call, boolean isSo) {
        listeners.forEach(news -> news.recorded(call, isSo));
    }

    /// A call begins; nobody talks yet.
    public Taping open(String call, Pair pair) {
        return new Taping(call, pair, needs, this);
    }

    /// Says whether it is to be looked after.
    boolean begins(Taping taping) {
        return needs.config().calls() != Which.OFF && going.putIfAbsent(taping.call(), taping) == null;
    }

    void ended(Taping taping) {
        going.remove(taping.call(), taping);
    }

    /// Somebody wants a call recorded: those who talk are asked, or told, now.
    public Reply want(String call, Asker asker) {
        return with(call, taping -> taping.want(asker));
    }

    /// Likewise, that it isn't any more.
    public Reply stop(String call) {
        return with(call, Taping::stop);
    }

    /// Somebody notes what was said at the telephone.
    public Reply said(String call, Asker asker, boolean isYes) {
        if (isYes && needs.config().consent() == Consent.KEY && needs.config().calls() != Which.OFF)
            return Reply.OTHER_CONSENT;
        return with(call, taping -> taping.said(asker, isYes));
    }

    /// Whoever talks for the group says whether they agree themselves.
    public Reply agrees(String call, boolean isYes) {
        return with(call, taping -> taping.agrees(isYes));
    }

    private interface What {
        void about(Taping taping);
    }

    private Reply with(String call, What what) {
        if (needs.config().calls() == Which.OFF) return Reply.OFF;
        Optional<Taping> taping = Optional.ofNullable(going.get(call));
        taping.ifPresent(what::about);
        return taping.isPresent() ? Reply.DONE : Reply.NO_CALL;
    }

    public Progress progress(String call) {
        return Optional.ofNullable(going.get(call)).map(Taping::progress).orElse(Progress.OFF);
    }

    /// Ends all that is being recorded, and returns when it is on the disk.
    @Override
    public void close() {
        going.values().forEach(Taping::over);
        try {
            for (Taping taping : going.values()) taping.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
