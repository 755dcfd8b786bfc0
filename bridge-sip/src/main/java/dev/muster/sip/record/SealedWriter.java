package dev.muster.sip.record;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import dev.muster.kit.ops.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Set;

/// Writes a file of which nothing is ever on disk but sealed chunks. Until it is [finished][#finish], it has
/// none that says that it is the last.
final class SealedWriter extends OutputStream {
    private final FileChannel file;
    private final Seal seal;
    private final byte[] plain = new byte[Seal.CHUNK];
    private final byte[] sealed = new byte[Seal.CHUNK + Seal.TAG];
    private int filled;
    private long chunks;

    /// Begins a file that is not there yet, for its owner's eyes only.
    ///
    /// @param name by which it is bound to where it belongs
    SealedWriter(Path path, String key, String name, SecureRandom random) throws IOException {
        Path folder = path.getParent();
        if (folder != null) Folders.createPrivate(folder);
        byte[] salt = new byte[Seal.SALT];
        random.nextBytes(salt);
        seal = new Seal(key, salt, name);
        file = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                asFileAttribute(fromString("rw-------")));
        try {
            put(ByteBuffer.wrap(salt));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int taken = Math.min(length - done, plain.length - filled);
            System.arraycopy(bytes, from + done, plain, filled, taken);
            filled += taken;
            done += taken;
            if (filled == plain.length) seal(false);
        }
    }

    private void seal(boolean isLast) throws IOException {
        int length = seal.close(chunks++, isLast, plain, filled, sealed);
        filled = 0;
        put(ByteBuffer.wrap(sealed, 0, length));
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            var _ = file.write(bytes);
        }
    }

    /// Ends it, and returns when it is on the disk. The last chunk is always shorter than the others: so it is
    /// seen where it is missing.
    void finish() throws IOException {
        seal(true);
        file.force(true);
        file.close();
    }

    /// Leaves it as it is, if it isn't finished.
    @Override
    public void close() throws IOException {
        file.close();
    }
}
