package dev.muster.sip.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
    /// RFC 4568, 6.1.
    private static final String INLINE = "inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";

    private static final Profile SHA1 = Profile.AES_CM_128_HMAC_SHA1_80;

    @ParameterizedTest
    @EnumSource
    void sip_S4_aKeyIsToldAndUnderstood(Profile profile) {
        MasterKey key = MasterKey.random(profile, new SecureRandom());

        assertThat(MasterKey.inline(profile, key.inline()).orElseThrow().inline())
                .isEqualTo(key.inline());
        assertThat(MasterKey.random(profile, new SecureRandom()).inline()).isNotEqualTo(key.inline());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "|2^20", "|2^48", "|1048576"})
    void sip_S4_aLifetimeMayFollow(String lifetime) {
        assertThat(MasterKey.inline(SHA1, INLINE + lifetime).orElseThrow().inline())
                .isEqualTo(INLINE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void sip_S4_whatWeDontDoIsRefused(String parameters) {
        assertThat(MasterKey.inline(SHA1, parameters)).isEmpty();
    }

    static Stream<Arguments> sip_S4_whatWeDontDoIsRefused() {
        return Stream.of(
                argumentSet("a key with an index", INLINE + "|1:4"),
                argumentSet("a key with a lifetime and an index", INLINE + "|2^20|1:4"),
                argumentSet("two keys", INLINE + "|2^20|1:4;" + INLINE + "|2^20|2:4"),
                argumentSet("another method", INLINE.replace("inline", "uri")),
                argumentSet("a key that is too short", "inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAw"),
                argumentSet("a key that is too long", INLINE + "AAAA"),
                argumentSet("no base64", "inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJS%%"),
                argumentSet("nothing", "inline:"),
                argumentSet("not even that", ""));
    }

    @Test
    void sip_W5_dtlsGivesKeysAndThenSalts() {
        byte[] exported = new byte[60];
        for (int i = 0; i < exported.length; i++) exported[i] = (byte) i;
        MasterKey.Pair pair = MasterKey.exported(SHA1, exported);

        assertThat(HexFormat.of().formatHex(decoded(pair.client())))
                .isEqualTo("000102030405060708090a0b0c0d0e0f" + "202122232425262728292a2b2c2d");
        assertThat(HexFormat.of().formatHex(decoded(pair.server())))
                .isEqualTo("101112131415161718191a1b1c1d1e1f" + "2e2f303132333435363738393a3b");
        assertThat(Profile.AEAD_AES_128_GCM.exportLength()).isEqualTo(56);
        assertThatThrownBy(() -> MasterKey.exported(Profile.AEAD_AES_128_GCM, exported))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] decoded(MasterKey key) {
        return Base64.getDecoder().decode(key.inline().substring("inline:".length()));
    }

    @Test
    void profilesAreKnownByTheirNumbersAndNames() {
        assertThat(Profile.ofDtls(7)).contains(Profile.AEAD_AES_128_GCM);
        assertThat(Profile.ofDtls(1)).contains(SHA1);
        assertThat(Profile.ofDtls(5)).isEmpty();
        assertThat(Profile.ofSdes("AEAD_AES_128_GCM")).contains(Profile.AEAD_AES_128_GCM);
        assertThat(Profile.ofSdes("F8_128_HMAC_SHA1_80")).isEmpty();
    }

    @Test
    void aKeyDoesntShowItself() {
        MasterKey key = MasterKey.inline(SHA1, INLINE).orElseThrow();

        assertThat(key).hasToString("a key for AES_CM_128_HMAC_SHA1_80");
    }
}
