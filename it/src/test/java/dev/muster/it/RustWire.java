package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.RelayMessage;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import org.jspecify.annotations.Nullable;
import rust.nostr.sdk.CustomWebSocketTransport;
import rust.nostr.sdk.WebSocketAdapter;
import rust.nostr.sdk.WebSocketAdapterWrapper;
import rust.nostr.sdk.WebSocketMessage;

/// A connection of rust-nostr's client that ends in a function instead of a socket: whatever that answers is what the
/// relay says.
final class RustWire implements WebSocketAdapter {
    private final Function<ClientMessage, List<RelayMessage>> relay;
    private final Queue<WebSocketMessage> said = new ArrayDeque<>();
    private @Nullable Continuation<? super WebSocketMessage> reader;

    private RustWire(Function<ClientMessage, List<RelayMessage>> relay) {
        this.relay = relay;
    }

    /// A proxy, because the name that Kotlin has given its `connect` can't be written in Java.
    static CustomWebSocketTransport to(Function<ClientMessage, List<RelayMessage>> relay) {
        return (CustomWebSocketTransport) Proxy.newProxyInstance(
                RustWire.class.getClassLoader(),
                new Class<?>[] {CustomWebSocketTransport.class},
                (_, method, _) -> method.getName().equals("supportPing")
                        ? false
                        : new WebSocketAdapterWrapper(new RustWire(relay)));
    }

    @Override
    public Object send(WebSocketMessage message, Continuation<? super Unit> sent) {
        if (message instanceof WebSocketMessage.Text text) {
            ClientMessage heard = ClientMessage.parse(text.getText().getBytes(UTF_8));
            for (RelayMessage answer : relay.apply(heard)) say(new String(answer.json(), UTF_8));
        }
        return Unit.INSTANCE;
    }

    private synchronized void say(String text) {
        said.add(new WebSocketMessage.Text(text));
        if (reader != null) {
            var waiting = reader;
            reader = null;
            IntrinsicsKt.intercepted(waiting).resumeWith(said.remove());
        }
    }

    @Override
    public synchronized Object recv(Continuation<? super WebSocketMessage> reader) {
        if (!said.isEmpty()) return said.remove();
        this.reader = reader;
        return IntrinsicsKt.getCOROUTINE_SUSPENDED();
    }

    /// Who still reads will wait in vain, and be dropped with the client.
    @Override
    public Object closeConnection(Continuation<? super Unit> closed) {
        return Unit.INSTANCE;
    }
}
