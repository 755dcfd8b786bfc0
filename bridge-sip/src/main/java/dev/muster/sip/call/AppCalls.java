package dev.muster.sip.call;

import dev.muster.kit.ledger.Ledger;
import dev.muster.sip.call.Calls.Placed;
import dev.muster.sip.gate.Refusal;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.ua.Call;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.Caller;
import dev.muster.sip.ua.Dial;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.ua.SipAgent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The calls of apps that speak SIP: with each there is a call of the app's own, beside that of the telephone.
final class AppCalls {
    private static final int PAYMENT_REQUIRED = 402;
    private static final int NOT_ALLOWED = 403;
    private static final int BUSY_HERE = 486;
    private static final int NOT_ACCEPTABLE = 488;
    private static final int UNAVAILABLE = 503;
    private static final String WITHHELD = "anonymous";

    private final Ledger ledger;
    private final Apps apps;
    private final Calls calls;

    /// By the id of the app's SIP call. Guarded by itself, also while one is rung: what it tells must find it here.
    private final Map<String, AppSide> sides = new HashMap<>();

    AppCalls(Ledger ledger, Apps apps, Calls calls) {
        this.ledger = ledger;
        this.apps = apps;
        this.calls = calls;
    }

    Studio studio() {
        return apps.studio();
    }

    /// Something happens to a call, which may be one of these.
    void happened(CallEvent event) {
        Optional<AppSide> side;
        synchronized (sides) {
            side = Optional.ofNullable(sides.get(event.call().id()));
        }
        side.ifPresent(it -> it.happened(event));
    }

    /// An app calls a telephone.
    void dialled(CallEvent.Incoming incoming, String account) {
        Call app = incoming.call();
        Optional<Sdp> offer = incoming.offer().flatMap(Sdp::parse);
        Optional<Order> order = apps.dialled().order(ledger, account, incoming.called());
        if (order.isEmpty() || offer.isEmpty()) {
            app.reject(order.isEmpty() ? NOT_ALLOWED : NOT_ACCEPTABLE);
            return;
        }
        String id = calls.newId();
        switch (ledger.<Placed>change(change -> calls.place(change, id, order.get(), studio()))) {
            case Placed.Refused(var why) -> app.reject(code(why));
            case Placed.Taken _ ->
                calls.find(id).ifPresent(conversation -> {
                    AppSide side = connect(conversation, app, order.get().person());
                    if (conversation.tells(side)) side.calls(offer.get());
                    else app.hangUp(HangupReason.CANCELLED);
                });
        }
    }

    private static int code(Refusal why) {
        return switch (why.word()) {
            case "no_credits" -> PAYMENT_REQUIRED;
            case "too_many_calls" -> BUSY_HERE;
            case "closing", "no_trunk" -> UNAVAILABLE;
            default -> NOT_ALLOWED;
        };
    }

    /// Has the apps of an account ring for a telephone that calls.
    void ring(SipAgent agent, Conversation conversation, String account, Caller caller, String offer) {
        var dial = new Dial(
                account, caller.number().orElse(WITHHELD), caller.number().isEmpty(), offer);
        synchronized (sides) {
            Call app = agent.callAccount(dial);
            if (!conversation.tells(connect(conversation, app, Apps.person(account))))
                app.hangUp(HangupReason.CANCELLED);
        }
    }

    private AppSide connect(Conversation conversation, Call app, String person) {
        var side = new AppSide(conversation, app, person);
        synchronized (sides) {
            sides.put(app.id(), side);
        }
        return side;
    }

    void ended(Conversation conversation) {
        synchronized (sides) {
            sides.values().removeIf(side -> side.isOf(conversation));
        }
    }
}
