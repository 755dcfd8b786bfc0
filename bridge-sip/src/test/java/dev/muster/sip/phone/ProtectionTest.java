package dev.muster.sip.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sip.leg.Answer;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.sdp.Agreement;
import dev.muster.sip.sdp.Agreement.Agreed;
import dev.muster.sip.sdp.Agreement.Reason;
import dev.muster.sip.sdp.Agreement.Refused;
import dev.muster.sip.sdp.Media;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.srtp.Profile;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Keys in descriptions, with telephones at real ports.
@Timeout(120)
class ProtectionTest extends Exchange {
    private static final Profile GCM = Profile.AEAD_AES_128_GCM;
    private static final Profile COUNTER = Profile.AES_CM_128_HMAC_SHA1_80;

    @ParameterizedTest
    @EnumSource(names = {"AEAD_AES_128_GCM", "AES_CM_128_HMAC_SHA1_80"})
    void sip_S4_whoCallsIsEncrypted(Profile profile) throws Exception {
        PhoneLeg leg = leg(Protection.MANDATORY);
        Telephone telephone = telephone(profile);

        Media answer = telephone.agree(given(leg.answer(telephone.offer())));

        assertThat(answer.head().protocol()).isEqualTo("RTP/SAVP");
        assertThat(answer.keys().cryptos()).hasSize(1);
        assertThat(echo(telephone, 1).payloadLength()).isEqualTo(HELLO.length);
    }

    @ParameterizedTest
    @EnumSource(names = {"AEAD_AES_128_GCM", "AES_CM_128_HMAC_SHA1_80"})
    void sip_S4_whoIsCalledIsEncrypted(Profile profile) throws Exception {
        PhoneLeg leg = leg(Protection.OPTIONAL);
        Telephone telephone = telephone(profile);
        Media offer = telephone.agree(leg.offer());
        assertThat(offer.keys().cryptos())
                .extracting(crypto -> crypto.tag() + " " + crypto.suite())
                .containsExactly("1 " + GCM, "2 " + COUNTER);
        String tagged =
                telephone.description("0 8 101", "sendrecv").replace("crypto:1", "crypto:" + (profile == GCM ? 1 : 2));

        assertThat(leg.accept(Telephone.sdp(tagged))).isInstanceOf(Agreed.class);

        assertThat(echo(telephone, 1).payloadLength()).isEqualTo(HELLO.length);
    }

    @Test
    void sip_S4_anAnswerInClearIsRefusedWhereItMustBeEncrypted() throws Exception {
        PhoneLeg leg = leg(Protection.MANDATORY);
        Telephone telephone = telephone();
        telephone.agree(leg.offer());

        assertThat(leg.accept(telephone.offer())).isEqualTo(new Refused(Reason.OTHER_TRANSPORT));
        assertThat(leg.offerInClear()).isEmpty();

        telephone.say(1, 0, HELLO);
        assertThat(leg.state()).isEqualTo(new LegState.New());
        assertThat(leg.agreed()).isEmpty();
    }

    @Test
    void sip_S4_anOfferInClearIsRefusedWhereItMustBeEncrypted() throws Exception {
        PhoneLeg leg = leg(Protection.MANDATORY);

        assertThat(leg.answer(telephone().offer())).isEqualTo(new Answer.Refused(Reason.OTHER_TRANSPORT));
    }

    @Test
    void sip_S4_anEncryptedOfferIsRefusedWhereItIsOff() throws Exception {
        PhoneLeg leg = leg(Protection.OFF);

        assertThat(leg.answer(telephone(GCM).offer())).isEqualTo(new Answer.Refused(Reason.OTHER_TRANSPORT));
    }

    @Test
    void sip_S4_whereItIsOptionalWhoCannotIsHeardAllTheSame() throws Exception {
        PhoneLeg leg = leg(Protection.OPTIONAL);
        Telephone telephone = telephone();
        leg.offer();
        // It answered 488.
        telephone.agree(leg.offerInClear().orElseThrow());
        leg.accept(telephone.offer());
        echo(telephone, 1);

        assertThat(telephone.agree(leg.hold(true)).head().protocol()).isEqualTo("RTP/AVP");
        assertThat(telephone.agree(given(leg.answer(telephone.offer()))).head().protocol())
                .isEqualTo("RTP/AVP");
        echo(telephone, 2);
    }

