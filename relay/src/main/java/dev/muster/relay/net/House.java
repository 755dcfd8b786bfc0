package dev.muster.relay.net;

import dev.muster.relay.session.Client;
import dev.muster.relay.session.Conversation;
import java.util.function.Function;
import java.util.function.Supplier;

/// What all connections have in common.
record House(
        Supplier<Terms> terms, Door door, Pages pages, Function<Client, Conversation> conversations, Bounds bounds) {}
