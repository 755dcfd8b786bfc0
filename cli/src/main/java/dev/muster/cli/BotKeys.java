package dev.muster.cli;

import dev.muster.kit.desk.BotConfig;
import dev.muster.nostr.crypto.SecretKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Who the bots of one process are. Each key is opened once: whoever has put it behind a password is asked for that
/// once.
final class BotKeys {
    private final Shell shell;
    private final Map<Path, SecretKey> opened = new HashMap<>();

    BotKeys(Shell shell) {
        this.shell = shell;
    }

    synchronized SecretKey of(BotConfig bot) {
        return opened.computeIfAbsent(bot.key(), this::open);
    }

    private SecretKey open(Path file) {
        if (Files.notExists(file)) {
            throw new Failure("the bot has no key: there is no file " + file
                    + " (muster init makes one, and all else that is needed)");
        }
        return new KeyFile(file).open(shell);
    }
}
