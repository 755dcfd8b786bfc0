package dev.muster.sip.web;

import dev.muster.sip.ice.Liveness;
import dev.muster.sip.leg.Answer;
import dev.muster.sip.leg.Leg;
import dev.muster.sip.leg.LegOwner;
import dev.muster.sip.leg.LegReports;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.leg.Watch;
import dev.muster.sip.leg.Writing;
import dev.muster.sip.rtp.Outgoing;
import dev.muster.sip.rtp.Reports;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.sdp.Agreement;
import dev.muster.sip.sdp.Agreement.Agreed;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.sdp.WebRtcMedia;
import dev.muster.sip.srtp.SrtpSender;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;

/// One call's leg with a browser or an app.
public final class WebLeg implements Leg {
    /// To find us and to agree on keys. Somebody who has lifted the receiver has hung up by then.
    static final Duration TO_CONNECT = Duration.ofSeconds(30);

    private static final int NAME_LENGTH = 8;

    private final LegOwner owner;
    private final LongSupplier nanoTime;
    private final Outgoing outgoing;
    private final LegReports reports;
    private final Sending sending;
    private final Watch watch;

    // Guarded by this.
    private final Descriptions descriptions;
    private final Connections connections;
    private Optional<Agreement> accepted = Optional.empty();
    private long describedAt;

    private volatile LegState state = new LegState.New();
    private volatile Optional<Agreed> latest = Optional.empty();
    private volatile boolean isListenedTo = true;

    WebLeg(WebLegs legs, LegOwner owner) {
        this.owner = owner;
        nanoTime = legs.nanoTime();
        outgoing = new Outgoing(legs.random());
        var name = new byte[NAME_LENGTH];
        legs.random().nextBytes(name);
        var identity = new WebRtcMedia.Identity(outgoing.ssrc(), HexFormat.of().formatHex(name));
        reports = new LegReports(new Reports(outgoing, identity.name(), legs.clock(), nanoTime.getAsLong()));
        sending = new Sending(nanoTime);
        watch = new Watch(owner, new Life(), reports, nanoTime, legs.census());
        descriptions = new Descriptions(legs, identity);
        connections = new Connections(() -> new Connection(legs.port(), legs.identity(), new Events()));
    }

    void start() {
        watch.start("web-leg");
    }

    /// Answers the other side's offer: the first one, or one that says that it is elsewhere now.
    public synchronized Answer answer(Sdp offer) {
        if (state.isOver()) return new Answer.TooLate();
        return switch (descriptions.agree(offer, connections.latest().credentials())) {
            case Agreement.Refused(var why) -> new Answer.Refused(why);
            case Agreed agreed -> {
                Connection connection = agree(agreed);
                yield new Answer.Given(descriptions.answer(offer, agreed, connection.credentials()), agreed);
            }
        };
    }

    /// What we say when we call. What is answered is to be given to [#accept].
    public synchronized String offer() {
        return descriptions.offer(connections.latest().credentials());
    }

    /// Takes the answer to our offer. Should another device answer too, that changes nothing.
    public synchronized Agreement accept(Sdp answer) {
        if (accepted.isPresent()) return accepted.get();
        Agreement agreement = descriptions.agree(answer, connections.latest().credentials());
        if (agreement instanceof Agreed agreed && !state.isOver()) {
            accepted = Optional.of(agreement);
            agree(agreed);
        }
        return agreement;
    }

    private Connection agree(Agreed agreed) {
        Connection.Theirs theirs = Descriptions.theirs(agreed.theirs());
        Connection connection = connections.with(theirs);
        connection.agree(theirs);
        latest = Optional.of(agreed);
        isListenedTo = agreed.direction().sends();
        describedAt = nanoTime.getAsLong();
        if (state instanceof LegState.New) turn(new LegState.Connecting());
        return connection;
    }

    @Override
    public Outgoing outgoing() {
        return outgoing;
    }

    @Override
    public boolean send(Writing writing) {
        return isListenedTo && sending.rtp(writing);
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
        connections.current().ifPresent(current -> {
            Duration sinceDescribed = Duration.ofNanos(nanoTime.getAsLong() - describedAt);
            boolean isLate = sinceDescribed.compareTo(TO_CONNECT) >= 0;
            if (state instanceof LegState.Connecting && isLate)
                turn(new LegState.Failed(
                        current.isFound() ? LegState.Reason.NOT_PROTECTED : LegState.Reason.NOT_FOUND));
            if (state instanceof LegState.Connected || state instanceof LegState.Reconnecting)
                turn(lively(current.liveness(), isLate));
        });
    }

    /// @param isLate who has just said where it is has as long again to be heard from there
    private static LegState lively(Liveness liveness, boolean isLate) {
        return switch (liveness) {
            case ALIVE -> new LegState.Connected();
            case AWAITED, SILENT -> new LegState.Reconnecting();
            case LOST -> isLate ? new LegState.Lost() : new LegState.Reconnecting();
        };
    }

    /// Guarded by this.
    private void turn(LegState to) {
        if (state.isOver() || state.equals(to)) return;
        state = to;
        watch.tell(to);
        if (!to.isOver()) return;
        if (to instanceof LegState.Closed) sending.rtcp(reports::goodbye);
        connections.close();
    }

    private final class Life implements Watch.Watched {
        @Override
        public void judge() {
            WebLeg.this.judge();
        }

        @Override
        public void report(Writing report) {
            sending.rtcp(report);
        }

        @Override
        public long forged() {
            synchronized (WebLeg.this) {
                return connections.current().map(Connection::forged).orElse(0L);
            }
        }

        @Override
        public void close() {
            WebLeg.this.close();
        }
    }

    /// What becomes of its connections, told by their threads.
    private final class Events implements Connection.Owner {
        @Override
        public void established(Connection connection, SrtpSender sender) {
            synchronized (WebLeg.this) {
                if (state.isOver() || !connections.establish(connection)) return;
                sending.by(sender, connection);
                turn(new LegState.Connected());
            }
        }

        @Override
        public void failed(Connection connection) {
            synchronized (WebLeg.this) {
                if (connections.fail(connection)) turn(new LegState.Failed(LegState.Reason.NOT_PROTECTED));
            }
        }

        @Override
        public void ended(Connection connection) {
            synchronized (WebLeg.this) {
                if (connections.current().filter(connection::equals).isPresent()) turn(new LegState.Reconnecting());
            }
        }

        @Override
        public void rtp(RtpPacket packet) {
            long now = nanoTime.getAsLong();
            reports.received(packet, now);
            owner.rtp(packet, now);
        }

        @Override
        public void rtcp(byte[] bytes, int length) {
            reports.read(bytes, length, nanoTime.getAsLong());
        }
    }
}
