package dev.muster.cli;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.control.ControlSocket;
import dev.muster.kit.desk.Bot;
import dev.muster.kit.desk.BotConfig;
import dev.muster.kit.desk.Surroundings;
import dev.muster.kit.ledger.LedgerFailure;
import dev.muster.kit.lifecycle.StartFailure;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.kit.vault.VaultFailure;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bot in a process: with its control socket, and roles that can change.
final class BotDaemon implements Household.Started {
    private static final Logger LOG = LoggerFactory.getLogger(BotDaemon.class);

    private final BotSection section;
    private final MusterConfig config;
    private final AtomicReference<RolesConfig> roles;
    private final Bot bot;

    private BotDaemon(BotSection section, MusterConfig config, AtomicReference<RolesConfig> roles, Bot bot) {
        this.section = section;
        this.config = config;
        this.roles = roles;
        this.bot = bot;
    }

    /// The bot that a process can start.
    static Household.Member of(BotSection section) {
        return (config, surroundings) -> start(section, config, surroundings);
    }

    /// Opens the data, finds its relays, and listens.
    private static BotDaemon start(BotSection section, MusterConfig all, Household.Surroundings surroundings) {
        MusterConfig atHome = all.atHome();
        BotConfig config = section.shared().apply(atHome);
        Shell shell = surroundings.shell();
        SecretKey key = surroundings.keys().of(config);
        prepare(section, config.data());
        var roles = new AtomicReference<>(all.roles());
        var around = new Surroundings(key, roles::get, shell.clock(), shell.random(), surroundings.metrics());
        try {
            Bot bot = surroundings.process().with(section.starter().start(atHome, around));
            surroundings.process().with(new ControlSocket(config.data(), bot.operations()));
            return new BotDaemon(section, atHome, roles, bot);
        } catch (StartFailure e) {
            throw new Failure(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new Failure("can't listen on " + config.listen()
                    + ": another program may do already; stop that, or choose another port (" + section.word()
                    + ".listen)");
        } catch (LedgerFailure | VaultFailure e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }

    private static void prepare(BotSection section, Path data) {
        if (ControlClient.of(data).isPresent()) {
            throw new Failure("a bot is running already with the data in " + data
                    + ": stop it first, or name another folder (" + section.word() + ".data)");
        }
        try {
            Files.createDirectories(data, asFileAttribute(fromString("rwx------")));
        } catch (IOException e) {
            throw Failure.of("make", data, e);
        }
    }

    @Override
    public String ready() {
        return "ready " + section.word() + " " + bot.url() + " " + new Npub(bot.self()).encode();
    }

    @Override
    public void reload(MusterConfig all) {
        roles.set(all.roles());
        if (!section.section().apply(config).equals(section.section().apply(all.atHome())))
            LOG.warn("[{}] was changed, and is only read at a start; [roles] is in force", section.word());
    }
}
