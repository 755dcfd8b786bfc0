package dev.muster.sip.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.Key;
import dev.muster.sip.tone.KeyTones;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Keys, from one telephone to another one, each as it knows them.
@Timeout(120)
class KeysPassedTest extends Switchroom {
    private static final String TONES_ONLY = "0 8";
    private static final Duration HELD = Duration.ofMillis(100);

    /// Sounds them as they would be spoken, each with as much silence behind it.
    private void soundsKeys(Caller caller, String keys) {
        var sent = new AtomicInteger();
        int packets = 10 * keys.length();
        try (var _ = beat.with(() -> {
            int next = sent.get();
            if (next < packets) sounds(caller, keys.charAt(next / 10), next % 10);
            sent.set(next + 1);
        })) {
            Await.until(() -> sent.get() >= packets);
        }
    }

    private static void sounds(Caller caller, char key, int at) {
        var frame = new short[G711.FRAME];
        var payload = new byte[G711.FRAME];
        KeyTones.sound(key, HELD, HELD).orElseThrow().read((long) at * G711.FRAME, frame, 0, G711.FRAME);
        caller.law.encode(frame, 0, G711.FRAME, payload, 0);
        try {
            caller.send(caller.law.payloadType(), payload);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        caller.advance();
    }

    @Test
    void sip_D1_eachKeyIsHeardOnceAlsoIfItsEndsAreLost() throws Exception {
        Caller ana = caller();
        Caller ben = caller("0 8 96");
        Side.join(ana.side, ben.side);

        for (int i = 0; i < Key.ALL.length(); i++) ana.presses(Key.ALL.charAt(i), i % 4);
        Await.until(() -> ana.tappedKeys.length() == Key.ALL.length());

        assertThat(ana.pressed).hasToString(Key.ALL);
        assertThat(ana.tappedKeys).hasToString(Key.ALL);
        Heard heard = ben.hears(16 * 5 + 24);
        assertThat(heard.types()).containsExactly(96);
        assertThat(heard.events(96)).isEqualTo(Key.ALL);
    }

    @Test
    void sip_D2_whoKnowsNoEventsHearsTones() throws Exception {
        Caller ana = caller();
        Caller ben = caller(TONES_ONLY);
        Side.join(ana.side, ben.side);

        for (char key : "159#".toCharArray()) ana.presses(key, 3);

        Await.until(() -> ben.telephone.heard.size() >= 40);
        Heard heard = Heard.now(ben.telephone.heard);
        assertThat(heard.tones()).isEqualTo("159#");
        assertThat(heard.isWithoutGaps()).isTrue();
    }

    @Test
    void sip_D2_whoKnowsThemByInfoIsToldSo() throws Exception {
        Caller ana = caller();
        Caller ben = caller(TONES_ONLY);
        var told = new Typed();
        ben.side.pressBy((key, _) -> told.pressed(key));
        Side.join(ana.side, ben.side);

        for (char key : "159#".toCharArray()) ana.presses(key, 3);

        Await.until(() -> told.length() == 4);
        assertThat(told).hasToString("159#");
        assertThat(ben.telephone.heard).isEmpty();
    }

    @Test
    void sip_D2_keysThatComeAsTonesGoOnAsEvents() throws Exception {
        Caller ana = caller(TONES_ONLY);
        Caller ben = caller("0 8 96");
        Side.join(ana.side, ben.side);

        soundsKeys(ana, "159#");

        Await.until(() -> ana.pressed.length() == 4);
        assertThat(ana.pressed).hasToString("159#");
        Heard all = new Heard();
        Await.until(() -> {
            all.add(ben.telephone.heard);
            return all.packets().stream()
                            .filter(packet -> packet.payloadType() == 96)
                            .count()
                    == 4 * 8;
        });
        assertThat(all.events(96)).isEqualTo("159#");
        assertThat(all.tones()).isEmpty();
    }

    @Test
    void sip_D2_fromTonesToTonesTheyStayAsTheyAre() throws Exception {
        Caller ana = caller(TONES_ONLY);
        Caller ben = caller(TONES_ONLY);
        Side.join(ana.side, ben.side);

        soundsKeys(ana, "159#");

        assertThat(ben.hears(40).tones()).isEqualTo("159#");
        assertThat(ana.pressed).hasToString("159#");
        assertThat(ben.telephone.heard).isEmpty();
    }

    @Test
    void sip_D1_whatWeTypeIsPressed() throws Exception {
        Caller ana = caller();
        Caller ben = caller(TONES_ONLY);

        assertThat(ana.side.press("12#")).isTrue();
        assertThat(ben.side.press("12#")).isTrue();
        assertThat(ana.side.press("12x")).isFalse();

        Await.until(() -> ana.telephone.heard.size() >= 3 * 8 && ben.telephone.heard.size() >= 3 * 10);
        assertThat(Heard.now(ana.telephone.heard).events(Caller.EVENT)).isEqualTo("12#");
        assertThat(Heard.now(ben.telephone.heard).tones()).isEqualTo("12#");
        assertThat(ana.pressed).hasToString("");
    }

    @Test
    void sip_D3_aPinIsForNobodyElse() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Side.join(ana.side, ben.side);
        ana.side.keepSecret(true);
        ana.side.keysTo(key -> {
            ana.pressed.pressed(key);
            // Told at once, while the last key is still held.
            if (ana.pressed.length() == 4) ana.side.keepSecret(false);
        });

        ana.says(440, 5);
        for (char key : "4711".toCharArray()) ana.presses(key, 3);
        ana.says(440, 5);
        ana.presses('1', 3);
        Await.until(() -> ana.pressed.length() == 5 && ana.tappedKeys.length() == 1);

        assertThat(ana.pressed).hasToString("47111");
        assertThat(ana.tappedKeys).hasToString("1");
        Heard heard = ben.hears(18);
        assertThat(heard.events(Caller.EVENT)).isEqualTo("1");
        assertThat(heard.isWithoutGaps()).isTrue();
        assertThat(ben.telephone.heard).isEmpty();
    }

