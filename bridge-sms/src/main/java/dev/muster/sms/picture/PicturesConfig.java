package dev.muster.sms.picture;

import java.time.Duration;

/// How pictures are kept.
///
/// @param kept how long operators' clients can fetch what somebody has sent
/// @param most how many are kept at a time
/// @param totalMb how much room all of them may take, in MB
/// @param local whether pictures of operators are also fetched in the networks that this machine is in
public record PicturesConfig(Duration kept, int most, int totalMb, boolean local) {
    public static final PicturesConfig DEFAULT = new PicturesConfig(Duration.ofDays(14), 2000, 512, false);

    public PicturesConfig {
        if (kept.compareTo(Duration.ofMinutes(1)) < 0) throw new IllegalArgumentException("kept: a minute or more");
        if (most < 1) throw new IllegalArgumentException("most: 1 or more");
        if (totalMb < 1) throw new IllegalArgumentException("totalMb: 1 or more");
    }

    long totalBytes() {
        return totalMb * 1024L * 1024L;
    }
}
