package dev.muster.sms.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;

/// What the bytes of a text mean on their way.
public enum Alphabet {
    /// A septet a byte.
    GSM,
    /// What some take for the default.
    LATIN1,
    ASCII,
    /// Two bytes a character, and four for an emoji.
    UCS2;

    /// Empty if there is something in it that this alphabet hasn't.
    public Optional<byte[]> encode(String text) {
        return switch (this) {
            case GSM -> Gsm.encode(text);
            case LATIN1 -> encode(text, ISO_8859_1);
            case ASCII -> encode(text, US_ASCII);
            case UCS2 -> Optional.of(text.getBytes(UTF_16BE));
        };
    }

    private static Optional<byte[]> encode(String text, Charset charset) {
        try {
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return Optional.of(bytes);
        } catch (CharacterCodingException notInIt) {
            return Optional.empty();
        }
    }

    /// Reads what others have sent; what means nothing is shown as such, and lets nothing else get lost.
    public String decode(byte[] bytes) {
        return switch (this) {
            case GSM -> Gsm.decode(bytes);
            case LATIN1 -> new String(bytes, ISO_8859_1);
            case ASCII -> new String(bytes, US_ASCII);
            case UCS2 -> new String(bytes, UTF_16BE);
        };
    }
}
