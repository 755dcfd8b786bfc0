package dev.muster.nostr.wrap;

/// The padding that BuildIt web puts around a text: a marker, five digits, the text, filler. The digits count
/// the text's UTF-16 units. We never send it.
enum Padding {
    /// Inside of what NIP-44 encrypts.
    PAYLOAD("\0PADv2\0"),
    /// Inside of a chat message's content.
    TEXT("\0OPAD\0");

    private static final int DIGITS = 5;

    private final String marker;

    Padding(String marker) {
        this.marker = marker;
    }

    /// The text without its padding; as it is, if it doesn't begin with the marker.
    ///
    /// Padding that doesn't add up is refused: two readers would not read the same, and what nobody types can't
    /// be meant as text.
    ///
    /// @throws IllegalArgumentException if the marker is not followed by five digits and that much text
    String strip(String padded) {
        if (!padded.startsWith(marker)) return padded;
        int start = marker.length() + DIGITS;
        if (padded.length() < start) throw new IllegalArgumentException("padding: the text ends before its length");
        int end = start + length(padded);
        if (end > padded.length())
            throw new IllegalArgumentException("padding: the text is said to be longer than it is");
        boolean halvesPair = end > start
                && end < padded.length()
                && Character.isSurrogatePair(padded.charAt(end - 1), padded.charAt(end));
        if (halvesPair) throw new IllegalArgumentException("padding: the text is said to end within a character");
        return padded.substring(start, end);
    }

    private int length(String padded) {
        int length = 0;
        for (int i = marker.length(); i < marker.length() + DIGITS; i++) {
            char digit = padded.charAt(i);
            if (digit < '0' || digit > '9') throw new IllegalArgumentException("padding: expected five digits");
            length = length * 10 + digit - '0';
        }
        return length;
    }
}
