package dev.muster.sip.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Nobody without the key says anything.
class SrtpFuzzTest {
    private final List<SrtpReceiver> receivers = Stream.of(Profile.AEAD_AES_128_GCM, Profile.AES_CM_128_HMAC_SHA1_80)
            .map(profile -> new SrtpReceiver(MasterKey.random(profile, new SecureRandom())))
            .toList();

    @FuzzTest
    void anything(byte @NotNull [] bytes) {
        for (SrtpReceiver receiver : receivers) {
            byte[] sent = bytes.clone();
            assertThat(receiver.unprotect(sent, 0, sent.length)).isEqualTo(-1);
            assertThat(receiver.unprotectRtcp(sent, 0, sent.length)).isEqualTo(-1);
            if (sent.length < 10) continue;
            assertThat(receiver.unprotect(sent, 5, sent.length - 10)).isEqualTo(-1);
        }
    }

    @FuzzTest
    void anyPacketThatWeSend(byte @NotNull [] bytes) {
        MasterKey key = MasterKey.random(Profile.AEAD_AES_128_GCM, new SecureRandom());
        byte[] sent = Arrays.copyOf(bytes, bytes.length + SrtpSender.OVERHEAD);
        int length = new SrtpSender(key).protect(sent, 0, bytes.length);
        if (length < 0) return;
        assertThat(new SrtpReceiver(key).unprotect(sent, 0, length)).isEqualTo(bytes.length);
        assertThat(sent).startsWith(bytes);
    }
}
