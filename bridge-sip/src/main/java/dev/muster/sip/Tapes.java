package dev.muster.sip;

import dev.muster.kit.access.Access;
import dev.muster.kit.access.Capability;
import dev.muster.kit.access.Grant;
import dev.muster.kit.control.Operations;
import dev.muster.kit.desk.Desk;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.lifecycle.Parts;
import dev.muster.kit.outside.Bounds;
import dev.muster.kit.outside.Poster;
import dev.muster.kit.outside.Resolver;
import dev.muster.kit.timer.Watch;
import dev.muster.sip.call.Book;
import dev.muster.sip.call.CallRecord;
import dev.muster.sip.consent.ConsentLog;
import dev.muster.sip.phrase.Phrasebook;
import dev.muster.sip.record.Aftercare;
import dev.muster.sip.record.Intake;
import dev.muster.sip.record.Listening;
import dev.muster.sip.record.Login;
import dev.muster.sip.record.Programs;
import dev.muster.sip.record.Recording;
import dev.muster.sip.record.Recordings;
import dev.muster.sip.record.Target;
import dev.muster.sip.record.Transcripts;
import dev.muster.sip.taping.RecordingConfig;
import dev.muster.sip.taping.RecordingConfig.Which;
import dev.muster.sip.taping.Tapings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything about recordings of calls: how they are made, where they go, who may hear them, when they are forgotten.
final class Tapes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tapes.class);
    private static final Duration FORGET_AGAIN = Duration.ofMinutes(1);
    private static final int MEGABYTE = 1 << 20;

    private final Parts parts = new Parts();
    private final RecordingConfig config;
    private final Duration keep;
    private final Desk desk;
    private final Book book;
    private final Access access;
    private final ConsentLog consents;
    private final Recordings recordings;
    private final Tapings tapings;
    private final Optional<Intake> intake;
    private final Watch forgetting;
    private Instant forgetAt = Instant.EPOCH;

    /// Where files of recordings are in a bot's data folder.
    static Path filesIn(Path data) {
        return data.resolve("call-recordings");
    }

    /// Has its errands run by that desk, which is to be started afterwards.
    ///
    /// @throws IOException if nothing could be uploaded
    Tapes(SipConfig config, Desk desk, Book book, Access access, Phrasebook phrases) throws IOException {
        this.config = config.recording();
        this.desk = desk;
        this.book = book;
        this.access = access;
        keep = this.config.keep().compareTo(config.keep()) < 0 ? this.config.keep() : config.keep();
        consents = new ConsentLog(desk.key(), desk.random(), desk.clock());
        recordings = new Recordings(desk.ledger(), filesIn(config.bot().data()), desk.clock(), desk.random());
        var poster = parts.with(new Poster(
                new Bounds(
                        false,
                        this.config.upload().map(List::of).orElse(List.of()),
                        config.bot().proxy(),
                        Optional.empty()),
                Resolver.SYSTEM,
                desk.clock()));
        // Who records nothing needn't hear what is missing for it.
        boolean isUsed =
                this.config.calls() != Which.OFF || !this.config.intakeToken().isEmpty();
        Programs programs = isUsed ? Programs.installed() : new Programs(Optional.empty(), Optional.empty());
        if (isUsed) programs.missing().forEach(LOG::warn);
        var _ = new Aftercare(new Aftercare.Means(
                desk.ledger(), recordings, programs, desk.outbox(), poster, target(), desk.clock()));
        tapings = parts.with(new Tapings(
                new Tapings.Needs(desk.ledger(), consents, recordings, phrases, this.config, System::nanoTime)));
        intake = this.config.intakeToken().isEmpty()
                ? Optional.empty()
                : Optional.of(new Intake(new Intake.Means(
                        desk.ledger(),
                        recordings,
                        this.config.intakeToken(),
                        call -> book.get(desk.ledger(), call).isPresent(),
                        this.config.intakeMostMb() * MEGABYTE)));
        forgetting = parts.with(new Watch("recordings", this::forget));
    }

    private Optional<Target> target() {
        Login login = config.uploadToken().isEmpty()
                ? Login.nostr(desk.key(), desk.random(), desk.clock())
                : Login.bearer(config.uploadToken());
        return config.upload().map(url -> new Target(url, login, config.uploadFormat(), config.uploadDeletes()));
    }

    private Duration forget() {
        Instant now = desk.clock().instant();
        if (now.isBefore(forgetAt)) return FORGET_AGAIN;
        forgetAt = now.plus(FORGET_AGAIN);
        int count = recordings.forget(now.minus(keep));
        if (count > 0) LOG.info("{} recordings were as old as they may become, and are deleted", count);
        return FORGET_AGAIN;
    }

    Tapings tapings() {
        return tapings;
    }

    Recordings recordings() {
        return recordings;
    }

    /// How long the body of a request may be: those who bring recordings send more than others.
    int mostBytes(Request head) {
        int usual = Serving.DEFAULT.bodyBytes();
        return intake.map(it -> it.allowance(head).orElse(usual)).orElse(usual);
    }

    /// Answers programs.
    void on(Routes routes) {
        intake.ifPresent(it -> it.on(routes));
        new Listening(desk.ledger(), recordings, this::mayHear).on(routes);
        new Transcripts(desk.ledger(), recordings, this::mayHear, desk.clock()).on(routes);
    }

    /// Who may hear all of them, and whoever has talked in the call.
    private boolean mayHear(Request request, Recording recording) {
        Optional<Grant> grant = Access.bearer(request).flatMap(token -> access.holder(desk.ledger(), token));
        if (grant.isEmpty()) return false;
        if (grant.get().opens().contains(Capability.RECORDINGS)) return true;
        return grant.get().opens().contains(Capability.PSTN)
                && book.get(desk.ledger(), recording.call())
                        .map(CallRecord::person)
                        .filter(("access:" + grant.get().id())::equals)
                        .isPresent();
    }

    /// What an admin can ask for, besides others.
    Operations on(Operations operations) {
        return new RecordingCare(desk.ledger(), recordings, consents, tapings).on(operations);
    }

    /// Finishes first what a crash has cut off. To be called before there are calls.
    ///
    /// @throws IOException if the files can't be looked at
    void start() throws IOException {
        int cut = recordings.recover();
        if (cut > 0) LOG.warn("{} recordings were cut off when the bridge ended last time", cut);
        forgetting.start();
    }

    @Override
    public void close() {
        parts.close();
    }
}
