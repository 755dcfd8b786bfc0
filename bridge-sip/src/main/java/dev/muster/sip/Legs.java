package dev.muster.sip;

import dev.muster.kit.desk.Desk;
import dev.muster.kit.lifecycle.Parts;
import dev.muster.kit.lifecycle.StartFailure;
import dev.muster.sip.dtls.Identity;
import dev.muster.sip.dtls.Rehearsal;
import dev.muster.sip.ice.Port;
import dev.muster.sip.leg.Census;
import dev.muster.sip.mix.Beat;
import dev.muster.sip.phone.PhoneLegs;
import dev.muster.sip.phone.PortRange;
import dev.muster.sip.web.WebLegs;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;

/// What all voices go over, those of calls and those of rooms.
final class Legs implements AutoCloseable {
    private final Parts parts = new Parts();
    private final WebLegs web;
    private final PhoneLegs phone;
    private final Beat beat;

    /// @throws IOException if it can't listen where it is to listen
    Legs(MediaConfig media, Desk desk, Census census) throws IOException {
        Port port = parts.with(open(media, desk));
        Identity identity = Identity.create(desk.random(), desk.clock());
        rehearse(identity);
        web = new WebLegs(port, identity, desk.clock(), System::nanoTime, desk.random(), census);
        InetAddress phones = InetAddress.ofLiteral(media.phoneAddress());
        var range = new PortRange(
                phones,
                media.publicAddress().isEmpty() ? phones : InetAddress.ofLiteral(media.publicAddress()),
                media.firstPort(),
                media.lastPort());
        phone = new PhoneLegs(range, desk.clock(), System::nanoTime, desk.random(), census);
        beat = parts.with(new Beat());
    }

    private static Port open(MediaConfig media, Desk desk) throws StartFailure {
        try {
            return Port.open(media.listening(), desk.random(), System::nanoTime);
        } catch (IOException e) {
            throw new StartFailure(
                    "can't hear browsers at that address and UDP port: it has to be an address of this machine,"
                            + " and a port that is free (sip.media.listen)",
                    e);
        }
    }

    /// So that the first call isn't slow.
    private static void rehearse(Identity identity) throws IOException {
        try {
            if (!Rehearsal.hold(identity)) throw new IOException("browsers can't be spoken with");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while it started");
        }
    }

    WebLegs web() {
        return web;
    }

    PhoneLegs phone() {
        return phone;
    }

    Beat beat() {
        return beat;
    }

    @Override
    public void close() {
        parts.close();
    }
}
