package dev.muster.cli;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.control.ControlSocket;
import dev.muster.kit.desk.Surroundings;
import dev.muster.kit.ledger.LedgerFailure;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.kit.vault.VaultFailure;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.notifier.NotifierBot;
import dev.muster.notifier.NotifierConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The notifier in a process: with its control socket, and roles that can change.
final class NotifierDaemon implements Household.Started {
    private static final Logger LOG = LoggerFactory.getLogger(NotifierDaemon.class);

    private final NotifierConfig config;
    private final AtomicReference<RolesConfig> roles;
    private final NotifierBot bot;

    private NotifierDaemon(NotifierConfig config, AtomicReference<RolesConfig> roles, NotifierBot bot) {
        this.config = config;
        this.roles = roles;
        this.bot = bot;
    }

    /// Opens the data, finds its relays, and listens.
    static NotifierDaemon start(MusterConfig all, Household.Surroundings surroundings) {
        NotifierConfig config = all.notifier().at(all.relay().net().url());
        Shell shell = surroundings.shell();
        SecretKey key = key(config, shell);
        prepare(config.bot().data());
        var roles = new AtomicReference<>(all.roles());
        var around = new Surroundings(key, roles::get, shell.clock(), shell.random(), surroundings.metrics());
        try {
            NotifierBot bot = surroundings.process().with(NotifierBot.start(config, around));
            surroundings.process().with(new ControlSocket(config.bot().data(), bot.operations()));
            return new NotifierDaemon(config, roles, bot);
        } catch (IOException e) {
            throw new Failure("can't listen on " + config.bot().listen()
                    + ": another program may do already; stop that, or choose another port (notifier.listen)");
        } catch (LedgerFailure | VaultFailure e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }

    private static SecretKey key(NotifierConfig config, Shell shell) {
        if (Files.notExists(config.bot().key())) {
            throw new Failure("the bot has no key: there is no file "
                    + config.bot().key() + " (muster init makes one, and all else that is needed)");
        }
        return new KeyFile(config.bot().key()).open(shell);
    }

    private static void prepare(Path data) {
        if (ControlClient.of(data).isPresent()) {
            throw new Failure("a notifier is running already with the data in " + data
                    + ": stop it first, or name another folder (notifier.data)");
        }
        try {
            Files.createDirectories(data, asFileAttribute(fromString("rwx------")));
        } catch (IOException e) {
            throw Failure.of("make", data, e);
        }
    }

    @Override
    public String ready() {
        return "ready notifier " + bot.url() + " " + new Npub(bot.self()).encode();
    }

    @Override
    public void reload(MusterConfig all) {
        roles.set(all.roles());
        if (!config.equals(all.notifier().at(all.relay().net().url())))
            LOG.warn("[notifier] was changed, and is only read at a start; [roles] is in force");
    }
}
