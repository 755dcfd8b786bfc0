package dev.muster.sip.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.sip.rtp.G711;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a recording in another format, by a program that reads and writes nothing but pipes: nothing is on
/// disk in clear.
///
/// @param command with its options; `SIZE` stands for how many bytes it is going to be given
/// @param sampleRate of what it writes
record Encoder(Format format, List<String> command, int sampleRate) {
    private static final Logger LOG = LoggerFactory.getLogger(Encoder.class);

    /// An hour takes them some seconds.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String SIZE = "SIZE";

    /// Where FLAC's STREAMINFO has the MD5 of the samples (RFC 9639, 8.2), and where it ends.
    private static final int MD5 = 26;

    private static final int STREAM_INFO = 42;

    /// What all browsers play: they know no MP3 of less.
    private static final int MP3_RATE = 16_000;

    static Encoder flac(Path program) {
        return new Encoder(
                Format.FLAC,
                List.of(
                        program.toString(),
                        "--silent",
                        "--stdout",
                        "--force-raw-format",
                        "--endian=little",
                        "--sign=signed",
                        "--channels=" + Tape.CHANNELS,
                        "--bps=16",
                        "--sample-rate=" + G711.RATE,
                        "--input-size=" + SIZE,
                        "-"),
                G711.RATE);
    }

    /// With a constant rate, so that one gets to any place in it without an index.
    static Encoder mp3(Path program) {
        return new Encoder(
                Format.MP3,
                List.of(
                        program.toString(),
                        "--silent",
                        "-r",
                        "-s",
                        "8",
                        "--bitwidth",
                        "16",
                        "--signed",
                        "--little-endian",
                        "-m",
                        "s",
                        "--resample",
                        Integer.toString(MP3_RATE / 1000),
                        "--cbr",
                        "-b",
                        "48",
                        "-t",
                        "-",
                        "-"),
                MP3_RATE);
    }

    /// Writes a recording of our own.
    ///
    /// @throws IOException if it fails, or takes too long
    void encode(Playback wav, OutputStream out) throws IOException, InterruptedException {
        long size = wav.length() - wav.samplesAt();
        byte[] md5 = wav.md5OfSamples();
        Process process = new ProcessBuilder(command.stream()
                        .map(word -> word.replace(SIZE, Long.toString(size)))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Thread.ofVirtual().name("encoder-limit").start(() -> limit(process));
            Thread feeding = Thread.ofVirtual().name("encoder-feed").start(() -> feed(process, wav));
            try (InputStream in = process.getInputStream()) {
                if (format == Format.FLAC) out.write(signed(in.readNBytes(STREAM_INFO), md5));
                in.transferTo(out);
            }
            int exit = process.waitFor();
            feeding.join();
            if (exit != 0) throw new IOException(format.word() + " ended with " + exit);
        } finally {
            process.destroyForcibly();
        }
    }

    /// The program can't go back in a pipe to where it would write this.
    private static byte[] signed(byte[] head, byte[] md5) throws IOException {
        if (head.length < STREAM_INFO || !new String(head, 0, 4, US_ASCII).equals("fLaC"))
            throw new IOException("that is no FLAC");
        byte[] signed = Arrays.copyOf(head, head.length);
        System.arraycopy(md5, 0, signed, MD5, md5.length);
        return signed;
    }

    private static void limit(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// If it fails the program gets too little, and what it says is no recording.
    private static void feed(Process process, Playback wav) {
        try (OutputStream to = process.getOutputStream()) {
            wav.writeTo(to, wav.samplesAt(), wav.length());
        } catch (IOException e) {
            LOG.info("a recording can't be given to a program: {}", e.getMessage());
            process.destroyForcibly();
        }
    }
}
