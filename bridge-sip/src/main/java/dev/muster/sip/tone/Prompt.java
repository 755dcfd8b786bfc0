package dev.muster.sip.tone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// An announcement that somebody has spoken.
public final class Prompt implements Sound {
    private final short[] samples;

    private Prompt(short[] samples) {
        this.samples = samples;
    }

    /// Of what is in a file: 8000 samples a second, one channel.
    ///
    /// @throws IOException if it is no such file, with what is wrong about it
    public static Prompt read(InputStream wav) throws IOException {
        Wav read = Wav.read(wav);
        if (read.format().rate() != RATE || read.format().channels() != 1)
            throw new IOException("an announcement needs one channel of " + RATE + " samples a second, and not "
                    + read.format().channels() + " of " + read.format().rate());
        return new Prompt(read.samples());
    }

    public static Prompt read(Path wav) throws IOException {
        try (InputStream in = Files.newInputStream(wav)) {
            return read(in);
        }
    }

    @Override
    public long length() {
        return samples.length;
    }

    @Override
    public void read(long from, short[] target, int at, int length) {
        System.arraycopy(samples, (int) from, target, at, length);
    }
}
