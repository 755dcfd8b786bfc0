package dev.muster.cli;

import dev.muster.kit.desk.BotConfig;
import dev.muster.nostr.crypto.PublicKey;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// `muster up`: everything a group needs, in one process.
@Command(
        name = "up",
        description = {
            "Runs all of Muster in one process until it is told to stop (Ctrl-C, SIGTERM): the relay, the bot for"
                + " sessions, the one for calls, in whose rooms sessions meet, and the one for texts if a carrier is"
                + " configured.",
            "Where there is no configuration yet, it does what muster init does, and goes on."
        },
        footer = {"  muster up", "  muster up --set relay.net.listen=127.0.0.1:8000"})
final class UpCommand implements Callable<Integer> {
    @Mixin
    private final Settings settings;

    private final Shell shell;

    UpCommand(Shell shell) {
        this.shell = shell;
        this.settings = new Settings(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        settings.usualFile().filter(Files::notExists).ifPresent(file -> {
            var founding = new Founding(shell.environment().folder(), shell);
            founding.lay();
            shell.complain("wrote " + file + ", which explains all that can be set, and keys/");
            founding.advice().forEach(shell::complain);
        });
        var keys = new BotKeys(shell);
        new Household(shell, keys, () -> together(keys))
                .serve(
                        members(),
                        List.of(
                                "Ctrl-C stops it. From another terminal:",
                                "  muster session create \"Medic 101\" --start +20m --invite npub1…",
                                "  muster bot status",
                                "  muster relay stats"));
        return ExitCode.OK;
    }

    private MusterConfig together(BotKeys keys) {
        MusterConfig config = settings.read().together();
        Optional<PublicKey> texts =
                config.sms().hasCarrier() ? Optional.of(key(keys, config.sms().bot())) : Optional.empty();
        PublicKey calls = key(keys, config.sip().bot());
        return config.introducing(key(keys, config.notifier().bot()), texts, Optional.of(calls));
    }

    private static PublicKey key(BotKeys keys, BotConfig bot) {
        return keys.of(bot).publicKey();
    }

    /// In the order in which they start.
    private List<Household.Member> members() {
        List<Household.Member> members = new ArrayList<>();
        members.add(RelayDaemon::start);
        members.add(BotDaemon.of(BotSection.NOTIFIER));
        if (settings.read().sms().hasCarrier()) members.add(BotDaemon.of(BotSection.SMS));
        members.add(BotDaemon.of(BotSection.SIP));
        return members;
    }
}
