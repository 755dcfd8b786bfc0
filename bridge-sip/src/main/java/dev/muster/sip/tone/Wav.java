package dev.muster.sip.tone;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.sip.rtp.G711;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;

/// Sound in a file (RIFF/WAVE).
///
/// @param samples those of all channels, one moment after the other
public record Wav(WavFormat format, short[] samples) {
    /// More than half an hour of one channel: an announcement is never that long.
    private static final int MOST_BYTES = 1 << 25;

    private static final int MOST_CHUNKS = 100;

    /// Reads a whole file.
    ///
    /// @throws IOException if it can't be read or understood, with what is wrong about it
    public static Wav read(InputStream file) throws IOException {
        var in = new DataInputStream(file);
        try {
            String riff = name(in);
            length(in);
            if (!riff.equals("RIFF") || !name(in).equals("WAVE")) throw new IOException("this is no WAV file");
            WavFormat format = null;
            for (int i = 0; i < MOST_CHUNKS; i++) {
                String name = name(in);
                long length = length(in);
                if (name.equals("data") && format != null) return new Wav(format, samples(format, data(in, length)));
                if (name.equals("data")) throw new IOException("its sound comes before what it is");
                byte[] chunk = data(in, length + length % 2);
                if (name.equals("fmt ")) format = format(chunk);
            }
        } catch (EOFException e) {
            throw new IOException("it ends before there is any sound", e);
        }
        throw new IOException("there is everything in it but sound");
    }

    private static String name(DataInputStream in) throws IOException {
        var name = new byte[4];
        in.readFully(name);
        return new String(name, US_ASCII);
    }

    private static long length(DataInputStream in) throws IOException {
        return Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
    }

    private static byte[] data(DataInputStream in, long length) throws IOException {
        // What was written as it came doesn't know how long it has become.
        byte[] data = in.readNBytes((int) Math.min(length, MOST_BYTES + 1));
        if (data.length > MOST_BYTES) throw new IOException("it is longer than " + MOST_BYTES + " bytes");
        return data;
    }

    private static WavFormat format(byte[] chunk) throws IOException {
        if (chunk.length < 16) throw new IOException("it doesn't say what it is");
        ByteBuffer fields = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        int tag = fields.getShort(0);
        int channels = fields.getShort(2);
        int rate = fields.getInt(4);
        int bits = fields.getShort(14);
        if (channels < 1 || rate < 1) throw new IOException("it has no channels, or no samples a second");
        WavFormat.Encoding encoding = Stream.of(WavFormat.Encoding.values())
                .filter(each -> each.tag() == tag && 8 * each.bytes() == bits)
                .findFirst()
                .orElseThrow(() -> new IOException("only PCM of 16 bits, A-law and µ-law are understood"));
        return new WavFormat(encoding, channels, rate);
    }

    private static short[] samples(WavFormat format, byte[] data) {
        var samples = new short[data.length / format.encoding().bytes()];
        switch (format.encoding()) {
            case PCM16 ->
                ByteBuffer.wrap(data)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asShortBuffer()
                        .get(samples);
            case PCMA -> G711.PCMA.decode(data, 0, samples.length, samples, 0);
            case PCMU -> G711.PCMU.decode(data, 0, samples.length, samples, 0);
        }
        return samples;
    }

    /// Writes a whole file.
    public void write(OutputStream out) throws IOException {
        byte[] data = format.encode(samples, samples.length);
        out.write(format.header(data.length));
        out.write(data);
    }
}
