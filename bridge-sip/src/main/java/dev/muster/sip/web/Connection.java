package dev.muster.sip.web;

import dev.muster.sip.dtls.DtlsConnection;
import dev.muster.sip.dtls.DtlsEvent;
import dev.muster.sip.dtls.Failure;
import dev.muster.sip.dtls.Fingerprint;
import dev.muster.sip.dtls.Identity;
import dev.muster.sip.dtls.Role;
import dev.muster.sip.dtls.SrtpKeys;
import dev.muster.sip.ice.Arrivals;
import dev.muster.sip.ice.Credentials;
import dev.muster.sip.ice.IceSession;
import dev.muster.sip.ice.Liveness;
import dev.muster.sip.ice.Path;
import dev.muster.sip.ice.Port;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.srtp.MasterKey;
import dev.muster.sip.srtp.Profile;
import dev.muster.sip.srtp.SrtpReceiver;
import dev.muster.sip.srtp.SrtpSender;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the other side is, and which keys we have with it. A page that was loaded again is another one.
final class Connection implements Arrivals, AutoCloseable {
    private final Owner owner;
    private final IceSession session;
    private final DtlsConnection dtls;

    /// The reader thread's, as what it opens packets with.
    private final RtpPacket packet = new RtpPacket();

    private volatile @Nullable SrtpReceiver receiver;
    private volatile Optional<Theirs> theirs = Optional.empty();
    private volatile boolean isEnded;
    private volatile boolean isClosing;

    /// What the other side's description says of itself.
    record Theirs(String ufrag, List<Fingerprint> fingerprints) {}

    /// What becomes of a connection, and what comes by it.
    interface Owner {
        void established(Connection connection, SrtpSender sender);

        void failed(Connection connection);

        void ended(Connection connection);

        void rtp(RtpPacket packet);

        void rtcp(byte[] bytes, int length);
    }

    Connection(Port port, Identity identity, Owner owner) {
        this.owner = owner;
        session = port.session(this);
        dtls = new DtlsConnection(identity, session::send, this::hear);
    }

    /// What our description is to say.
    Credentials credentials() {
        return session.credentials();
    }

    /// The other side's description is here, perhaps again.
    void agree(Theirs described) {
        if (theirs.filter(before -> !before.ufrag.equals(described.ufrag)).isPresent()) session.restart();
        if (session.expect(described.ufrag)) dtls.forget();
        theirs = Optional.of(described);
        startIfReady();
    }

    /// Whether that is the same one, perhaps in another network. Anybody is, as long as nobody has answered.
    boolean isFor(Theirs described) {
        return !isEnded
                && theirs.map(before -> before.fingerprints.equals(described.fingerprints))
                        .orElse(true);
    }

    boolean isFound() {
        return session.path().isPresent();
    }

    /// Whether it can carry anything, as far as we know.
    Liveness liveness() {
        Liveness heard = session.liveness();
        return isEnded && heard == Liveness.ALIVE ? Liveness.SILENT : heard;
    }

    boolean send(byte[] bytes, int length) {
        return session.send(bytes, 0, length);
    }

    @Override
    public void nominated(Path path) {
        startIfReady();
    }

    /// We must know where it is, and who it should be. Whichever comes last, begins.
    private void startIfReady() {
        if (session.path().isPresent()) theirs.ifPresent(it -> dtls.start(Role.SERVER, it.fingerprints));
    }

    @Override
    public void handshake(byte[] buffer, int length, Path from) {
        dtls.arrived(buffer, length);
    }

    @Override
    public void media(byte[] buffer, int length, Path from) {
        SrtpReceiver opener = receiver;
        if (opener == null) return;
        if (RtpPacket.isRtcp(buffer, 0, length)) {
            int opened = opener.unprotectRtcp(buffer, 0, length);
            if (opened < 0) return;
            session.heard();
            owner.rtcp(buffer, opened);
        } else {
            int opened = opener.unprotect(buffer, 0, length);
            if (opened < 0 || !packet.read(buffer, 0, opened)) return;
            session.heard();
            owner.rtp(packet);
        }
    }

    /// How many packets came from somebody who hasn't the key.
    long forged() {
        SrtpReceiver opener = receiver;
        return opener == null ? 0 : opener.forged();
    }

    private void hear(DtlsEvent event) {
        switch (event) {
            case DtlsEvent.Established(var keys) -> establish(keys);
            case DtlsEvent.Failed(var reason) -> {
                isEnded = true;
                session.close();
                if (reason != Failure.CLOSED) owner.failed(this);
            }
            case DtlsEvent.Ended() -> {
                isEnded = true;
                if (isClosing) session.close();
                owner.ended(this);
            }
        }
    }

    private void establish(SrtpKeys keys) {
        Profile profile = Profile.ofDtls(keys.profile().code()).orElseThrow();
        MasterKey.Pair pair = MasterKey.exported(profile, keys.exported());
        receiver = new SrtpReceiver(pair.client());
        owner.established(this, new SrtpSender(pair.server()));
    }

    /// Its path is needed for as long as it takes to say goodbye.
    @Override
    public void close() {
        isClosing = true;
        dtls.close();
        if (isEnded) session.close();
    }
}
