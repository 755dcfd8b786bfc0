package dev.muster.sip.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a browser has where the bridge has a [Port]: it checks ways and decides for one. It has one socket.
public final class FullAgent implements AutoCloseable {
    private static final int PRIORITY = 0x6e0001ff;
    private static final int PATIENCE_MS = 20_000;
    private static final int AGAIN_MS = 100;

    private final DatagramSocket socket;
    private final InetSocketAddress bridge;
    private final SecureRandom random = new SecureRandom();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> datagrams = new LinkedBlockingQueue<>();

    /// What it calls itself.
    public final String ufrag;

    private Credentials bridges;
    private Integrity integrity;

    /// What the bridge says to a check.
    ///
    /// @param transaction of the check
    /// @param mapped where it says that the check came from
    /// @param error 0 if there was none
    /// @param length of the whole answer
    public record Answer(
            String transaction,
            int type,
            @Nullable InetSocketAddress mapped,
            int error,
            List<Integer> unknown,
            int length,
            boolean isSigned) {}

    FullAgent(InetSocketAddress bridge, Credentials bridges) throws IOException {
        this(bridge, bridges, InetAddress.getLoopbackAddress());
    }

    FullAgent(InetSocketAddress bridge, Credentials bridges, InetAddress from) throws IOException {
        this(bridge, bridges, from, Credentials.random(new SecureRandom()).ufrag());
    }

    public FullAgent(InetSocketAddress bridge, Credentials bridges, InetAddress from, String ufrag) throws IOException {
        this.ufrag = ufrag;
        this.bridge = bridge;
        this.bridges = bridges;
        integrity = new Integrity(bridges.password());
        socket = new DatagramSocket(new InetSocketAddress(from, 0));
        Thread.ofVirtual().name("full-agent").start(this::readAll);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /// The bridge has sent another description.
    public synchronized void bridgeHas(Credentials credentials) {
        bridges = credentials;
        integrity = new Integrity(credentials.password());
    }

    /// Sends a check, and returns its transaction.
    public String sendCheck(Attribute... flags) throws IOException {
        return sendCheck(ufrag, flags);
    }

    synchronized String sendCheck(String as, Attribute... flags) throws IOException {
        StunWriter check = begin().put(Attribute.USERNAME, (bridges.ufrag() + ":" + as).getBytes(UTF_8))
                .put(Attribute.PRIORITY, ByteBuffer.allocate(4).putInt(PRIORITY).array());
        List<Attribute> all = List.of(flags);
        if (!all.contains(Attribute.ICE_CONTROLLED)) check.put(Attribute.ICE_CONTROLLING, new byte[8]);
        for (Attribute flag : all) check.put(flag, flag == Attribute.ICE_CONTROLLED ? new byte[8] : new byte[0]);
        return send(check);
    }

    StunWriter begin() {
        var transaction = new byte[StunMessage.HEADER];
        random.nextBytes(transaction);
        return new StunWriter().begin(StunMessage.BINDING_REQUEST, transaction);
    }

    synchronized String send(StunWriter check) throws IOException {
        byte[] bytes = bytes(check.sealed(integrity));
        send(bytes);
        return transaction(bytes);
    }

    /// Checks once.
    public Answer check(Attribute... flags) throws IOException, InterruptedException {
        return answerTo(sendCheck(flags), PATIENCE_MS).orElseThrow(FullAgent::silence);
    }

    /// Where checks may get lost.
    public Answer checkAgainAndAgain(Attribute... flags) throws IOException, InterruptedException {
        for (int i = 0; i < PATIENCE_MS / AGAIN_MS; i++) {
            Optional<Answer> answer = answerTo(sendCheck(flags), AGAIN_MS);
            if (answer.isPresent()) return answer.get();
        }
        throw silence();
    }

    private Optional<Answer> answerTo(String transaction, int milliseconds) throws InterruptedException {
        Answer answer;
        do answer = answers.poll(milliseconds, TimeUnit.MILLISECONDS);
        while (answer != null && !answer.transaction().equals(transaction));
        return Optional.ofNullable(answer);
    }

    private static AssertionError silence() {
        return new AssertionError("the bridge doesn't answer");
    }

    /// Checks, and has the bridge send by this way from now on.
    public Answer nominate() throws IOException, InterruptedException {
        return check(Attribute.USE_CANDIDATE);
    }

    /// The next answer to any check.
    Answer answer() throws InterruptedException {
        return Optional.ofNullable(answers.poll(PATIENCE_MS, TimeUnit.MILLISECONDS))
                .orElseThrow(FullAgent::silence);
    }

    public void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, bridge));
    }

    /// The next datagram that is no answer to a check.
    public byte[] receive() throws InterruptedException {
        return receive(PATIENCE_MS).orElseThrow(() -> new AssertionError("nothing comes"));
    }

    public Optional<byte[]> receive(int milliseconds) throws InterruptedException {
        return Optional.ofNullable(datagrams.poll(milliseconds, TimeUnit.MILLISECONDS));
    }

    private void readAll() {
        var packet = new DatagramPacket(new byte[2048], 2048);
        try {
            while (true) {
                socket.receive(packet);
                byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
                StunMessage.read(datagram, datagram.length)
                        .ifPresentOrElse(it -> answers.add(read(it, datagram)), () -> datagrams.add(datagram));
            }
        } catch (SocketException closed) {
            // This is its end.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized Answer read(StunMessage message, byte[] datagram) {
        int error = message.value(Attribute.ERROR_CODE)
                .map(value -> value[2] * 100 + value[3])
                .orElse(0);
        List<Integer> unknown = new ArrayList<>();
        message.value(Attribute.UNKNOWN_ATTRIBUTES).map(ByteBuffer::wrap).ifPresent(codes -> {
            while (codes.hasRemaining()) unknown.add(codes.getShort() & 0xffff);
        });
        return new Answer(
                transaction(datagram),
                message.type(),
                message.value(Attribute.XOR_MAPPED_ADDRESS)
                        .map(value -> unmapped(value, datagram))
                        .orElse(null),
                error,
                unknown,
                datagram.length,
                message.isFrom(integrity));
    }

    private static InetSocketAddress unmapped(byte[] value, byte[] datagram) {
        for (int i = 2; i < value.length; i++) value[i] ^= datagram[i < 4 ? 2 + i : i];
        try {
            int port = ByteBuffer.wrap(value).getShort(2) & 0xffff;
            return new InetSocketAddress(InetAddress.getByAddress(Arrays.copyOfRange(value, 4, value.length)), port);
        } catch (IOException e) {
            throw new AssertionError("no address", e);
        }
    }

    static byte[] bytes(ByteBuffer message) {
        var bytes = new byte[message.remaining()];
        message.get(bytes);
        return bytes;
    }

    private static String transaction(byte[] message) {
        return Arrays.toString(Arrays.copyOfRange(message, StunMessage.TRANSACTION_AT, StunMessage.HEADER));
    }

    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public void close() {
        socket.close();
    }
}
