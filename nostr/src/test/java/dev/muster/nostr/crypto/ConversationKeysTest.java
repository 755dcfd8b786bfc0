package dev.muster.nostr.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConversationKeysTest {
    private final SecureRandom random = new SecureRandom();
    private final SecretKey own = SecretKey.random(random);

    @Test
    void computesOnceWhatIsAskedAgain() {
        ConversationKeys keys = new ConversationKeys(10);
        PublicKey other = SecretKey.random(random).publicKey();
        ConversationKey first = keys.between(own, other);
        assertThat(first).isEqualTo(ConversationKey.between(own, other)).isSameAs(keys.between(own, other));
    }

    @Test
    void keepsTheConversationsOfTwoOwnKeysApart() {
        ConversationKeys keys = new ConversationKeys(10);
        PublicKey other = SecretKey.random(random).publicKey();
        SecretKey second = SecretKey.random(random);
        assertThat(keys.between(own, other)).isNotEqualTo(keys.between(second, other));
        assertThat(keys.between(second, other)).isEqualTo(ConversationKey.between(second, other));
    }

    @Test
    void forgetsTheOneUnusedForLongest() {
        ConversationKeys keys = new ConversationKeys(2);
        List<PublicKey> others = Stream.generate(() -> SecretKey.random(random).publicKey())
                .limit(3)
                .toList();
        ConversationKey first = keys.between(own, others.get(0));
        ConversationKey second = keys.between(own, others.get(1));
        assertThat(keys.between(own, others.get(0))).isSameAs(first);
        assertThat(keys.between(own, others.get(2))).isNotNull();
        assertThat(keys.size()).isEqualTo(2);
        assertThat(keys.between(own, others.get(0))).isSameAs(first);
        assertThat(keys.between(own, others.get(1))).isEqualTo(second).isNotSameAs(second);
    }

    @Test
    void keepsNothingForAKeyOffTheCurve() {
        ConversationKeys keys = new ConversationKeys(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.between(own, PublicKey.parse("00".repeat(31) + "05")));
        assertThat(keys.size()).isZero();
    }
}
