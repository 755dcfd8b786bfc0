package dev.muster.sip.ua;

import java.util.Optional;
import javax.sip.Dialog;
import javax.sip.message.Response;

/// Doesn't want to know.
enum Silent implements Asking {
    INSTANCE;

    @Override
    public void heard(Response response, Optional<Dialog> dialog) {}

    @Override
    public void silence() {}
}
