package dev.muster.sms;

/// How you are registered to text people in the United States from an ordinary number (10DLC).
///
/// @param required whether nothing is sent to the United States and Canada without it
public record TenDlcConfig(String brandId, String campaignId, boolean required) {
    public static final TenDlcConfig DEFAULT = new TenDlcConfig("", "", true);

    boolean isThere() {
        return !brandId.isBlank() && !campaignId.isBlank();
    }
}
