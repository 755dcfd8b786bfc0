package dev.muster.sms;

import dev.muster.kit.inbox.Handler;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.wrap.Message;
import dev.muster.sms.order.Orders;

/// Gives what people say on Nostr to the room that it concerns.
final class Reception implements Handler {
    private final Roles roles;
    private final Orders orders;

    Reception(Roles roles, Orders orders) {
        this.roles = roles;
        this.orders = orders;
    }

    @Override
    public boolean isExpected(Reading reading, PublicKey author) {
        return !roles.of(reading, author).isEmpty();
    }

    @Override
    public void message(Change change, Message message) {
        if (Orders.isOrder(message.kind())) orders.message(change, message);
    }
}
