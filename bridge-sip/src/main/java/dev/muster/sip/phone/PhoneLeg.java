package dev.muster.sip.phone;

import dev.muster.sip.leg.Answer;
import dev.muster.sip.leg.Leg;
import dev.muster.sip.leg.LegOwner;
import dev.muster.sip.leg.LegReports;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.leg.Watch;
import dev.muster.sip.leg.Writing;
import dev.muster.sip.rtp.Latch;
import dev.muster.sip.rtp.Outgoing;
import dev.muster.sip.rtp.Reports;
import dev.muster.sip.sdp.Agreement;
import dev.muster.sip.sdp.Agreement.Agreed;
import dev.muster.sip.sdp.Agreement.Reason;
import dev.muster.sip.sdp.Crypto;
import dev.muster.sip.sdp.Direction;
import dev.muster.sip.sdp.OurSession;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.srtp.MasterKey;
import dev.muster.sip.srtp.SrtpReceiver;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One call's leg with a telephone. It can be spoken as soon as both sides have said where they are.
public final class PhoneLeg implements Leg {
    /// Whoever should speak and isn't heard for so long isn't there any more.
    static final Duration SILENCE = Duration.ofSeconds(30);

    private static final int NAME_LENGTH = 8;

    private final LongSupplier nanoTime;
    private final Sockets sockets;
    private final Outgoing outgoing;
    private final LegReports reports;
    private final Latch latch = new Latch();
    private final Sending sending;
    private final Receiving receiving;
    private final Watch watch;

    // Guarded by this.
    private Protection protection;
    private final OurKeys keys;
    private final Descriptions descriptions;
    private Optional<Theirs> theirs = Optional.empty();
    private boolean isAnswered;

    /// Since when both should be heard.
    private long talkingSince;

    private volatile boolean isMuxed;
    private volatile LegState state = new LegState.New();
    private volatile Optional<Agreed> latest = Optional.empty();

    /// The key to what they send, and what opens it.
    private record Theirs(Crypto crypto, MasterKey key, SrtpReceiver receiver) {
        static Optional<Theirs> of(Crypto crypto) {
            return OurKeys.theirs(crypto).map(key -> new Theirs(crypto, key, new SrtpReceiver(key)));
        }

        /// Whether it is that key. What was there before with it must not be taken again.
        boolean isFor(Crypto other) {
            return crypto.suite().equals(other.suite()) && crypto.key().equals(other.key());
        }
    }

    PhoneLeg(PhoneLegs legs, Sockets sockets, Protection protection, LegOwner owner) {
        this.sockets = sockets;
        this.protection = protection;
        nanoTime = legs.nanoTime();
        outgoing = new Outgoing(legs.random());
        var name = new byte[NAME_LENGTH];
        legs.random().nextBytes(name);
        reports = new LegReports(
                new Reports(outgoing, HexFormat.of().formatHex(name), legs.clock(), nanoTime.getAsLong()));
        sending = new Sending(sockets, latch, nanoTime);
        receiving = new Receiving(sockets, latch, reports, owner, nanoTime);
        watch = new Watch(owner, new Life(), reports, nanoTime, legs.census());
        keys = new OurKeys(legs.random());
        var address = new InetSocketAddress(legs.range().advertised(), sockets.port());
        descriptions = new Descriptions(address, protection, keys, new OurSession(legs.random()));
    }

    void start() {
        receiving.start();
        watch.start("phone-leg");
    }

    /// Begins anew with somebody else, who may have to be spoken with otherwise.
    public synchronized void protect(Protection wanted) {
        protection = wanted;
        descriptions.protect(wanted);
        latest = Optional.empty();
    }

    /// What we say when we call, or want something else than before. What is answered is to be given to
    /// [#accept]. Where encryption is optional, it is offered at first.
    public synchronized String offer() {
        boolean isEncrypted = latest.map(agreed -> agreed.crypto().isPresent()).orElse(protection != Protection.OFF);
        return descriptions.offer(isEncrypted);
    }

    /// The same without encryption, for who has refused that (488).
    ///
    /// @return empty where there must be encryption
    public synchronized Optional<String> offerInClear() {
        return protection == Protection.MANDATORY ? Optional.empty() : Optional.of(descriptions.offer(false));
    }

    /// Has them wait, or talk again. They wait only once they have answered what this says.
    public synchronized String hold(boolean isHolding) {
        descriptions.hold(isHolding);
        return offer();
    }

