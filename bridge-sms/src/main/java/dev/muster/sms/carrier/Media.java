package dev.muster.sms.carrier;

/// A picture, as a carrier gave it to us.
///
/// @param type `image/jpeg`, `image/png` or `image/gif`, which is what the bytes are
public record Media(String type, byte[] bytes) {
    /// Not what it shows.
    @Override
    public String toString() {
        return type;
    }
}
