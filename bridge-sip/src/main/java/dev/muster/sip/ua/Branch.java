package dev.muster.sip.ua;

import java.util.Optional;
import javax.sip.Dialog;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// One of the phones that ring for a call. All within the mailbox of that call.
interface Branch {
    Line line();

    void start();

    /// Also what comes when nobody expects anything any more.
    void heard(Response response, Optional<Dialog> dialog);

    /// Ends it. Whoever answers all the same is said goodbye to.
    void giveUp(Optional<HangupReason> why);

    /// Is told what comes of it, in the mailbox of the call.
    interface Outcome {
        /// An INVITE is about to be sent.
        ///
        /// @param cancel would take it back
        void sending(Line line, Request cancel);

        void progressed(Branch branch, int code, Optional<String> answer, boolean isReliable);

        void answered(Branch branch, Dialog dialog, Response response);

        void failed(Branch branch, Failure failure);
    }
}
