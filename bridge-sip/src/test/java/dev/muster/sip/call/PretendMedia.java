package dev.muster.sip.call;

import dev.muster.sip.sdp.Agreement;
import dev.muster.sip.sdp.Sdp;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Voices that write down what is asked of them.
final class PretendMedia implements Media {
    static final String SDP = """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio 40000 RTP/AVP 0
        a=rtpmap:0 PCMU/8000
        """.replace("\n", "\r\n");

    final Media.Events events;
    final List<String> asked = new CopyOnWriteArrayList<>();

    /// Whether telephone and person can be spoken with.
    volatile boolean canSpeak = true;

    PretendMedia(Media.Events events) {
        this.events = events;
    }

    @Override
    public Optional<String> phoneOffer(String trunk) {
        return phoneOffer();
    }

    @Override
    public Optional<String> phoneOfferInClear() {
        return Optional.empty();
    }

    @Override
    public Optional<String> phoneOffer() {
        return Optional.of(SDP);
    }

    @Override
    public Optional<String> phoneOffered(Sdp theirs) {
        asked.add("offered");
        return canSpeak ? Optional.of(SDP) : Optional.empty();
    }

    @Override
    public boolean phoneAnswered(Sdp theirs) {
        asked.add("answered");
        return canSpeak;
    }

    @Override
    public String phoneHeld(boolean isHeld) {
        return SDP.replace("c=IN", isHeld ? "a=sendonly\r\nc=IN" : "c=IN");
    }

    @Override
    public void declined() {
        asked.add("declined");
    }

    @Override
    public Described personOffered(Sdp theirs) {
        asked.add("described");
        return canSpeak ? new Described.Given("an answer") : new Described.Refused(Agreement.Reason.NO_COMMON_CODEC);
    }

    @Override
    public String personOffer() {
        return "an offer";
    }

    @Override
    public boolean personAnswered(Sdp theirs) {
        asked.add("accepted");
        return canSpeak;
    }

    @Override
    public void ring() {
        asked.add("ring");
    }

    @Override
    public void connect() {
        asked.add("connect");
    }

    @Override
    public void lifted() {
        asked.add("lifted");
    }

    @Override
    public void hold(boolean isHeld) {
        asked.add(isHeld ? "hold" : "resume");
    }

    @Override
    public void press(String keys) {
        asked.add("press");
    }

    @Override
    public void warn() {
        asked.add("warn");
    }

    @Override
    public void phonePressed(char key) {
        asked.add("pressed");
    }

    @Override
    public void close() {
        asked.add("close");
    }
}
