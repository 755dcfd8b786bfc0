package dev.muster.it.sip.many;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.muster.it.sip.Peers;
import dev.muster.nostr.client.FreePort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// rtpengine, which takes voices from one leg into another one, and is told by whom by a SIP proxy: here, by us. In
/// user
/// space, as it is where its kernel module isn't.
final class RtpEngine implements Server {
    private static final String NAME = "rtpengine";
    private static final int PORTS = 6000;
    private static final int TRIES = 60;
    private static final int PATIENCE_MS = 500;

    private final Process process;
    private final InetSocketAddress control;
    private final AtomicInteger cookies = new AtomicInteger();

    private RtpEngine(Process process, InetSocketAddress control) {
        this.process = process;
        this.control = control;
    }

    /// What is missing, and what to do about it.
    static Optional<String> missing() {
        return Peers.missing(NAME, NAME);
    }

    static RtpEngine start(Path folder) throws IOException {
        var control = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.any());
        int first = FreePort.any();
        Process process = new ProcessBuilder(
                        Peers.program(NAME, NAME).toString(),
                        "--config-file=none",
                        "--table=-1",
                        "--interface=127.0.0.1",
                        "--listen-ng=127.0.0.1:" + control.getPort(),
                        "--port-min=" + first,
                        "--port-max=" + (first + PORTS),
                        "--timeout=3600",
                        "--dtls-cert-cipher=prime256v1",
                        "--foreground",
                        "--log-stderr",
                        "--log-level=4",
                        "--pidfile=" + folder.resolve("pid"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("rtpengine.log").toFile())
                .start();
        var engine = new RtpEngine(process, control);
        engine.ask(new TreeMap<>(Map.of("command", text("ping"))), "pong");
        return engine;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String call(int number, String offer, Telephone telephone) throws IOException {
        Map<String, String> caller = of("offer", number);
        caller.put("sdp", text(offer));
        caller.put("transport-protocol", text("RTP/AVP"));
        caller.put("ICE", text("remove"));
        caller.put("DTLS", text("passive"));
        caller.put("rtcp-mux", "l" + text("demux") + "e");
        ask(caller, "ok");
        Map<String, String> answered = of("answer", number);
        answered.put("to-tag", text("telephone"));
        answered.put("sdp", text(telephone.description()));
        answered.put("transport-protocol", text("UDP/TLS/RTP/SAVPF"));
        answered.put("ICE", text("force"));
        answered.put("DTLS", text("passive"));
        return sdp(ask(answered, "ok"));
    }

    @Override
    public void hangUp(int number) throws IOException {
        ask(of("delete", number), "ok");
    }

    private static Map<String, String> of(String command, int number) {
        return new TreeMap<>(
                Map.of("command", text(command), "call-id", text("call-" + number), "from-tag", text("caller")));
    }

    /// Asks until it is answered: datagrams get lost, and it may only be starting.
    private String ask(Map<String, String> what, String expected) throws IOException {
        String cookie = "c" + cookies.incrementAndGet();
        byte[] asked = (cookie + " " + bencoded(what)).getBytes(ISO_8859_1);
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(PATIENCE_MS);
            var answer = new DatagramPacket(new byte[8192], 8192);
            for (int i = 0; i < TRIES && process.isAlive(); i++) {
                socket.send(new DatagramPacket(asked, asked.length, control));
                try {
                    socket.receive(answer);
                } catch (SocketTimeoutException e) {
                    continue;
                }
                String said = new String(answer.getData(), 0, answer.getLength(), ISO_8859_1);
                if (said.contains("6:result" + expected.length() + ":" + expected)) return said;
                throw new AssertionError(NAME + " says " + said);
            }
        }
        throw new AssertionError(NAME + " doesn't answer");
    }

    /// A dictionary, as rtpengine's protocol has them.
    ///
    /// @param what sorted, with values that are encoded already
    private static String bencoded(Map<String, String> what) {
        var text = new StringBuilder("d");
        what.forEach((name, value) -> text.append(text(name)).append(value));
        return text.append("e").toString();
    }

    private static String text(String text) {
        return text.length() + ":" + text;
    }

    private static String sdp(String answer) {
        int at = answer.indexOf("3:sdp") + "3:sdp".length();
        int colon = answer.indexOf(':', at);
        return answer.substring(colon + 1, colon + 1 + Integer.parseInt(answer.substring(at, colon)));
    }

    @Override
    public String calls() throws IOException {
        return ask(new TreeMap<>(Map.of("command", text("list"))), "ok");
    }

    @Override
    public Proc proc() {
        return Proc.of(process.pid());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
