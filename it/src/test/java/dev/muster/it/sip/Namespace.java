package dev.muster.it.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// A network of its own for a program that won't speak over loopback, with one wire to us.
public final class Namespace implements AutoCloseable {
    private final String name;
    private final String network;

    private Namespace(String name, String network) {
        this.name = name;
        this.network = network;
    }

    /// Why there can't be one.
    public static Optional<String> missing() {
        try (Namespace tried = open()) {
            return Optional.of(tried.ours()).filter(String::isEmpty);
        } catch (IOException e) {
            return Optional.of("no network of its own for a telephone: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /// Makes one.
    ///
    /// @throws IOException if it can't be made: it takes a program `ip`, and the rights of an administrator
    public static Namespace open() throws IOException, InterruptedException {
        // RFC 2544's addresses, which belong to nobody.
        int host = ThreadLocalRandom.current().nextInt(1 << 15);
        var made = new Namespace("muster" + host, "198.18." + (host >> 7) + "." + ((host & 0x3f) << 2));
        try {
            run("ip", "netns", "add", made.name);
            run("ip", "link", "add", made.wire(), "type", "veth", "peer", "name", made.plug(), "netns", made.name);
            run("ip", "addr", "add", made.ours() + "/30", "dev", made.wire());
            run("ip", "link", "set", made.wire(), "up");
            run(made.within("ip", "addr", "add", made.theirs() + "/30", "dev", made.plug()));
            run(made.within("ip", "link", "set", made.plug(), "up"));
            run(made.within("ip", "link", "set", "lo", "up"));
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (process.waitFor() != 0) throw new IOException(said);
    }

    /// Our end of the wire.
    private String wire() {
        return "mu" + name.substring("muster".length());
    }

    /// The other end of it.
    String plug() {
        return "pl" + name.substring("muster".length());
    }

    /// Where we are reached from within.
    public String ours() {
        return at(1);
    }

    /// Where whoever is within is reached.
    public String theirs() {
        return at(2);
    }

    private String at(int host) {
        int dot = network.lastIndexOf('.');
        return network.substring(0, dot + 1) + (Integer.parseInt(network.substring(dot + 1)) + host);
    }

    /// That command, within.
    String[] within(String... command) {
        return Stream.concat(Stream.of("ip", "netns", "exec", name), Stream.of(command))
                .toArray(String[]::new);
    }

    /// Likewise.
    List<String> within(List<String> command) {
        return new ArrayList<>(List.of(within(command.toArray(String[]::new))));
    }

    @Override
    public void close() {
        try {
            // The wire goes with it.
            run("ip", "netns", "del", name);
        } catch (IOException gone) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
