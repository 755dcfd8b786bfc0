package dev.muster.cli;

import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;

/// `muster init`: a configuration to begin with, and keys.
@Command(
        name = "init",
        description = {
            "Writes into this folder what a group begins with, and overwrites nothing:",
            "muster.toml: every key there is, with its default, its unit and its reason. Nothing in it has to be"
                    + " changed before muster up.",
            "keys/notifier.key, keys/sms.key, keys/sip.key: who the bots are. keys/admin.key: who you are, its admin."
                    + " keys/vault.key: what opens what the bots store."
        },
        footer = {"  muster init", "  muster up"})
final class InitCommand implements Runnable {
    private final Shell shell;

    InitCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        var founding = new Founding(shell.environment().folder(), shell);
        boolean hasFile = Files.exists(founding.file());
        List<Path> written = founding.lay();
        if (written.isEmpty()) throw new Failure(founding.file() + " is there already, and is not overwritten");
        written.forEach(file -> shell.print("wrote " + file));
        if (hasFile) {
            shell.complain("muster.toml was there and stays as it is; if you are to be the admin, write below [roles]:"
                    + " admin = [\"" + new Npub(founding.admin()).encode() + "\"]");
        }
        founding.advice().forEach(shell::complain);
        shell.complain(
                "next: muster up starts relay and bot, for this machine alone; then muster session create --help");
        shell.complain("for others: set relay.net.public_url and notifier.public_url, and see docs/running-a-relay.md");
    }
}