    @Test
    void sip_D3_aPinInTonesIsForNobodyElse() throws Exception {
        Caller ana = caller(TONES_ONLY);
        Caller ben = caller(TONES_ONLY);
        Side.join(ana.side, ben.side);
        ana.side.keepSecret(true);
        ana.side.keysTo(key -> {
            ana.pressed.pressed(key);
            if (ana.pressed.length() == 4) ana.side.keepSecret(false);
        });

        soundsKeys(ana, "4711");
        ana.says(1000, 1);

        var heard = new Heard();
        Await.until(() -> {
            heard.add(ben.telephone.heard);
            return heard.count(1000) == 1;
        });
        assertThat(heard.loud()).isEqualTo(1);
        assertThat(ana.pressed).hasToString("4711");
        assertThat(Heard.now(new LinkedBlockingQueue<>(ana.tapped)).loud()).isEqualTo(1);
        assertThat(ana.tappedKeys).hasToString("");
    }

    @Test
    void sip_S15_overABadLineEachKeyIsHeardOnce() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Side.join(ana.side, ben.side);
        ana.losing(new Random(5), 5);

        var heard = new StringBuilder();
        for (int i = 1; i <= 10; i++) {
            for (int key = 0; key < Key.ALL.length(); key++) ana.presses(Key.ALL.charAt(key), 3);
            int pressed = i * Key.ALL.length();
            Await.until(() -> ana.pressed.length() >= pressed && ben.telephone.heard.size() >= ana.sent());
            heard.append(Heard.now(ben.telephone.heard).events(Caller.EVENT));
            ana.forgetSent();
        }

        assertThat(ana.pressed).hasToString(Key.ALL.repeat(10));
        assertThat(heard).hasToString(Key.ALL.repeat(10));
    }
}
