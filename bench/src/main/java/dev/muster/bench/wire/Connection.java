package dev.muster.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// One WebSocket to the relay.
public final class Connection {
    private static final byte[] NOTHING = {};
    private static final byte[] END_OF_DEFLATED = {0, 0, -1, -1};
    private static final int MOST_INFLATED = 1 << 20;

    private final Loop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private Ear ear;
    private boolean open;
    private boolean closed;

    private byte[] unread = NOTHING;
    private byte[] unsent = NOTHING;
    private int unsentFrom;
    private int unsentTo;
    private boolean isWaitingToSend;
    private @Nullable Inflater inflater;

    Connection(Loop loop, SocketChannel channel, SelectionKey key, Door door, Ear ear) {
        this.loop = loop;
        this.channel = channel;
        this.key = key;
        this.ear = ear;
        key.attach(this);
        send(door.request().getBytes(ISO_8859_1));
    }

    /// Whether the relay has agreed to speak WebSocket.
    public boolean isOpen() {
        return open;
    }

    /// Somebody else listens from now on.
    public void hearWith(Ear next) {
        ear = next;
    }

    /// Sends a frame, at the latest when the loop turns next.
    public void send(byte[] frame) {
        if (unsentTo + frame.length > unsent.length) makeRoom(frame.length);
        System.arraycopy(frame, 0, unsent, unsentTo, frame.length);
        unsentTo += frame.length;
        if (!isWaitingToSend) loop.sendSoon(this);
        isWaitingToSend = true;
    }

    private void makeRoom(int length) {
        int waiting = unsentTo - unsentFrom;
        byte[] target = unsent.length - waiting >= length ? unsent : new byte[Math.max(waiting + length, 2 * waiting)];
        System.arraycopy(unsent, unsentFrom, target, 0, waiting);
        unsent = target;
        unsentFrom = 0;
        unsentTo = waiting;
    }

    /// Hangs up without a word.
    public void close() {
        if (closed) return;
        closed = true;
        open = false;
        forgetWindow();
        loop.forget(this);
        try {
            channel.close();
        } catch (IOException e) {
            throw Loop.unchecked(e);
        }
    }

    /// Frees what is needed to read compressed messages: tens of kilobytes, too much for ten thousand
    /// connections. Nothing compressed can be read afterwards.
    public void forgetWindow() {
        if (inflater != null) inflater.end();
        inflater = null;
    }

    void connected() throws IOException {
        if (!channel.finishConnect()) return;
        key.interestOps(SelectionKey.OP_READ);
        flush();
    }

    /// Sends what it can of what waits, in one go.
    void flush() throws IOException {
        if (closed || !channel.isConnected()) return;
        unsentFrom += channel.write(ByteBuffer.wrap(unsent, unsentFrom, unsentTo - unsentFrom));
        isWaitingToSend = unsentFrom < unsentTo;
        if (!isWaitingToSend) unsentFrom = unsentTo = 0;
        key.interestOps(SelectionKey.OP_READ | (isWaitingToSend ? SelectionKey.OP_WRITE : 0));
    }

    /// @param bytes a buffer for everybody's use in turn
    void read(byte[] bytes) throws IOException {
        System.arraycopy(unread, 0, bytes, 0, unread.length);
        int read = channel.read(ByteBuffer.wrap(bytes, unread.length, bytes.length - unread.length));
        if (read < 0) throw new WrongAnswer("the relay hung up");
        int end = unread.length + read;
        int at = open ? 0 : readHandshake(bytes, end);
        int next = at;
        while (open && (next = readFrame(bytes, at, end)) > at) at = next;
        if (closed) return;
        unread = at == end ? NOTHING : Arrays.copyOfRange(bytes, at, end);
        if (unread.length == bytes.length) throw new WrongAnswer("the relay sent a message of more than a megabyte");
    }

    /// Returns where frames begin; zero if that is not known yet.
    private int readHandshake(byte[] bytes, int end) {
        String answer = new String(bytes, 0, end, ISO_8859_1);
        int length = answer.indexOf("\r\n\r\n");
        if (length < 0) return 0;
        String status = answer.substring(0, answer.indexOf("\r\n"));
        if (!status.startsWith("HTTP/1.1 101")) throw new WrongAnswer("no WebSocket: the relay answered " + status);
        if (answer.substring(0, length).toLowerCase(Locale.ROOT).contains("permessage-deflate")) {
            inflater = new Inflater(true);
        }
        open = true;
        return length + 4;
    }

    /// Reads the frame at `at` and returns where it ends, or `at` if it has not come whole yet.
    private int readFrame(byte[] bytes, int at, int end) throws IOException {
        if (end - at < 2) return at;
        int length = bytes[at + 1] & 0xff;
        int payload = at + 2 + (length < 126 ? 0 : length == 126 ? 2 : 8);
        if (payload > end) return at;
        if (length >= 126) {
            length = 0;
            for (int i = at + 2; i < payload; i++) length = length << 8 | (bytes[i] & 0xff);
        }
        int next = payload + length;
        if (length < 0 || next > end) return at;
        take(bytes[at] & 0xff, bytes, payload, next);
        return next;
    }

    private void take(int first, byte[] bytes, int from, int to) throws IOException {
        boolean isLast = (first & 0x80) != 0;
        boolean isDeflated = (first & 0x40) != 0;
        switch (first & 0xf) {
            case Frames.TEXT -> {
                if (!isLast) throw new WrongAnswer("the relay sends messages in fragments, which nobody here reads");
                ear.hear(this, isDeflated ? inflated(bytes, from, to) : new Message(bytes, from, to));
            }
            case Frames.PING -> send(Frames.of(Frames.PONG, Arrays.copyOfRange(bytes, from, to)));
            case Frames.PONG -> {}
            case Frames.CLOSE -> {
                String reason = new String(bytes, Math.min(from + 2, to), Math.max(to - from - 2, 0), ISO_8859_1);
                throw new WrongAnswer("the relay closed the connection: " + reason);
            }
            default -> throw new WrongAnswer("the relay sent a frame that is neither text nor control");
        }
    }

    private Message inflated(byte[] bytes, int from, int to) {
        if (inflater == null) throw new WrongAnswer("the relay sent a compressed message that nobody expected");
        byte[] target = new byte[MOST_INFLATED];
        try {
            inflater.setInput(bytes, from, to - from);
            int length = inflater.inflate(target);
            inflater.setInput(END_OF_DEFLATED);
            length += inflater.inflate(target, length, target.length - length);
            return new Message(target, 0, length);
        } catch (DataFormatException e) {
            throw new WrongAnswer("the relay sent a message that can't be inflated: " + e.getMessage());
        }
    }
}
