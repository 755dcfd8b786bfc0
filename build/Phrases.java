import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// java build/Phrases.java: has espeak-ng (Debian: espeak-ng) say the sentences that callers hear, and writes them as a
/// telephone has them: 8000 samples a second, µ-law. For when a sentence has changed; what it made is in the repository.
public final class Phrases {
    private static final Path FOLDER = Path.of("bridge-sip/src/main/resources/dev/muster/sip/phrase");
    private static final Map<String, String> VOICES =
            Map.of("en", "en-gb", "es", "es", "de", "de", "fr", "fr-fr", "cs", "cs");
    private static final int RATE = 8000;

    /// Half of what a filter reaches to, in samples of what comes in.
    private static final int REACH = 48;

    private Phrases() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        for (var voice : VOICES.entrySet()) {
            Path folder = Files.createDirectories(FOLDER.resolve(voice.getKey()));
            for (String line : Files.readAllLines(FOLDER.resolve(voice.getKey() + ".properties"), UTF_8)) {
                int equals = line.indexOf(" = ");
                if (equals < 0) continue;
                byte[] said = said(voice.getValue(), line.substring(equals + 3));
                Files.write(folder.resolve(line.substring(0, equals) + ".wav"), wav(trimmed(resampled(said))));
            }
        }
    }

    private static byte[] said(String voice, String sentence) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of("espeak-ng", "-v", voice, "-s", "185", "-a", "70", "--stdout", sentence))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] wav = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) throw new IOException("espeak-ng failed");
        return wav;
    }

    /// What is above 3600 Hz a telephone doesn't carry, and would come back as something else.
    private static double[] resampled(byte[] wav) {
        ByteBuffer in = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        int rate = in.getInt(24);
        int data = new String(wav, US_ASCII).indexOf("data") + 8;
        int length = (wav.length - data) / 2;
        double cut = 3600.0 / rate;
        double[] out = new double[(int) ((long) length * RATE / rate)];
        for (int i = 0; i < out.length; i++) {
            double at = (double) i * rate / RATE;
            for (int j = (int) at - REACH; j <= at + REACH; j++) {
                if (j < 0 || j >= length) continue;
                double x = j - at;
                double window = 0.5 + 0.5 * Math.cos(Math.PI * x / (REACH + 1));
                double sinc = x == 0 ? 2 * cut : Math.sin(2 * Math.PI * cut * x) / (Math.PI * x);
                out[i] += in.getShort(data + 2 * j) * sinc * window;
            }
        }
        return out;
    }

    /// A tenth of a second of silence stays on each side.
    private static double[] trimmed(double[] all) {
        int first = 0;
        int last = all.length;
        while (first < last && Math.abs(all[first]) < 60) first++;
        while (last > first && Math.abs(all[last - 1]) < 60) last--;
        return Arrays.copyOfRange(all, Math.max(0, first - RATE / 10), Math.min(all.length, last + RATE / 10));
    }

    private static byte[] wav(double[] samples) {
        ByteBuffer out = ByteBuffer.allocate(58 + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(US_ASCII)).putInt(50 + samples.length).put("WAVEfmt ".getBytes(US_ASCII)).putInt(18);
        out.putShort((short) 7).putShort((short) 1).putInt(RATE).putInt(RATE);
        out.putShort((short) 1).putShort((short) 8).putShort((short) 0);
        out.put("fact".getBytes(US_ASCII)).putInt(4).putInt(samples.length);
        out.put("data".getBytes(US_ASCII)).putInt(samples.length);
        for (double sample : samples) out.put(law((int) Math.round(sample)));
        return out.array();
    }

    /// ITU-T G.711.
    private static byte law(int sample) {
        int magnitude = Math.min(Math.abs(sample), 32_635) + 0x84;
        int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
        return (byte) ~((sample < 0 ? 0x80 : 0) | segment << 4 | magnitude >> (segment + 3) & 0x0f);
    }
}
