package dev.muster.sip.studio;

import dev.muster.sip.call.Media;
import dev.muster.sip.leg.Answer;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.leg.LegState.Reason;
import dev.muster.sip.phone.PhoneLeg;
import dev.muster.sip.phone.Protection;
import dev.muster.sip.rtp.Quality;
import dev.muster.sip.sdp.Agreement;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.taping.Pair;
import dev.muster.sip.taping.Party;
import dev.muster.sip.taping.Taping;
import dev.muster.sip.tone.Sound;
import dev.muster.sip.tone.Tone;
import dev.muster.sip.voice.Side;
import dev.muster.sip.voice.SideOwner;
import dev.muster.sip.voice.Tap;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// A telephone and a person, and what each of them hears. Used by one thread at a time, but for what legs tell.
final class Duo implements Media {
    private static final int PERCENT = 100;

    private final Voices voices;
    private final Events events;
    private final Side person;
    private final Side phone;
    private final Optional<PersonEnd> end;
    private final Taping taping;
    private Optional<PhoneLeg> line = Optional.empty();
    private Protection protection;
    private boolean isConnected;
    private boolean isHeld;

    /// @param opening opens the person's end, unless all ports are in use
    Duo(Voices voices, String call, Protection protection, Events events, Function<Side, Optional<PersonEnd>> opening) {
        this.voices = voices;
        this.protection = protection;
        this.events = events;
        person = new Side(voices.beat(), new OfPerson());
        phone = new Side(voices.beat(), new OfPhone());
        end = opening.apply(person);
        end.ifPresent(its -> person.owns(its.leg()));
        taping = voices.tapings().open(call, new Recorded());
    }

    /// It takes ports, so it is opened when there is somebody to speak with.
    private Optional<PhoneLeg> line() {
        if (line.isEmpty()) {
            line = voices.phoneLegs().open(protection, phone);
            line.ifPresent(leg -> {
                phone.owns(leg);
                phone.pressBy((key, _) -> events.keyByInfo(key));
                phone.keysTo(taping::pressed);
            });
        }
        return line;
    }

    @Override
    public Optional<String> phoneOffer(String trunk) {
        protection = voices.protection(trunk);
        line.ifPresent(leg -> leg.protect(protection));
        return phoneOffer();
    }

    @Override
    public Optional<String> phoneOfferInClear() {
        return protection == Protection.OPTIONAL ? line.flatMap(PhoneLeg::offerInClear) : Optional.empty();
    }

    @Override
    public Optional<String> phoneOffer() {
        return line().map(PhoneLeg::offer);
    }

    @Override
    public Optional<String> phoneOffered(Sdp theirs) {
        return line().flatMap(leg -> switch (leg.answer(theirs)) {
            case Answer.Given(var ours, var _) -> Optional.of(ours);
            case Answer.Refused _, Answer.TooLate _ -> Optional.empty();
        });
    }

    @Override
    public boolean phoneAnswered(Sdp theirs) {
        return line.filter(leg -> leg.accept(theirs) instanceof Agreement.Agreed)
                .isPresent();
    }

    @Override
    public String phoneHeld(boolean isWanted) {
        return line.orElseThrow().hold(isWanted);
    }

    @Override
    public void declined() {
        line.ifPresent(leg -> leg.hold(false));
    }

    @Override
    public Described personOffered(Sdp theirs) {
        return switch (end.map(its -> its.answer().apply(theirs)).orElseGet(Answer.TooLate::new)) {
            case Answer.Given(var ours, var _) -> new Described.Given(ours);
            case Answer.Refused(var why) -> new Described.Refused(why);
            case Answer.TooLate() -> new Described.TooLate();
        };
    }

    @Override
    public String personOffer() {
        return end.map(its -> its.offer().get()).orElse("");
    }

    @Override
    public boolean personAnswered(Sdp theirs) {
        return end.filter(its -> its.accept().apply(theirs) instanceof Agreement.Agreed)
                .isPresent();
    }

