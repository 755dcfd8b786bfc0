package dev.muster.sip.rtp;

/// How telephones write down a voice: a byte for each of 8000 samples a second (ITU-T G.711).
@SuppressWarnings("ImmutableEnumChecker") // The tables are written once, by the constructor.
public enum G711 {
    /// µ-law, of North America and Japan.
    PCMU(0) {
        @Override
        int expand(int code) {
            int inverted = ~code & 0xff;
            int magnitude = ((((inverted & 0x0f) << 3) + MU_BIAS) << ((inverted & 0x70) >> 4)) - MU_BIAS;
            return (inverted & 0x80) == 0 ? magnitude : -magnitude;
        }

        @Override
        int compress(int sample) {
            int magnitude = Math.min(Math.abs(sample), MU_MOST) + MU_BIAS;
            int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
            int mantissa = magnitude >> (segment + 3) & 0x0f;
            return ~((sample < 0 ? 0x80 : 0) | segment << 4 | mantissa) & 0xff;
        }
    },

    /// A-law, of everybody else. Every other bit is inverted, lest silence be all zeros on the wire.
    PCMA(8) {
        @Override
        int expand(int code) {
            int plain = code ^ 0x55;
            int segment = (plain & 0x70) >> 4;
            int mantissa = ((plain & 0x0f) << 4) + 8;
            int magnitude = segment == 0 ? mantissa : (mantissa + 0x100) << (segment - 1);
            return (plain & 0x80) != 0 ? magnitude : -magnitude;
        }

        @Override
        int compress(int sample) {
            // -1 is as near to zero as 0 is: one's complement keeps the steps on both sides alike.
            int magnitude = sample < 0 ? ~sample : sample;
            int segment = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude));
            int mantissa = magnitude >> (segment == 0 ? 4 : segment + 3) & 0x0f;
            return ((sample < 0 ? 0 : 0x80) | segment << 4 | mantissa) ^ 0x55;
        }
    };

    /// Samples a second.
    public static final int RATE = 8000;

    /// What one packet usually holds: 20 ms.
    public static final int FRAME = 160;

    private static final int MU_BIAS = 0x84;
    private static final int MU_MOST = 32_635;

    private final int payloadType;
    private final short[] samples = new short[256];
    private final byte[] codes = new byte[1 << 16];

    G711(int payloadType) {
        this.payloadType = payloadType;
        for (int code = 0; code < samples.length; code++) samples[code] = (short) expand(code);
        for (int i = 0; i < codes.length; i++) codes[i] = (byte) compress((short) i);
    }

    abstract int expand(int code);

    abstract int compress(int sample);

    /// As in RFC 3551, where it needs no further word.
    public int payloadType() {
        return payloadType;
    }

    public byte encode(int sample) {
        return codes[sample & 0xffff];
    }

    public short decode(byte code) {
        return samples[code & 0xff];
    }

    public byte silence() {
        return encode(0);
    }

    public void decode(byte[] codes, int at, int length, short[] target, int targetAt) {
        for (int i = 0; i < length; i++) target[targetAt + i] = samples[codes[at + i] & 0xff];
    }

    public void encode(short[] samples, int at, int length, byte[] target, int targetAt) {
        for (int i = 0; i < length; i++) target[targetAt + i] = codes[samples[at + i] & 0xffff];
    }

    /// Puts it into the other law, where it lies.
    public void translate(G711 other, byte[] bytes, int at, int length) {
        if (other == this) return;
        for (int i = at; i < at + length; i++) bytes[i] = other.codes[samples[bytes[i] & 0xff] & 0xffff];
    }
}
