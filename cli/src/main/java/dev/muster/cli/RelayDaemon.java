package dev.muster.cli;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.control.ControlSocket;
import dev.muster.relay.Relay;
import dev.muster.relay.RelayConfig;
import dev.muster.relay.ops.Housekeeping;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The relay in a process: with its control socket, and a configuration that can change.
final class RelayDaemon implements Household.Started {
    private static final Logger LOG = LoggerFactory.getLogger(RelayDaemon.class);

    /// What only counts at the start.
    private static final Map<String, Function<RelayConfig, Object>> FIXED = fixed();

    private final RelayConfig config;
    private final Relay relay;

    private RelayDaemon(RelayConfig config, Relay relay) {
        this.config = config;
        this.relay = relay;
    }

    private static Map<String, Function<RelayConfig, Object>> fixed() {
        var fixed = new LinkedHashMap<String, Function<RelayConfig, Object>>();
        fixed.put("relay.data", RelayConfig::data);
        fixed.put("relay.net.listen", config -> config.net().listen());
        fixed.put("relay.net.public_url", config -> config.net().publicUrl());
        fixed.put("relay.net.ping", config -> config.net().ping());
        fixed.put("relay.net.threads", config -> config.net().threads());
        fixed.put("relay.keeping", RelayConfig::keeping);
        fixed.put("relay.push", RelayConfig::push);
        return fixed;
    }

    /// Opens the data, takes connections, and then commands.
    static RelayDaemon start(MusterConfig all, Household.Surroundings surroundings) {
        RelayConfig config = all.relay();
        Path data = config.data();
        Shell shell = surroundings.shell();
        var metrics = surroundings.metrics();
        var own = new Relay.Surroundings(
                shell.clock(), shell.random(), metrics.registry(), metrics::scrape, Version.number());
        prepare(data);
        try {
            Relay relay = surroundings.process().with(Relay.start(config, own));
            var operations = new Housekeeping(relay.store(), data).operations();
            surroundings.process().with(new ControlSocket(data, operations));
            return new RelayDaemon(config, relay);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static void prepare(Path data) {
        if (ControlClient.of(data).isPresent()) {
            throw new Failure("a relay is running already with the data in " + data
                    + ": stop it first, or name another folder (relay.data)");
        }
        try {
            Files.createDirectories(data, asFileAttribute(fromString("rwx------")));
        } catch (IOException e) {
            throw Failure.of("make", data, e);
        }
    }

    /// Netty knows why it can't listen, in the words of the operating system's call.
    private static Failure failure(IOException e) {
        if (e instanceof FileSystemException file) return Failure.of("read", Path.of(file.getFile()), e);
        String what = String.valueOf(e.getMessage());
        String why = e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
        if (why.contains("in use")) {
            return new Failure(
                    what + ": another program does already; stop that, or choose another port (relay.net.listen)");
        }
        if (why.contains("denied")) {
            return new Failure(what + ": permission denied; ports below 1024 are for root alone");
        }
        return new Failure(why.isEmpty() ? what : what + ": " + why);
    }

    @Override
    public String ready() {
        return "ready relay " + relay.url();
    }

    @Override
    public void reload(MusterConfig all) {
        RelayConfig next = all.relay();
        try {
            relay.reload(next);
        } catch (IOException e) {
            throw failure(e);
        }
        List<String> waiting = FIXED.entrySet().stream()
                .filter(fixed -> isDifferent(fixed.getValue(), next))
                .map(Map.Entry::getKey)
                .toList();
        if (!waiting.isEmpty()) LOG.warn("changed, but only read at a start: {}", String.join(", ", waiting));
    }

    private boolean isDifferent(Function<RelayConfig, Object> value, RelayConfig next) {
        return !value.apply(config).equals(value.apply(next));
    }
}