    @Test
    void sip_S4_aKeyOf32BitsOrNoneAtAllIsRefused() throws Exception {
        String weak = telephone(Profile.AES_CM_128_HMAC_SHA1_32).description("0 8", "sendrecv");
        String broken = telephone(COUNTER).description("0 8", "sendrecv").replace("inline:", "inline:A");
        for (Protection protection : new Protection[] {Protection.OPTIONAL, Protection.MANDATORY}) {
            assertThat(leg(protection).answer(Telephone.sdp(weak))).isEqualTo(new Answer.Refused(Reason.NO_KEY));
            assertThat(leg(protection).answer(Telephone.sdp(broken))).isEqualTo(new Answer.Refused(Reason.NO_KEY));
            PhoneLeg calling = leg(protection);
            calling.offer();
            assertThat(calling.accept(Telephone.sdp(broken.replace("crypto:1", "crypto:2"))))
                    .isEqualTo(new Refused(Reason.NO_KEY));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AEAD_AES_128_GCM", "AES_CM_128_HMAC_SHA1_80"})
    void sip_S11_withKeysOnlyWhoHasThemIsFound(Profile profile) throws Exception {
        PhoneLeg leg = leg(Protection.MANDATORY);
        Telephone telephone = telephone(profile);
        Telephone stranger = telephone();
        Telephone another = telephone(profile);
        String answer = given(leg.answer(telephone.offer()));
        telephone.agree(answer);
        stranger.agree(answer);
        another.agree(answer);

        stranger.say(1, 0, HELLO);
        another.say(1, 0, HELLO);
        byte[] said = telephone.say(1, 0, HELLO);
        telephone.hear();
        // What was said can't be said again, even now that anybody might be it.
        stranger.send(said);
        echo(telephone, 2);

        assertThat(owner.packets).hasValue(2);
        assertThat(stranger.heard).isEmpty();
    }

    @Test
    void sip_S12_withTheSameKeyCountingGoesOn() throws Exception {
        PhoneLeg leg = leg(Protection.MANDATORY);
        Telephone telephone = telephone(GCM);
        telephone.agree(given(leg.answer(telephone.offer())));
        RtpPacket before = echo(telephone, 1);
        byte[] said = telephone.say(2, 0, HELLO);
        telephone.hear();

        // The answer has the same key, so what came before stays known.
        String answer = given(leg.answer(telephone.offer()));
        telephone.send(said);
        RtpPacket after = echo(telephone, 3);

        assertThat(owner.packets).hasValue(3);
        assertThat(after.ssrc()).isEqualTo(before.ssrc());
        assertThat(after.sequence()).isEqualTo((before.sequence() + 2) & 0xffff);
        assertThat(telephone.agree(answer).keys().cryptos()).hasSize(1);
    }

    @Test
    void sip_S12_whoComesWithANewKeyIsHeardByIt() throws Exception {
        PhoneLeg leg = leg(Protection.MANDATORY);
        Telephone before = telephone(COUNTER);
        before.agree(given(leg.answer(before.offer())));
        echo(before, 1);
        Telephone after = telephone(GCM);

        after.agree(given(leg.answer(after.offer())));

        assertThat(echo(after, 1).ssrc()).isEqualTo(leg.outgoing().ssrc());
    }

    @Test
    void noKeyIsToldToAnybodyElse() throws Exception {
        PhoneLeg leg = leg(Protection.MANDATORY);
        Telephone telephone = telephone(GCM);
        Answer answer = leg.answer(telephone.offer());

        assertThat(answer.toString() + leg.agreed() + leg.state()).doesNotContain("inline:");
    }

    @Test
    void aDescriptionThatIsOffInAnyWayIsAnsweredOrRefused() throws Exception {
        String offer = telephone(GCM).description("0 8 101", "sendrecv");
        var random = new Random(4568);
        for (Protection protection : Protection.values()) {
            PhoneLeg leg = leg(protection);
            leg.offer();
            for (int i = 0; i < 2000; i++) {
                var changed = new StringBuilder(offer);
                for (int j = random.nextInt(4); j >= 0; j--)
                    changed.setCharAt(random.nextInt(changed.length()), (char) (' ' + random.nextInt(95)));
                Sdp.parse(changed.toString()).ifPresent(sdp -> {
                    Agreement agreement = leg.accept(sdp);
                    boolean isMissing =
                            agreement instanceof Agreed(var _, var _, var _, var crypto) && crypto.isEmpty();
                    assertThat(isMissing && protection == Protection.MANDATORY).isFalse();
                    assertThat(leg.answer(sdp)).isNotNull();
                });
            }
        }
    }
}