    @Override
    public void ring() {
        if (end.filter(its -> !its.ringsItself()).isPresent())
            person.playAgain(voices.country().ringback());
    }

    @Override
    public void connect() {
        if (isConnected || line.isEmpty() || end.isEmpty()) return;
        isConnected = true;
        person.quiet();
        Side.join(person, phone);
    }

    @Override
    public void lifted() {
        line.ifPresent(PhoneLeg::answered);
        end.ifPresent(its -> its.lifted().run());
        connect();
        taping.talking();
    }

    @Override
    public void hold(boolean isWanted) {
        isHeld = isWanted;
        if (isWanted) {
            person.park();
            phone.park();
            phone.playAgain(Tone.HOLD);
        } else {
            phone.quiet();
            Side.join(person, phone);
        }
        taping.disturbed(isWanted);
    }

    @Override
    public void press(String keys) {
        if (line.isPresent()) {
            boolean _ = phone.press(keys);
        }
    }

    @Override
    public void warn() {
        person.beep(Tone.WARNING);
        if (line.isPresent()) phone.beep(Tone.WARNING);
    }

    @Override
    public void phonePressed(char key) {
        if (end.isPresent()) {
            boolean _ = person.press(String.valueOf(key));
        }
        taping.pressed(key);
    }

    /// Nobody is at the other end for the moment: who waits hears that the call goes on.
    private void waitForPerson(boolean isGone) {
        events.personReconnecting(isGone);
        if (!isConnected || isHeld) return;
        if (isGone) phone.playAgain(Tone.HOLD);
        else phone.quiet();
        taping.disturbed(isGone);
    }

    @Override
    public void close() {
        taping.over();
        end.ifPresent(its -> its.leg().close());
        line.ifPresent(PhoneLeg::close);
    }

    /// Both, as whoever records them sees them: not before they talk.
    private final class Recorded implements Pair {
        @Override
        public void announce(Sound sound, Consumer<Party> whenHeard) {
            boolean _ = person.play(sound, () -> whenHeard.accept(Party.PERSON));
            boolean _ = phone.play(sound, () -> whenHeard.accept(Party.TELEPHONE));
        }

        @Override
        public void beep(Sound sound) {
            person.beep(sound);
            phone.beep(sound);
        }

        @Override
        public void tap(Party party, Tap tap) {
            switch (party) {
                case PERSON -> person.tap(tap);
                case TELEPHONE -> phone.tap(tap);
            }
        }

        @Override
        public void untap() {
            person.untap();
            phone.untap();
        }
    }

    private final class OfPerson implements SideOwner {
        /// The leg's own thread's.
        private boolean isGone;

        @Override
        public void state(LegState state) {
            switch (state) {
                case LegState.New(), LegState.Connecting(), LegState.Closed() -> {
                    // Nobody has to do anything about it.
                }
                case LegState.Connected() -> {
                    if (isGone) waitForPerson(false);
                    else events.personConnected();
                    isGone = false;
                }
                case LegState.Reconnecting() -> {
                    isGone = true;
                    waitForPerson(true);
                }
                case LegState.Lost() -> events.personLost(false);
                case LegState.Failed(var why) -> events.personLost(why == Reason.NOT_PROTECTED);
            }
        }

        @Override
        public void quality(boolean isPoor, Quality.Measure measure) {
            Duo.this.quality(isPoor, measure);
        }
    }

    private void quality(boolean isPoor, Quality.Measure measure) {
        double roundTrip = measure.roundTrip().map(Duration::toMillis).orElse(0L);
        events.quality(isPoor, measure.loss() * PERCENT, roundTrip);
    }

    private final class OfPhone implements SideOwner {
        @Override
        public void state(LegState state) {
            if (state instanceof LegState.Failed || state instanceof LegState.Lost) events.phoneLost();
        }

        @Override
        public void quality(boolean isPoor, Quality.Measure measure) {
            Duo.this.quality(isPoor, measure);
        }
    }
}
