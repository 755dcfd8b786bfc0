package dev.muster.sms.carrier.smpp;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLException;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.DefaultDecomposer;
import org.jspecify.annotations.Nullable;

/// An SMSC that does what a test wants, good or bad. It knows one client at a time.
final class PretendSmsc implements AutoCloseable {
    private final ServerSocket server;
    private final DefaultComposer composer = new DefaultComposer();
    private final DefaultDecomposer decomposer = new DefaultDecomposer();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger sequence = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Integer>> delivered = new ConcurrentHashMap<>();
    final BlockingQueue<SubmitSm> submitted = new LinkedBlockingQueue<>();
    final AtomicInteger binds = new AtomicInteger();

    /// How often somebody hung up at the sight of its certificate.
    final AtomicInteger distrusts = new AtomicInteger();

    private volatile int bindStatus = SMPPConstant.STAT_ESME_ROK;
    private volatile Function<SubmitSm, Integer> statuses = _ -> SMPPConstant.STAT_ESME_ROK;
    private volatile @Nullable Socket client;

    /// Instead of a status: no answer at all.
    static final int SILENCE = -1;

    /// Instead of a status: the connection ends.
    static final int HANG_UP = -2;

    PretendSmsc() throws IOException {
        this(ServerSocketFactory.getDefault());
    }

    PretendSmsc(ServerSocketFactory sockets) throws IOException {
        server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    void answersBinds(int status) {
        bindStatus = status;
    }

    void answers(Function<SubmitSm, Integer> wanted) {
        statuses = wanted;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try (Socket accepted = server.accept()) {
                client = accepted;
                serve(accepted);
            } catch (EOFException | SocketException ended) {
                client = null;
            } catch (SSLException distrusted) {
                distrusts.incrementAndGet();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (PDUStringException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void serve(Socket socket) throws IOException, PDUStringException {
        var in = new DataInputStream(socket.getInputStream());
        while (true) {
            int length = in.readInt();
            var pdu = ByteBuffer.allocate(length).putInt(length);
            in.readFully(pdu.array(), 4, length - 4);
            int command = pdu.getInt(4);
            int status = pdu.getInt(8);
            int number = pdu.getInt(12);
            switch (command) {
                case SMPPConstant.CID_BIND_TRANSCEIVER -> {
                    binds.incrementAndGet();
                    if (bindStatus == 0) write(composer.bindResp(command | 0x80000000, number, "pretend"));
                    else write(header(command | 0x80000000, bindStatus, number));
                }
                case SMPPConstant.CID_ENQUIRE_LINK -> write(composer.enquireLinkResp(number));
                case SMPPConstant.CID_UNBIND -> write(composer.unbindResp(0, number));
                case SMPPConstant.CID_SUBMIT_SM -> take(decomposer.submitSm(pdu.array()), number);
                case SMPPConstant.CID_DELIVER_SM_RESP ->
                    Optional.ofNullable(delivered.remove(number)).orElseThrow().complete(status);
                default -> write(composer.genericNack(SMPPConstant.STAT_ESME_RINVCMDID, number));
            }
        }
    }

    private void take(SubmitSm message, int number) throws IOException, PDUStringException {
        submitted.add(message);
        int status = statuses.apply(message);
        switch (status) {
            case SMPPConstant.STAT_ESME_ROK ->
                write(composer.submitSmResp(number, Integer.toHexString(ids.incrementAndGet())));
            case SILENCE -> {}
            case HANG_UP -> hangUp();
            default -> write(header(SMPPConstant.CID_SUBMIT_SM_RESP, status, number));
        }
    }

    /// An answer with nothing in it.
    private static byte[] header(int command, int status, int number) {
        return ByteBuffer.allocate(16)
                .putInt(16)
                .putInt(command)
                .putInt(status)
                .putInt(number)
                .array();
    }

    private synchronized void write(byte[] pdu) throws IOException {
        Socket to = client;
        if (to == null) throw new SocketException("nobody is there");
        OutputStream out = to.getOutputStream();
        out.write(pdu);
        out.flush();
    }

    void hangUp() throws IOException {
        Socket now = client;
        if (now != null) now.close();
    }

    /// Brings something; the status comes when the client answers.
    CompletableFuture<Integer> deliver(
            String from, String to, int esmClass, int coding, byte[] said, OptionalParameter... parameters)
            throws Exception {
        int number = sequence.incrementAndGet();
        var status = new CompletableFuture<Integer>();
        delivered.put(number, status);
        write(composer.deliverSm(
                number,
                "",
                (byte) 1,
                (byte) 1,
                from,
                (byte) 1,
                (byte) 1,
                to,
                (byte) esmClass,
                (byte) 0,
                (byte) 0,
                (byte) 0,
                (byte) coding,
                said,
                parameters));
        return status;
    }

    @Override
    public void close() throws IOException {
        server.close();
        hangUp();
    }
}
