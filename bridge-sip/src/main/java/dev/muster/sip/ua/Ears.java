package dev.muster.sip.ua;

import gov.nist.javax.sip.DialogTimeoutEvent;
import gov.nist.javax.sip.ResponseEventExt;
import gov.nist.javax.sip.SipListenerExt;
import java.util.Arrays;
import java.util.Optional;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionAlreadyExistsException;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What JAIN hears: finds out whom it concerns. Nothing that goes wrong with a message gets back to JAIN.
final class Ears implements SipListenerExt {
    private static final Logger LOG = LoggerFactory.getLogger(Ears.class);

    private final Reception reception;

    /// Whom messages are given to.
    interface Reception {
        /// One that needs no transaction: it is answered at once, or not at all.
        ///
        /// @param dialog the call that it belongs to, by its tags
        /// @return whether that is all there is to do
        boolean brief(Request request, Optional<Dialog> dialog);

        void asked(Request request, ServerTransaction transaction) throws SipException;

        /// An answer that nobody waits for any more.
        void stray(Response response, Optional<Dialog> dialog);

        /// What we said in a call wasn't heard.
        ///
        /// @param isEarly whether that was before it was answered
        void unheard(String callId, boolean isEarly);
    }

    Ears(Reception reception) {
        this.reception = reception;
    }

    @Override
    public void processRequest(RequestEvent event) {
        try {
            Request request = event.getRequest();
            if (reception.brief(request, Optional.ofNullable(event.getDialog()))) return;
            ServerTransaction transaction = event.getServerTransaction();
            if (transaction == null) transaction = ((SipProvider) event.getSource()).getNewServerTransaction(request);
            reception.asked(request, transaction);
        } catch (TransactionAlreadyExistsException again) {
            LOG.trace("somebody repeats himself");
        } catch (SipException | RuntimeException e) {
            complain("a request", e);
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        try {
            Response response = event.getResponse();
            Optional<Dialog> dialog = Optional.ofNullable(event.getDialog());
            if (asking(event) instanceof Asking asking) asking.heard(response, dialog);
            else reception.stray(response, dialog);
        } catch (RuntimeException e) {
            complain("an answer", e);
        }
    }

    private static @Nullable Object asking(ResponseEvent event) {
        ClientTransaction transaction = event.getClientTransaction();
        if (transaction == null && event instanceof ResponseEventExt forked)
            transaction = forked.getOriginalTransaction();
        return transaction == null ? null : transaction.getApplicationData();
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        try {
            if (event.isServerTransaction()) {
                Request request = event.getServerTransaction().getRequest();
                if (Request.INVITE.equals(request.getMethod())) reception.unheard(Texts.callId(request), true);
            } else if (event.getClientTransaction().getApplicationData() instanceof Asking asking) {
                asking.silence();
            }
        } catch (RuntimeException e) {
            complain("silence", e);
        }
    }

    @Override
    public void processDialogTimeout(DialogTimeoutEvent event) {
        try {
            // A phone that rang, and another has answered: its dialog ends as well, and the call goes on.
            boolean isEarly = event.getReason() != DialogTimeoutEvent.Reason.AckNotReceived;
            reception.unheard(event.getDialog().getCallId().getCallId(), isEarly);
        } catch (RuntimeException e) {
            complain("silence", e);
        }
    }

    /// Without its message, which may hold a number.
    private static void complain(String about, Exception e) {
        LOG.warn("{} of SIP can't be understood: {}", about, e.getClass().getName());
        LOG.debug("where it isn't understood: {}", Arrays.toString(e.getStackTrace()));
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        LOG.debug("a connection of SIP broke");
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}
}
