package dev.muster.sms.carrier;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// A picture, as a carrier gave it to us.
///
/// @param type `image/jpeg`, `image/png` or `image/gif`, which is what the bytes are
public record Media(String type, byte[] bytes) {
    private enum Kind {
        JPEG("image/jpeg", "ffd8ff"),
        PNG("image/png", "89504e470d0a1a0a"),
        GIF("image/gif", "47494638");

        private final String type;
        private final String beginning;

        Kind(String type, String beginning) {
            this.type = type;
            this.beginning = beginning;
        }

        boolean fits(byte[] bytes) {
            int length = Math.min(bytes.length, beginning.length() / 2);
            return HexFormat.of().formatHex(bytes, 0, length).equals(beginning);
        }
    }

    /// The picture in these bytes, by what they begin with: names and types can say anything. Empty if it is none.
    public static Optional<Media> read(byte[] bytes) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.fits(bytes))
                .map(kind -> new Media(kind.type, bytes))
                .findFirst();
    }

    /// Not what it shows.
    @Override
    public String toString() {
        return type;
    }
}
