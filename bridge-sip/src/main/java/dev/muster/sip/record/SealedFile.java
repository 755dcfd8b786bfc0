package dev.muster.sip.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Reads what a [SealedWriter] has written, from wherever one likes: only the chunks that are asked for are
/// opened.
final class SealedFile implements AutoCloseable {
    private static final int SEALED = Seal.CHUNK + Seal.TAG;

    private final FileChannel file;
    private final Seal seal;
    private final long lastChunk;
    private final long length;
    private final byte[] plain = new byte[Seal.CHUNK];
    private final byte[] sealed = new byte[SEALED];
    private long opened = -1;
    private int openedLength;

    private SealedFile(FileChannel file, Seal seal, long size) throws IOException {
        this.file = file;
        this.seal = seal;
        lastChunk = (size - Seal.SALT) / SEALED;
        open(lastChunk);
        length = lastChunk * Seal.CHUNK + openedLength;
    }

    /// Opens one.
    ///
    /// @throws IOException if it isn't there, isn't whole, or isn't what was written under that name
    static SealedFile open(Path path, String key, String name) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long size = file.size();
            if (size < Seal.SALT) throw damaged();
            return new SealedFile(file, seal(file, key, name), size);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Seal seal(FileChannel file, String key, String name) throws IOException {
        ByteBuffer salt = ByteBuffer.allocate(Seal.SALT);
        read(file, salt, 0);
        return new Seal(key, salt.array(), name);
    }

    private static void read(FileChannel file, ByteBuffer target, long from) throws IOException {
        while (target.hasRemaining()) {
            if (file.read(target, from + target.position()) < 0) throw damaged();
        }
    }

    private static IOException damaged() {
        return new IOException("a recording is damaged, or its end is missing");
    }

    /// Of what was written.
    long length() {
        return length;
    }

    /// Reads as much as there is room for, as long as there is any.
    ///
    /// @return how much that was: none at the end
    int read(long from, byte[] target, int at, int most) throws IOException {
        int done = 0;
        while (done < most && from + done < length) {
            long position = from + done;
            open(position / Seal.CHUNK);
            int start = (int) (position % Seal.CHUNK);
            int count = Math.min(most - done, openedLength - start);
            System.arraycopy(plain, start, target, at + done, count);
            done += count;
        }
        return done;
    }

    private void open(long chunk) throws IOException {
        if (chunk == opened) return;
        opened = -1;
        boolean isLast = chunk == lastChunk;
        long from = Seal.SALT + chunk * SEALED;
        int size = isLast ? (int) (file.size() - from) : SEALED;
        if (size < Seal.TAG || size > SEALED) throw damaged();
        read(file, ByteBuffer.wrap(sealed, 0, size), from);
        openedLength = seal.open(chunk, isLast, sealed, size, plain);
        if (openedLength < 0) throw damaged();
        opened = chunk;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// Makes a whole file of one that was being written when the process ended: of all chunks up to the first
    /// that isn't
    /// whole. Nothing happens to one that is finished.
    ///
    /// @return how much is in it; empty if there is nothing
    static Optional<Long> recover(Path path, String key, String name) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = file.size();
            if (size < Seal.SALT) return Optional.empty();
            Seal seal = seal(file, key, name);
            byte[] sealed = new byte[SEALED];
            byte[] plain = new byte[Seal.CHUNK];
            long chunk = 0;
            while (true) {
                long from = Seal.SALT + chunk * SEALED;
                int there = (int) Math.min(SEALED, size - from);
                read(file, ByteBuffer.wrap(sealed, 0, there), from);
                int last = there >= Seal.TAG && there < SEALED ? seal.open(chunk, true, sealed, there, plain) : -1;
                if (last >= 0) return whole(chunk * Seal.CHUNK + last);
                if (there < SEALED || seal.open(chunk, false, sealed, there, plain) < 0) {
                    end(file.truncate(from), from, sealed, seal.close(chunk, true, plain, 0, sealed));
                    return whole(chunk * Seal.CHUNK);
                }
                chunk++;
            }
        }
    }

    private static Optional<Long> whole(long length) {
        return length == 0 ? Optional.empty() : Optional.of(length);
    }

    private static void end(FileChannel file, long at, byte[] chunk, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, length);
        while (bytes.hasRemaining()) {
            var _ = file.write(bytes, at + bytes.position());
        }
        file.force(true);
    }
}
