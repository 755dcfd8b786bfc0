package dev.muster.sms;

import dev.muster.kit.inbox.Handler;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.wrap.Message;
import dev.muster.sms.order.Orders;
import dev.muster.sms.thread.Threads;

/// Gives what people say on Nostr to the room that it concerns: to the bridge itself, or to a key that stands for a
/// number.
final class Reception implements Handler {
    private final PublicKey self;
    private final Roles roles;
    private final Orders orders;
    private final Threads threads;

    Reception(PublicKey self, Roles roles, Orders orders, Threads threads) {
        this.self = self;
        this.roles = roles;
        this.orders = orders;
        this.threads = threads;
    }

    @Override
    public boolean isExpected(Reading reading, PublicKey author) {
        return !roles.of(reading, author).isEmpty();
    }

    @Override
    public void message(Change change, Message message) {
        if (Orders.isOrder(message.kind())) orders.message(change, message);
    }

    @Override
    public void message(Change change, Message message, PublicKey to) {
        if (to.equals(self)) message(change, message);
        else threads.message(change, message, to);
    }
}
