package dev.muster.sip.ua;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import java.net.InetAddress;
import javax.sip.SipStack;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// Drops what strangers say over a connection that was opened to register, before anything is kept of it.
final class Strangers implements SIPMessageValve {
    private final Admission admission;

    Strangers(Admission admission) {
        this.admission = admission;
    }

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        return isKnown(request) || Request.REGISTER.equals(request.getMethod());
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        return isKnown((SIPMessage) response);
    }

    private boolean isKnown(SIPMessage message) {
        InetAddress from = message.getRemoteAddress();
        return from != null && admission.isKnown(from);
    }

    @Override
    public void init(SipStack stack) {}

    @Override
    public void destroy() {}
}
