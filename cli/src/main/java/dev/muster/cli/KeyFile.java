package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.muster.nostr.crypto.SecretKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A file with a secret key, for its owner alone.
record KeyFile(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int LARGEST = 4096;

    String read() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) throw new Failure(path + " is too large for a file with a secret key");
            return new String(bytes, UTF_8);
        } catch (NoSuchFileException e) {
            throw new Failure("there is no file " + path + " (muster key new --out FILE makes one)");
        } catch (IOException e) {
            throw Failure.of("read", path, e);
        }
    }

    /// The key itself; whoever has put it behind a password is asked for that.
    SecretKey open(Shell shell) {
        weakness().ifPresent(weakness -> shell.complain("warning: " + weakness));
        return StoredKey.parse(read(), path.toString()).open(new Password(shell.environment()));
    }

    /// Who else can read it, if anybody can.
    Optional<String> weakness() {
        Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
        try {
            others.addAll(Files.getPosixFilePermissions(path));
        } catch (IOException | UnsupportedOperationException e) {
            // Whether it can be read at all is said when it is read.
            return Optional.empty();
        }
        others.removeAll(OWNER_ONLY);
        others.remove(PosixFilePermission.OWNER_EXECUTE);
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("other users of this machine can get at " + path + ": chmod 600 " + path);
    }

    /// Writes a key into a file that must not be there yet.
    void write(String key) {
        var attributes = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        try (var file = FileChannel.open(path, Set.of(CREATE_NEW, WRITE, SYNC), attributes)) {
            file.write(ByteBuffer.wrap((key + "\n").getBytes(UTF_8)));
        } catch (FileAlreadyExistsException e) {
            throw new Failure(path + " is there already, and keys are never overwritten: choose another name");
        } catch (IOException e) {
            throw Failure.of("write", path, e);
        }
    }
}
