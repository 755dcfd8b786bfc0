package dev.muster.sip.ua;

import java.util.Optional;

/// What we say of our side to whom we call. Asked for when it is to be sent: it may be another on each way.
public interface Offering {
    /// What is said at first on that way, as SDP; empty if there is nothing to say.
    Optional<String> by(Origin way);

    /// What is said to who has refused that (488); empty if there is nothing else.
    Optional<String> instead();

    /// The same to everybody.
    static Offering of(String offer) {
        return new Offering() {
            @Override
            public Optional<String> by(Origin way) {
                return Optional.of(offer);
            }

            @Override
            public Optional<String> instead() {
                return Optional.empty();
            }
        };
    }
}
