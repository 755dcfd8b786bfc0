package dev.muster.sip.ua.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/// Whatever somebody says who he is, it is read or it isn't.
class DigestFuzzTest {
    @FuzzTest
    void anything(@NotNull String header) {
        Challenge.parse(header)
                .ifPresent(challenge -> assertThat(Challenge.parse(challenge.header()))
                        .hasValueSatisfying(again -> assertThat(again.nonce()).isEqualTo(challenge.nonce())));
        Proof.parse(header).ifPresent(proof -> {
            assertThat(proof.shows("password", "REGISTER")).isFalse();
            assertThat(Proof.parse(proof.header()))
                    .hasValueSatisfying(again -> assertThat(again.nonce()).isEqualTo(proof.nonce()));
        });
    }
}
