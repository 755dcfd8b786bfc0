package dev.muster.sip.ua;

import gov.nist.javax.sip.message.MessageExt;
import gov.nist.javax.sip.stack.DefaultRouter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/// Where requests go: those that begin something to the [Target] they carry, those within a call along its route.
///
/// Whoever is spoken to may answer, and over TLS must be who was meant.
final class Paths extends DefaultRouter {
    private final Network network;
    private final Admission admission;

    Paths(SipStack stack, Network network, Admission admission) {
        super(stack, null);
        this.network = network;
        this.admission = admission;
    }

    @Override
    public @Nullable Hop getNextHop(Request request) throws SipException {
        if (((MessageExt) request).getApplicationData() instanceof Target target) return known(target);
        Hop hop = super.getNextHop(request);
        if (hop == null) return null;
        try {
            return known(new Target(
                    InetAddress.getByName(hop.getHost()),
                    hop.getHost(),
                    hop.getPort(),
                    Transport.of(hop.getTransport())));
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new SipException("it isn't known where that is");
        }
    }

    private Target known(Target target) {
        if (target.transport() == Transport.TLS) network.name(target.address(), target.port(), target.name());
        admission.expect(target.address());
        return target;
    }
}
