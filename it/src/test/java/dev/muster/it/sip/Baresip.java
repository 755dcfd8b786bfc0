package dev.muster.it.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.it.Await;
import dev.muster.nostr.client.SelfSigned;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// baresip, as somebody else's telephone that speaks SIP over TLS and encrypts voices, or refuses, or as somebody's
/// app:
/// it answers by itself, whistles at 440 Hz, and writes down what it hears.
public final class Baresip implements AutoCloseable {
    public static final int WHISTLE = 440;

    private static final String FOLDER = "baresip";
    private static final int SECONDS = 120;

    /// What it is to do.
    ///
    /// @param number its own
    /// @param encryption `srtp-mand` refuses voices in clear; empty: those that are encrypted
    public record Settings(String number, int port, String encryption, SelfSigned shown) {}

    /// As whom it registers.
    ///
    /// @param domain the bridge's address, as reached from within that network
    /// @param port the bridge's, for TLS
    public record Login(String name, String password, String domain, int port) {}

    private final Path folder;
    private final Process process;
    private final BufferedWriter keyboard;

    private Baresip(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        keyboard = process.outputWriter(UTF_8);
    }

    /// What is missing, and what to do about it.
    public static Optional<String> missing() {
        return Peers.missing(FOLDER, "baresip");
    }

    /// Waits for calls, within that network. By TLS it is at the port after the one that is named.
    public static Baresip start(Path folder, Namespace network, Settings settings)
            throws IOException, GeneralSecurityException {
        SelfSigned shown = settings.shown();
        Files.writeString(folder.resolve("shown.pem"), shown.keyPem() + shown.certificatePem());
        String listening = "sip_listen " + network.theirs() + ":" + settings.port() + "\nsip_certificate "
                + folder.resolve("shown.pem") + "\n";
        return start(folder, network, listening, account(network, settings));
    }

    /// Registers as somebody's app, by TLS, and encrypts voices.
    public static Baresip registers(Path folder, Namespace network, Login login) throws IOException {
        String account = "<sip:" + login.name() + "@" + login.domain() + ":" + login.port()
                + ";transport=tls>;auth_pass=" + login.password()
                + ";mediaenc=srtp-mand;answermode=auto;audio_codecs=pcmu;regint=600\n";
        return start(folder, network, "", account);
    }

    private static Baresip start(Path folder, Namespace network, String listening, String account) throws IOException {
        Tone.write(folder.resolve("whistle.wav"), WHISTLE, SECONDS);
        Files.writeString(folder.resolve("contacts"), "");
        Files.writeString(folder.resolve("accounts"), account);
        Files.writeString(folder.resolve("config"), """
            poll_method epoll
            net_interface %s
            %s\
            audio_source aufile,%s
            audio_player aubridge,nil
            audio_alert aubridge,nil
            ausrc_srate 8000
            auplay_srate 8000
            rtp_ports 20000-20100
            rtcp_mux no
            statmode_default off
            snd_path %s
            module_path %s
            module stdio.so
            module g711.so
            module aubridge.so
            module aufile.so
            module sndfile.so
            module srtp.so
            module_app account.so
            module_app menu.so
            """.formatted(
                        network.plug(),
                        listening,
                        folder.resolve("whistle.wav"),
                        folder,
                        Peers.program(FOLDER, "usr/lib/baresip/modules")));
        List<String> command =
                List.of(Peers.program(FOLDER, "baresip").toString(), "-f", folder.toString(), "-s", "-v");
        var builder = new ProcessBuilder(network.within(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("baresip.log").toFile());
        builder.environment().put("HOME", folder.toString());
        return new Baresip(folder, builder.start());
    }

    private static String account(Namespace network, Settings settings) {
        String encryption = settings.encryption().isEmpty() ? "" : ";mediaenc=" + settings.encryption();
        return "<sip:" + settings.number() + "@" + network.theirs() + ":" + settings.port()
                + ";transport=tls>;regint=0;answermode=auto;audio_codecs=pcmu" + encryption + "\n";
    }

    /// Types that, as its user does.
    public void types(String keys) throws IOException {
        keyboard.write(keys);
        keyboard.flush();
    }

    /// Presses those digits in a call, each after the one before was let go.
    public void presses(String digits) throws IOException {
        for (int i = 0; i < digits.length(); i++) {
            int before = lettings();
            types(digits.substring(i, i + 1));
            Await.until(this::lettings, count -> count > before);
        }
    }

    private int lettings() {
        return said().split("send DTMF digit end", -1).length - 1;
    }

    /// All that it has said about itself, and all that was said in SIP.
    public String said() {
        try {
            return Files.readString(folder.resolve("baresip.log"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What it has heard until it was put on hold: it begins anew then.
    public Tone heard() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Tone.read(files.filter(file -> file.toString().endsWith("-dec.wav"))
                    .min(Comparator.comparing(Path::getFileName))
                    .orElseThrow());
        }
    }

    /// What it has heard since somebody spoke with it last; nothing if nobody has yet.
    public Tone hears() {
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> last = files.filter(file -> file.toString().endsWith("-dec.wav"))
                    .max(Comparator.comparing(Path::getFileName));
            return last.isPresent() ? Tone.read(last.get()) : new Tone(new short[0]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
