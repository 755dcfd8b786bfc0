package dev.muster.sip.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// What the RFCs have calculated: RFC 3711, appendix B, and RFC 7714, sections 16 and 17. And a packet and a
/// report for AES_CM_128_HMAC_SHA1_80, of which there are none in an RFC, from the tests of libsrtp
/// (test/srtp_driver.c, BSD licence).
class VectorsTest {
    private static final byte[] KEY = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static final byte[] SALT = hex("0EC675AD498AFEEBB6960B3AABE6");

    private static final byte[] GCM_KEY = hex("000102030405060708090a0b0c0d0e0f");
    private static final byte[] GCM_SALT = hex("517569642070726f2071756f");

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    private static byte[] roomy(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + SrtpSender.OVERHEAD);
    }

    @Test
    void sip_W5_rfc3711_B2_theKeyStream() throws GeneralSecurityException {
        var transform = new CounterMode(hex("2B7E151628AED2A6ABF7158809CF4F3C"), hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
        var packet = new byte[100];
        transform.protect(packet, 0, 12, 60, 0, 0);

        assertThat(Arrays.copyOfRange(packet, 12, 60)).isEqualTo(hex("""
            E03EAD0935C95E80E166B16DD92B4EB4
            D23513162B02D0F72A43A2FE4A5F97AB
            41E95B3BB0A2E8DD477901E4FCA894C0\
            """));
    }

    @Test
    void sip_W5_rfc3711_B3_derivedKeys() {
        assertThat(KeyDerivation.derive(KEY, SALT, KeyDerivation.RTP_CIPHER, 16))
                .isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(KeyDerivation.derive(KEY, SALT, KeyDerivation.RTP_SALT, 14))
                .isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(KeyDerivation.derive(KEY, SALT, KeyDerivation.RTP_MAC, 94)).isEqualTo(hex("""
            CEBE321F6FF7716B6FD4AB49AF256A15 6D38BAA48F0A0ACF3C34E2359E6CDBCE
            E049646C43D9327AD175578EF7227098 6371C10C9A369AC2F94A8C5FBCDDDC25
            6D6E919A48B610EF17C2041E47403576 6B68642C59BBFC2F34DB60DBDFB2\
            """));
    }

    @Test
    void libsrtp_aPacketAndAReport() {
        var sender = new SrtpSender(inline());
        byte[] packet = roomy(hex("800f1234decafbadcafebabe abababababababababababababababab"));
        byte[] report = roomy(hex("81c8000bcafebabe abababababababababababababababab"));

        assertThat(sender.protect(packet, 0, 28)).isEqualTo(38);
        assertThat(sender.protectRtcp(report, 0, 24)).isEqualTo(38);

        assertThat(packet).startsWith(hex("""
            800f1234decafbadcafebabe
            4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb\
            """));
        assertThat(report).startsWith(hex("""
            81c8000bcafebabe
            7128035be487b9bdbef89041f977a5a8 80000001 993e08cd54d6c1230798\
            """));
        var receiver = new SrtpReceiver(inline());
        assertThat(receiver.unprotect(packet, 0, 38)).isEqualTo(28);
        assertThat(receiver.unprotectRtcp(report, 0, 38)).isEqualTo(24);
        assertThat(packet).startsWith(hex("800f1234decafbadcafebabe abababababababababababababababab"));
        assertThat(report).startsWith(hex("81c8000bcafebabe abababababababababababababababab"));
    }

    private static MasterKey inline() {
        byte[] both = Arrays.copyOf(KEY, 30);
        System.arraycopy(SALT, 0, both, 16, 14);
        return MasterKey.inline(
                        Profile.AES_CM_128_HMAC_SHA1_80,
                        "inline:" + Base64.getEncoder().encodeToString(both))
                .orElseThrow();
    }

    @Test
    void sip_W5_rfc7714_16_1_aPacket() throws GeneralSecurityException {
        var transform = new Gcm(GCM_KEY, GCM_SALT);
        String plain = """
            8040f17b8041f8d35501a0b2
            47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573\
            """;
        byte[] packet = roomy(hex(plain));

        assertThat(transform.protect(packet, 0, 12, 50, 0x5501a0b2, 0xf17b)).isEqualTo(66);
        assertThat(packet).startsWith(hex("""
            8040f17b8041f8d35501a0b2
            f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833
            899d7f27beb16a9152cf765ee4390cce\
            """));
        assertThat(transform.unprotect(packet, 0, 12, 66, 0x5501a0b2, 0xf17b)).isEqualTo(50);
        assertThat(packet).startsWith(hex(plain));
    }

    @Test
    void sip_W5_rfc7714_17_1_aReport() throws GeneralSecurityException {
        var transform = new Gcm(GCM_KEY, GCM_SALT);
        String plain = """
            81c8000d4d617273
            4e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef\
            """;
        byte[] report = roomy(hex(plain));
        int length = hex(plain).length;

        assertThat(transform.protectRtcp(report, 0, length, 0x4d617273, 0x5d4)).isEqualTo(length + 20);
        assertThat(report).isEqualTo(hex("""
            81c8000d4d617273
            63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b
            c84aa45896cf4d2fc5abf87245d9eade 800005d4\
            """));
        assertThat(transform.unprotectRtcp(report, 0, length + 20, 0x4d617273, 0x5d4))
                .isEqualTo(length);
        assertThat(report).startsWith(hex(plain));
    }
}
