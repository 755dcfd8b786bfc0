package dev.muster.sip.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.sip.dtls.Identity;
import dev.muster.sip.ice.Listening;
import dev.muster.sip.ice.Port;
import dev.muster.sip.leg.Answer;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.Quality;
import dev.muster.sip.tone.Tone;
import dev.muster.sip.web.Page;
import dev.muster.sip.web.WebLeg;
import dev.muster.sip.web.WebLegs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A page that does what browsers do, and a telephone: what the bridge is for.
@Timeout(120)
class PageAndTelephoneTest extends Switchroom implements SideOwner {
    private static final int EVENT_OF_PAGE = 126;

    private final Port port;
    private final Side side = new Side(beat, this);
    private final WebLeg leg;
    private final Page page = new Page();
    private int sequence;

    PageAndTelephoneTest() throws IOException {
        var random = new SecureRandom();
        var listening = new Listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
        port = Port.open(List.of(listening), random, System::nanoTime);
        Identity identity = Identity.create(random, InstantSource.system());
        leg = new WebLegs(port, identity, InstantSource.system(), System::nanoTime, random, (_, _) -> {}).open(side);
        side.owns(leg);
    }

    @BeforeEach
    void connect() throws Exception {
        page.connect(((Answer.Given) leg.answer(page.offer())).description());
        Await.until(() -> leg.state().equals(new LegState.Connected()));
    }

    @AfterEach
    void close() {
        leg.close();
        page.die();
        port.close();
    }

    private void says(int hertz, int packets) {
        Tone tone = Tone.again(Tone.Note.of(1000, hertz));
        var frame = new short[G711.FRAME];
        var payload = new byte[G711.FRAME];
        for (int i = 0; i < packets; i++) {
            tone.read(200 + (long) i * G711.FRAME, frame, 0, G711.FRAME);
            G711.PCMU.encode(frame, 0, G711.FRAME, payload, 0);
            page.say(sequence++, 0, payload);
        }
    }

    /// As browsers do: it is told of five times that it is held, and three times that it isn't any more.
    private void presses(int key) {
        for (int i = 1; i <= 8; i++) {
            int held = Math.min(i, 6) * G711.FRAME;
            byte flags = (byte) (i < 6 ? 10 : 0x8a);
            page.say(sequence++, 1000, EVENT_OF_PAGE, new byte[] {(byte) key, flags, (byte) (held >> 8), (byte) held});
        }
    }

    private Heard heardByPage(int packets) {
        var heard = new Heard();
        Await.until(() -> {
            heard.add(page.heard);
            return heard.packets().size() >= packets;
        });
        return heard;
    }

    @Test
    void theyHearEachOther() throws Exception {
        Caller caller = caller("8 0 101");
        Side.join(side, caller.side);

        says(440, 25);
        caller.says(1000, 25);

        assertThat(caller.hears(25).share(440)).isGreaterThan(0.95);
        assertThat(heardByPage(25).share(1000)).isGreaterThan(0.95);
    }

    @Test
    void sip_D1_keysGoBothWaysUnderWhatEachCallsThem() throws Exception {
        Caller caller = caller();
        Side.join(side, caller.side);

        caller.presses('7', 1);
        presses(9);

        assertThat(caller.hears(8).events(Caller.EVENT)).isEqualTo("9");
        assertThat(heardByPage(6).events(EVENT_OF_PAGE)).isEqualTo("7");
    }

    @Test
    void sip_D2_whatAPageTypesIsHeardByATelephoneThatKnowsOnlyTones() throws Exception {
        Caller caller = caller("0 8");
        Side.join(side, caller.side);

        presses(9);

        assertThat(caller.hears(8).tones()).isEqualTo("9");
    }

    @Test
    void sip_R2_bothHearTheBeep() throws Exception {
        Caller caller = caller();
        Side.join(side, caller.side);

        side.beep(Tone.BEEP);
        caller.side.beep(Tone.BEEP);

        assertThat(caller.hears(10).share(1400)).isGreaterThan(0.9);
        assertThat(heardByPage(10).share(1400)).isGreaterThan(0.9);
    }

    @Override
    public void state(LegState state) {}

    @Override
    public void quality(boolean isPoor, Quality.Measure measure) {}
}