    /// Takes an answer to our latest offer: one that comes before anybody has lifted the receiver, the one
    /// after it, or that of another telephone that rings as well. Each replaces the one before, unless it is
    /// refused.
    public synchronized Agreement accept(Sdp answer) {
        Agreement agreement = reachable(descriptions.accept(answer));
        if (agreement instanceof Agreed agreed && !state.isOver()) agree(agreed, false);
        return agreement;
    }

    /// Answers their offer: the first one, or one that changes something.
    public synchronized Answer answer(Sdp offer) {
        if (state.isOver()) return new Answer.TooLate();
        return switch (reachable(descriptions.agree(offer))) {
            case Agreement.Refused(var why) -> new Answer.Refused(why);
            case Agreed agreed -> {
                agree(agreed, agreed.theirs().where().isMuxed());
                yield new Answer.Given(descriptions.answer(offer, agreed), agreed);
            }
        };
    }

    /// Somebody has lifted the receiver, theirs or ours: from now on, silence means something.
    public synchronized void answered() {
        if (isAnswered) return;
        isAnswered = true;
        talkingSince = nanoTime.getAsLong();
    }

    private Agreement reachable(Agreement agreement) {
        boolean isNowhere = agreement instanceof Agreed agreed
                && agreed.theirs()
                        .rtp()
                        .filter(to -> !sockets.reaches(to.getAddress()))
                        .isPresent();
        return isNowhere ? new Agreement.Refused(Reason.NO_ADDRESS) : agreement;
    }

    private void agree(Agreed agreed, boolean muxed) {
        theirs = agreed.crypto()
                .flatMap(crypto -> theirs.filter(before -> before.isFor(crypto)).or(() -> Theirs.of(crypto)));
        isMuxed = muxed;
        long now = nanoTime.getAsLong();
        if (!isTalk(latest)) talkingSince = now;
        agreed.theirs().rtp().ifPresent(address -> latch.announce(address, now));
        receiving.expect(theirs.map(Theirs::receiver), muxed);
        sending.by(theirs.map(it -> keys.sender(it.key().profile())));
        latest = Optional.of(agreed);
        turn(new LegState.Connected());
    }

    /// Whether both should be heard.
    private static boolean isTalk(Optional<Agreed> agreed) {
        return agreed.filter(it -> it.direction() == Direction.SENDRECV).isPresent();
    }

    @Override
    public Outgoing outgoing() {
        return outgoing;
    }

    @Override
    public boolean send(Writing writing) {
        Optional<Agreed> agreed = latest;
        return agreed.isPresent() && agreed.get().direction().sends() && sending.rtp(writing);
    }

    @Override
    public LegState state() {
        return state;
    }

    @Override
    public Optional<Agreed> agreed() {
        return latest;
    }

    @Override
    public synchronized void close() {
        turn(new LegState.Closed());
    }

    private synchronized void judge() {
        if (!isAnswered || !isTalk(latest)) return;
        long moment = nanoTime.getAsLong() - SILENCE.toNanos();
        if (talkingSince - moment <= 0 && receiving.isSilentSince(moment))
            turn(new LegState.Failed(LegState.Reason.SILENT));
    }

    /// Guarded by this.
    private void turn(LegState to) {
        if (state.isOver() || state.equals(to)) return;
        state = to;
        watch.tell(to);
        if (!to.isOver()) return;
        report(reports::goodbye);
        sockets.close();
    }

    private void report(Writing report) {
        InetSocketAddress to = isMuxed ? latch.peer().orElse(null) : reporter();
        DatagramChannel by = isMuxed ? sockets.rtp() : sockets.rtcp();
        if (to != null) sending.rtcp(report, by, to);
    }

    /// Where reports are taken: where theirs come from, or else where they said. Who is behind a NAT can't say.
    private @Nullable InetSocketAddress reporter() {
        InetSocketAddress peer = latch.peer().orElse(null);
        if (peer == null) return null;
        return receiving
                .reporter()
                .filter(address -> address.getAddress().equals(peer.getAddress()))
                .or(() -> latest.flatMap(agreed -> agreed.theirs().rtcp()))
                .orElse(null);
    }

    private final class Life implements Watch.Watched {
        @Override
        public void judge() {
            PhoneLeg.this.judge();
        }

        @Override
        public void report(Writing report) {
            PhoneLeg.this.report(report);
        }

        @Override
        public long forged() {
            synchronized (PhoneLeg.this) {
                return theirs.map(it -> it.receiver().forged()).orElse(0L);
            }
        }

        @Override
        public void close() {
            PhoneLeg.this.close();
        }
    }
}
