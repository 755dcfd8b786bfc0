package dev.muster.nostr.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.client.Happening.Heard;
import dev.muster.nostr.client.Happening.Lost;
import dev.muster.nostr.client.Happening.Opened;
import dev.muster.nostr.client.Happening.Sent;
import dev.muster.nostr.message.ClientMessage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One WebSocket to a relay, from its handshake to its end.
///
/// The JDK hands over what has come in parts of at most 16 KiB, and only as many as were asked for: that bounds
/// what a relay can make us hold. It does so on the common pool, so nothing here waits.
final class Link implements WebSocket.Listener {
    static final int ABNORMAL = 1006;

    /// How many messages (or parts of one) may be on their way to us at once.
    private static final int WINDOW = 8;

    private final int messageBytes;
    private final Consumer<Happening> owner;
    private volatile @Nullable WebSocket socket;
    private volatile boolean abandoned;
    private volatile long heardAt = System.nanoTime();

    // Owned by the socket's callbacks, which come one at a time.
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    // Owned by the conversation.
    private final Queue<byte[]> outgoing = new ArrayDeque<>();
    private final Deadline sending = new Deadline();

    private Link(int messageBytes, Consumer<Happening> owner) {
        this.messageBytes = messageBytes;
        this.owner = owner;
    }

    /// Begins to connect; the owner hears of [Opened] or [Lost].
    static Link open(HttpClient http, URI relay, Duration patience, int messageBytes, Consumer<Happening> owner) {
        var link = new Link(messageBytes, owner);
        var _ = http.newWebSocketBuilder()
                .connectTimeout(patience)
                .buildAsync(relay, link)
                // The time-out above ends with the headers; this one is for all of it.
                .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((_, failure) -> {
                    if (failure != null) link.lost(failure);
                });
        return link;
    }

    // What the conversation does

    /// Says it when everything before is said.
    void send(ClientMessage message, Duration patience) {
        outgoing.add(message.json());
        if (!sending.isSet()) sendNext(patience);
    }

    /// To be called for each [Sent].
    void sent(Duration patience) {
        sending.clear();
        if (!outgoing.isEmpty()) sendNext(patience);
    }

    private void sendNext(Duration patience) {
        sending.in(patience);
        var text = new String(outgoing.remove(), UTF_8);
        var _ = open().sendText(text, true).whenComplete((_, failure) -> {
            if (failure == null) owner.accept(new Sent(this));
            else lost(failure);
        });
    }

    /// When the relay should have taken what we are sending.
    Deadline sending() {
        return sending;
    }

    void ping() {
        var _ = open().sendPing(ByteBuffer.allocate(0)).whenComplete((_, failure) -> {
            if (failure != null) lost(failure);
        });
    }

    /// Lets one more message come.
    void next() {
        heardAt = System.nanoTime();
        open().request(1);
    }

    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardAt);
    }

    /// Says goodbye, and doesn't wait long for an answer.
    void close() {
        WebSocket open = socket;
        if (open == null) {
            abandon();
            return;
        }
        var _ = open.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .orTimeout(1, TimeUnit.SECONDS)
                .whenComplete((_, _) ->
                        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::abandon));
    }

    /// Ends it without a word.
    void abandon() {
        abandoned = true;
        WebSocket open = socket;
        if (open != null) open.abort();
    }

    private WebSocket open() {
        WebSocket open = socket;
        if (open == null) throw new IllegalStateException("the link is not open yet");
        return open;
    }

    // What the socket does

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        heardAt = System.nanoTime();
        if (abandoned) opened.abort();
        owner.accept(new Opened(this));
        opened.request(WINDOW);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        heardAt = System.nanoTime();
        byte[] bytes = data.toString().getBytes(UTF_8);
        if (parts.size() + bytes.length > messageBytes) {
            abandon();
            lost("a message of more than " + messageBytes + " bytes");
        } else if (!last) {
            parts.writeBytes(bytes);
            from.request(1);
        } else if (parts.size() == 0) {
            owner.accept(new Heard(this, bytes));
        } else {
            parts.writeBytes(bytes);
            owner.accept(new Heard(this, parts.toByteArray()));
            parts.reset();
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        // Nostr has no use for it.
        return signOfLife(from);
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        return signOfLife(from);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        return signOfLife(from);
    }

    private @Nullable CompletionStage<?> signOfLife(WebSocket from) {
        heardAt = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        owner.accept(new Lost(this, code, reason.isEmpty() ? "closed with code " + code : reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        lost(failure);
    }

    private void lost(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        abandon();
        lost(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }

    private void lost(String why) {
        owner.accept(new Lost(this, ABNORMAL, why));
    }
}
