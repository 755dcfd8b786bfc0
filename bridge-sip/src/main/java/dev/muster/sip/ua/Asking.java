package dev.muster.sip.ua;

import java.util.Optional;
import javax.sip.Dialog;
import javax.sip.message.Response;

/// Waits for what is said to a request of ours. Called on JAIN's threads.
interface Asking {
    /// Somebody has answered.
    ///
    /// @param dialog what a call has become by it
    void heard(Response response, Optional<Dialog> dialog);

    /// Nobody has answered, and nobody will.
    void silence();
}
