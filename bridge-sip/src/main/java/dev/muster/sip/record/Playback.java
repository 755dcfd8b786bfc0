package dev.muster.sip.record;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.tone.WavFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A recording that can be read from anywhere. Belongs to one thread.
public final class Playback implements AutoCloseable {
    private static final int AT_ONCE = 32 * 1024;
    private static final WavFormat HEARD = new WavFormat(WavFormat.Encoding.PCM16, Tape.CHANNELS, G711.RATE);

    private final byte[] head;
    private final SealedFile file;

    private Playback(byte[] head, SealedFile file) {
        this.head = head;
        this.file = file;
    }

    static Playback of(SealedFile file) {
        return new Playback(new byte[0], file);
    }

    /// How long it has become isn't known before its end: so what stands before the samples isn't on disk.
    static Playback bare(SealedFile file) {
        return new Playback(HEARD.header(file.length()), file);
    }

    /// In bytes.
    public long length() {
        return head.length + file.length();
    }

    /// Where the samples begin, in recordings of our own.
    int samplesAt() {
        return head.length;
    }

    /// Reads as much as there is room for.
    ///
    /// @return how many bytes: none at the end
    /// @throws IOException if it is damaged there
    public int read(long from, byte[] target) throws IOException {
        int done = 0;
        if (from < head.length) {
            done = (int) Math.min(target.length, head.length - from);
            System.arraycopy(head, (int) from, target, 0, done);
        }
        return done + file.read(from + done - head.length, target, done, target.length - done);
    }

    /// Writes a part of it.
    ///
    /// @param to the first byte that isn't written
    public void writeTo(OutputStream out, long from, long to) throws IOException {
        byte[] part = new byte[(int) Math.min(AT_ONCE, to - from)];
        for (long at = from; at < to; ) {
            int count = (int) Math.min(read(at, part), to - at);
            if (count == 0) return;
            out.write(part, 0, count);
            at += count;
        }
    }

    /// Of everything, in hex.
    String sha256() throws IOException {
        return digest("SHA-256", 0);
    }

    /// Of the samples, as FLAC has it; for recordings of our own.
    byte[] md5OfSamples() throws IOException {
        return HexFormat.of().parseHex(digest("MD5", head.length));
    }

    private String digest(String algorithm, long from) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] part = new byte[AT_ONCE];
            long at = from;
            for (int count = read(at, part); count > 0; count = read(at, part)) {
                digest.update(part, 0, count);
                at += count;
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
