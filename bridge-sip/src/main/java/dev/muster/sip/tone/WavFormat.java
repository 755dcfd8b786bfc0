package dev.muster.sip.tone;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.sip.rtp.G711;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How sound is written in a file.
///
/// @param channels how many samples of the same moment follow on each other
/// @param rate samples a second, of each channel
public record WavFormat(Encoding encoding, int channels, int rate) {
    /// What stands for one sample.
    public enum Encoding {
        /// 16 bits.
        PCM16(1, 2),
        /// A byte of A-law.
        PCMA(6, 1),
        /// A byte of µ-law.
        PCMU(7, 1);

        private final int tag;
        private final int bytes;

        Encoding(int tag, int bytes) {
            this.tag = tag;
            this.bytes = bytes;
        }

        int tag() {
            return tag;
        }

        int bytes() {
            return bytes;
        }
    }

    /// It isn't known yet how long it will be: who reads it goes on to the end of the file.
    public static final long UNKNOWN = 0xffff_ffffL;

    private static final int HEADER = 58;

    /// What stands before the samples.
    ///
    /// @param length of what follows, in bytes
    public byte[] header(long length) {
        int frame = channels * encoding.bytes();
        long known = Math.min(length, UNKNOWN);
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(US_ASCII)).putInt((int) Math.min(known + HEADER - 8, UNKNOWN));
        header.put("WAVEfmt ".getBytes(US_ASCII)).putInt(18);
        header.putShort((short) encoding.tag()).putShort((short) channels);
        header.putInt(rate).putInt(rate * frame);
        header.putShort((short) frame).putShort((short) (8 * encoding.bytes())).putShort((short) 0);
        // How many samples there are: for what isn't PCM, it has to be said again.
        header.put("fact".getBytes(US_ASCII)).putInt(4);
        header.putInt((int) (known == UNKNOWN ? UNKNOWN : known / frame));
        header.put("data".getBytes(US_ASCII)).putInt((int) known);
        return header.array();
    }

    /// The first samples, as they are written behind it.
    public byte[] encode(short[] samples, int count) {
        var bytes = new byte[count * encoding.bytes()];
        switch (encoding) {
            case PCM16 ->
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asShortBuffer()
                        .put(samples, 0, count);
            case PCMA -> G711.PCMA.encode(samples, 0, count, bytes, 0);
            case PCMU -> G711.PCMU.encode(samples, 0, count, bytes, 0);
        }
        return bytes;
    }
}
