package dev.muster.cli;

import dev.muster.kit.vault.Vault;
import dev.muster.kit.vault.VaultFailure;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.nip19.Bech32Entity.Nsec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a group begins with, in one folder: `muster.toml` and `keys/`. Nothing that is there is touched.
record Founding(Path folder, Shell shell) {
    /// The key of whoever founds it, named as the admin in `muster.toml`.
    static Path adminKey(Path folder) {
        return folder.resolve("keys/admin.key");
    }

    /// Who the bot is.
    static Path botKey(Path folder) {
        return folder.resolve("keys/notifier.key");
    }

    /// Who the bot for texts is.
    private static Path smsKey(Path folder) {
        return folder.resolve("keys/sms.key");
    }

    /// Who the bot for telephones is.
    private static Path sipKey(Path folder) {
        return folder.resolve("keys/sip.key");
    }

    Path file() {
        return StarterFile.in(folder);
    }

    /// Writes what is missing.
    ///
    /// @return the files that are new
    List<Path> lay() {
        Path keys = folder.resolve("keys");
        makePrivate(keys);
        var written = new ArrayList<Path>();
        newKey(botKey(folder)).ifPresent(written::add);
        newKey(smsKey(folder)).ifPresent(written::add);
        newKey(sipKey(folder)).ifPresent(written::add);
        newKey(adminKey(folder)).ifPresent(written::add);
        newVault(keys.resolve("vault.key")).ifPresent(written::add);
        if (Files.notExists(file())) {
            StarterFile.write(file(), admin());
            written.add(file());
        }
        return written;
    }

    /// Whom the founder is.
    PublicKey admin() {
        return new KeyFile(adminKey(folder)).open(shell).publicKey();
    }

    private Optional<Path> newKey(Path file) {
        if (Files.exists(file)) return Optional.empty();
        new KeyFile(file).write(new Nsec(SecretKey.random(shell.random())).encode());
        return Optional.of(file);
    }

    private Optional<Path> newVault(Path file) {
        if (Files.exists(file)) return Optional.empty();
        try {
            Vault.create(file, shell.random());
        } catch (VaultFailure e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
        return Optional.of(file);
    }

    private static void makePrivate(Path keys) {
        try {
            Files.createDirectories(
                    keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw Failure.of("make", keys, e);
        }
    }

    /// What somebody does who has just begun.
    List<String> advice() {
        return List.of(
                "keep a copy of keys/ where nobody else can read it: without it nobody can speak as your bot, or read"
                        + " what it has stored",
                "you are the admin: " + new Npub(admin()).encode());
    }
}
