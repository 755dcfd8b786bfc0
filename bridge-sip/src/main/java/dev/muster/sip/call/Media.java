package dev.muster.sip.call;

import dev.muster.sip.sdp.Agreement;
import dev.muster.sip.sdp.Sdp;
import java.util.Optional;

/// The voices of one call: between a telephone and somebody with a browser or an app.
public interface Media extends AutoCloseable {
    /// What the person's client hears of its offer.
    sealed interface Described {
        record Given(String answer) implements Described {}

        record Refused(Agreement.Reason why) implements Described {}

        /// The call is over.
        record TooLate() implements Described {}
    }

    /// Is told what happens to the voices, one thing after the other for each side.
    interface Events {
        /// Both descriptions are here, and the person's client has found us.
        void personConnected();

        /// The person isn't heard any more, or again.
        void personReconnecting(boolean isGone);

        /// There is no way to the person.
        ///
        /// @param isMedia whether we couldn't agree on how to speak; else it is the network
        void personLost(boolean isMedia);

        /// Nothing comes from the telephone any more, though it should.
        void phoneLost();

        /// The person has pressed a key that the telephone must be told of by SIP.
        void keyByInfo(char key);

        void quality(boolean isPoor, double lossPercent, double roundTripMillis);
    }

    /// What we say to a telephone that we call by that trunk. Empty if there is no port left.
    Optional<String> phoneOffer(String trunk);

    /// What we say to who has refused that: the same without encryption. Empty if there must be encryption, or
    /// was none.
    Optional<String> phoneOfferInClear();

    /// What we say to a telephone that wants to hear it. Empty if there is no port left.
    Optional<String> phoneOffer();

    /// What we answer a telephone that calls, or wants another session; empty if we can't speak with it.
    Optional<String> phoneOffered(Sdp theirs);

    /// Takes what it says to our offer, early or for good. False if we can't speak with it.
    boolean phoneAnswered(Sdp theirs);

    /// What we say if we want it to wait, or to speak again.
    String phoneHeld(boolean isHeld);

    /// It doesn't want to.
    void declined();

    /// What the person's client offers: at first, and whenever it is in another network.
    Described personOffered(Sdp theirs);

    /// What we offer a person whom a telephone calls; empty if there is no port left.
    String personOffer();

    /// Takes what they say to that. False if we can't speak with them.
    boolean personAnswered(Sdp theirs);

    /// The person hears that it rings.
    void ring();

    /// Both hear each other, though nobody may have answered yet.
    void connect();

    /// Somebody has answered: both hear each other, and who is silent for long is lost.
    void lifted();

    /// The telephone hears music instead of the person; or the person again.
    void hold(boolean isHeld);

    /// As if the person had pressed them.
    void press(String keys);

    /// Both hear that the call ends soon.
    void warn();

    /// A key that the telephone has pressed, and told by SIP.
    void phonePressed(char key);

    @Override
    void close();
}
