package dev.muster.sip.ua;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Somebody with whom the agent speaks SIP over UDP, and who says exactly what a test wants.
final class Peer implements AutoCloseable {
    static final String SDP = """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio 40000 RTP/AVP 0
        a=rtpmap:0 PCMU/8000
        """.replace("\n", "\r\n");

    private static final int SECONDS = 20;
    private static final AtomicInteger BRANCHES = new AtomicInteger();

    private final DatagramSocket socket;
    private final BlockingQueue<Said> heard = new LinkedBlockingQueue<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Peer() throws IOException {
        this("127.0.0.1");
    }

    Peer(String address) throws IOException {
        socket = new DatagramSocket(0, InetAddress.ofLiteral(address));
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        byte[] room = new byte[65_535];
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(room, room.length);
                socket.receive(packet);
                heard.add(new Said(new String(room, 0, packet.getLength(), UTF_8), packet.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + port();
    }

    Server server() {
        return new Server(socket.getLocalAddress().getHostAddress(), port());
    }

    /// The next message, whatever it is.
    Said hear() throws InterruptedException {
        Said next = heard.poll(SECONDS, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("nothing was said");
        return next;
    }

    /// The next request of this kind; whatever comes before is left out. So is one that is only said again, as agents
    /// do if they aren't answered for half a second. (An ACK is never answered, and who cancels is heard twice.)
    Said hear(String method) throws InterruptedException {
        while (true) {
            Said next = hear();
            if (next.isRequest() && next.method().equals(method) && (isHeardAgain(method) || known.add(next.text()))) {
                return next;
            }
        }
    }

    private static boolean isHeardAgain(String method) {
        return method.equals("ACK") || method.equals("CANCEL");
    }

    Said hear(String method, int code) throws InterruptedException {
        while (true) {
            Said next = hear();
            if (next.method().equals(method) && next.code() == code) return next;
        }
    }

    /// Whether an answer of that Call-ID comes in time; whatever comes before is left out.
    boolean hearsAnswer(String callId, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Said next = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) return false;
            if (!next.isRequest() && next.header("Call-ID").equals(callId)) return true;
        }
    }

    /// Whether anything was said by now.
    boolean hasHeard() {
        return !heard.isEmpty();
    }

    void say(SocketAddress to, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /// Answers, as far as an answer repeats what was asked; the rest is given, each header as a line.
    void respond(Said request, int code, String tag, String body, String... headers) throws IOException {
        say(request.from(), response(request, code, tag, body, headers));
    }

    void answer(Said request, int code, String... headers) throws IOException {
        respond(request, code, "peer", "", headers);
    }

    String response(Said request, int code, String tag, String body, String... headers) {
        var text = new StringBuilder("SIP/2.0 " + code + " So\r\n");
        request.headers("Via").forEach(via -> text.append("Via: ").append(via).append("\r\n"));
        request.headers("Record-Route")
                .forEach(route -> text.append("Record-Route: ").append(route).append("\r\n"));
        text.append("From: ").append(request.header("From")).append("\r\n");
        String to = request.header("To");
        text.append("To: ")
                .append(to.contains(";tag=") || code == 100 ? to : to + ";tag=" + tag)
                .append("\r\n");
        for (String name : new String[] {"Call-ID", "CSeq"})
            text.append(name).append(": ").append(request.header(name)).append("\r\n");
        text.append("Contact: <sip:peer@").append(address()).append(">\r\n");
        for (String header : headers) text.append(header).append("\r\n");
        if (!body.isEmpty()) text.append("Content-Type: application/sdp\r\n");
        return text.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    /// A request of its own.
    String request(
            String method,
            String uri,
            String from,
            String to,
            String callId,
            int cseq,
            String body,
            String... headers) {
        var text = new StringBuilder(method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP " + address()
                + ";rport;branch=z9hG4bK" + System.nanoTime() + BRANCHES.getAndIncrement()
                + "\r\nMax-Forwards: 70\r\nFrom: "
                + from + "\r\nTo: " + to + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq + " " + method
                + "\r\nContact: <sip:peer@" + address() + ">\r\n");
        for (String header : headers) text.append(header).append("\r\n");
        boolean isTyped = String.join("\n", headers).contains("Content-Type");
        if (!body.isEmpty() && !isTyped) text.append("Content-Type: application/sdp\r\n");
        return text.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    /// A request within the call that was begun by this INVITE of the agent's.
    void within(Said invite, String method, int cseq, String body, String... headers) throws IOException {
        say(
                invite.from(),
                request(
                        method,
                        invite.address("Contact"),
                        invite.header("To") + ";tag=peer",
                        invite.header("From"),
                        invite.header("Call-ID"),
                        cseq,
                        body,
                        headers));
    }

    static SocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    @Override
    public void close() {
        socket.close();
    }
}
