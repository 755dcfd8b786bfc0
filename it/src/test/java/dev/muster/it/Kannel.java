package dev.muster.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.nostr.client.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Kannel, the gateway between HTTP and SMPP that many have had for years, in processes of its own.
final class Kannel implements AutoCloseable {
    static final String USERNAME = "tester";
    static final String PASSWORD = "foobar";

    private static final Path HOME =
            Path.of("../build/peers/kannel").toAbsolutePath().normalize();

    private final List<Process> boxes = new ArrayList<>();
    private final int port;

    /// @param folder for its files
    /// @param smsc the port of the SMSC that it is bound to
    /// @param said where it brings what somebody says
    Kannel(Path folder, int smsc, URI said) throws IOException {
        List<Integer> ports = List.of(FreePort.any(), FreePort.any(), FreePort.any());
        port = ports.getLast();
        Path configuration =
                Files.writeString(folder.resolve("kannel.conf"), configuration(folder, ports, smsc, said), US_ASCII);
        start("bearerbox", configuration);
        awaitPort(ports.get(1));
        start("smsbox", configuration);
        awaitPort(port);
    }

    /// What is missing, and what to do about it.
    static Optional<String> missing() {
        return Files.isExecutable(HOME.resolve("bearerbox"))
                ? Optional.empty()
                : Optional.of("Kannel is missing: ./verify fetches it into build/peers where there is apt-get");
    }

    /// Where it takes texts.
    URI address() {
        return URI.create("http://127.0.0.1:" + port + "/cgi-bin/sendsms");
    }

    private void start(String box, Path configuration) throws IOException {
        boxes.add(new ProcessBuilder(HOME.resolve(box).toString(), configuration.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private static void awaitPort(int port) {
        Await.until(() -> isOpen(port), isOpen -> isOpen);
    }

    private static boolean isOpen(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Without `http-request-retry`, what can't be brought at once is lost, and be it a STOP.
    private static String configuration(Path folder, List<Integer> ports, int smsc, URI said) {
        return """
            group = core
            admin-port = %d
            admin-interface = "127.0.0.1"
            admin-password = bar
            smsbox-port = %d
            smsbox-interface = "127.0.0.1"
            box-allow-ip = "127.0.0.1"
            box-deny-ip = "*.*.*.*"
            store-type = file
            store-location = "%s/kannel.store"
            dlr-storage = internal
            sms-resend-freq = 5
            sms-resend-retry = 3

            group = smsbox
            bearerbox-host = 127.0.0.1
            bearerbox-port = %d
            sendsms-port = %d
            sendsms-interface = "127.0.0.1"
            sendsms-chars = "0123456789 +-"
            http-request-retry = 20
            http-queue-delay = 2

            group = sendsms-user
            username = %s
            password = %s
            concatenation = true
            max-messages = 10
            user-allow-ip = "127.0.0.1"
            user-deny-ip = "*.*.*.*"

            group = sms-service
            keyword = default
            catch-all = true
            max-messages = 0
            post-url = "%s?id=%%I&from=%%p&to=%%P&coding=%%c&charset=%%C"

            group = smsc
            smsc = smpp
            smsc-id = NODE
            host = 127.0.0.1
            port = %d
            smsc-username = bridge
            smsc-password = secret
            system-type = ""
            transceiver-mode = true
            interface-version = 34
            msg-id-type = 0x00
            enquire-link-interval = 5
            reconnect-delay = 2
            """.formatted(
                        ports.get(0), ports.get(1), folder, ports.get(1), ports.get(2), USERNAME, PASSWORD, said, smsc);
    }

    /// At once: asked nicely, it would wait for its queues.
    @Override
    public void close() {
        boxes.forEach(Process::destroyForcibly);
    }
}
