package dev.muster.notifier.push.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.notifier.device.WebKeys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How pushes are encrypted, and with which keys they can't be. Module `it` has others open them.
@Timeout(60)
class EnvelopeTest {
    private static final String DEVICE =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";

    /// RFC 8291, appendix A.
    @Test
    void push_R50_theExampleOfTheRfc() {
        var ours = new KeyPair(
                P256.publicKey(
                                bytes(
                                        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"))
                        .orElseThrow(),
                P256.privateKey(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
                        .orElseThrow());
        byte[] text = "When I grow up, I want to be a watermelon".getBytes(UTF_8);

        byte[] sealed =
                Envelope.of(new WebKeys(DEVICE, AUTH)).seal(text, ours, bytes("DGv6ra1nlYgDCS1FRnbzlw"), text.length);

        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed))
                .isEqualTo(
                        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6T"
                            + "lzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    @ParameterizedTest
    @CsvSource({"0,614", "511,614", "512,1126", "3993,4096"})
    void push_R37_theLengthSaysLittle(int text, int sealed) {
        assertThat(Envelope.of(new WebKeys(DEVICE, AUTH)).seal(new byte[text], new SecureRandom()))
                .hasSize(sealed);
    }

    @Test
    void push_R54_goodKeysHaveNoFlaw() {
        assertThat(WebPushGateway.flaw(new WebKeys(DEVICE, AUTH))).isEmpty();
        assertThat(WebPushGateway.flaw(new WebKeys(DEVICE + "=", AUTH + "=="))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'',auth has not 16 bytes",
        "BTBZMqHH6r4Tts7J_aSI,auth has not 16 bytes",
        "BTBZMqHH6r4Tts7J_aSIgggg,auth has not 16 bytes",
        "BTBZMqHH6r4Tts7J+aSIgg,auth is no base64url"
    })
    void push_R54_authIs16Bytes(String auth, String flaw) {
        assertThat(WebPushGateway.flaw(new WebKeys(DEVICE, auth))).contains(flaw);
    }

    @ParameterizedTest
    @CsvSource({
        "'',p256dh has not 65 bytes",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx,p256dh has not 65 bytes",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw8,p256dh is no point of"
                + " the curve",
        "AiVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4,p256dh is no point of"
                + " the curve",
        "BP__________________________________________________________________________________________,p256dh has not"
                + " 65 bytes",
        "BP____________________________________________________________________________________8,p256dh is no point of"
                + " the curve",
        "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,p256dh is no point of"
                + " the curve",
        "no key,p256dh is no base64url"
    })
    void push_R54_p256dhIsAPointOfTheCurve(String p256dh, String flaw) {
        assertThat(WebPushGateway.flaw(new WebKeys(p256dh, AUTH))).contains(flaw);
    }

    private static byte[] bytes(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }
}
