package dev.muster.it.sip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What was recorded of a call, at 8000 samples a second.
public record Tone(short[] samples) {
    private static final int RATE = 8000;
    private static final int HEADER = 44;
    private static final double LOUDNESS = 8000;

    /// Half a second.
    private static final int WINDOW = RATE / 2;

    /// Writes a whistle of so many seconds as a WAV file.
    static void write(Path file, int hertz, int seconds) throws IOException {
        int length = seconds * RATE * 2;
        ByteBuffer wav = ByteBuffer.allocate(HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF"))
                .putInt(HEADER - 8 + length)
                .put(ascii("WAVEfmt "))
                .putInt(16);
        wav.putShort((short) 1)
                .putShort((short) 1)
                .putInt(RATE)
                .putInt(RATE * 2)
                .putShort((short) 2);
        wav.putShort((short) 16).put(ascii("data")).putInt(length);
        for (int i = 0; i < seconds * RATE; i++)
            wav.putShort((short) (LOUDNESS * Math.sin(2 * Math.PI * hertz * i / RATE)));
        Files.write(file, wav.array());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Reads a WAV file that may not be finished: to its end.
    static Tone read(Path file) throws IOException {
        byte[] wav = Files.readAllBytes(file);
        var samples = new short[Math.max(0, (wav.length - HEADER) / 2)];
        ByteBuffer.wrap(wav, HEADER, samples.length * 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(samples);
        return new Tone(samples);
    }

    /// How many half seconds of it there are in which hardly anything but that is heard.
    public int halfSecondsOf(int hertz) {
        int count = 0;
        for (int from = 0; from + WINDOW <= samples.length; from += WINDOW) if (isPure(from, hertz)) count++;
        return count;
    }

    /// How long it is, in half seconds.
    public int halfSeconds() {
        return samples.length / WINDOW;
    }

    private boolean isPure(int from, int hertz) {
        double real = 0;
        double imaginary = 0;
        double all = 0;
        for (int i = 0; i < WINDOW; i++) {
            double at = 2 * Math.PI * hertz * i / RATE;
            real += samples[from + i] * Math.cos(at);
            imaginary += samples[from + i] * Math.sin(at);
            all += (double) samples[from + i] * samples[from + i];
        }
        double ours = 2 * (real * real + imaginary * imaginary) / WINDOW;
        return all > WINDOW * 1000.0 && ours > 0.8 * all;
    }
}
