package dev.muster.sip.studio;

import dev.muster.sip.call.Media;
import dev.muster.sip.call.Studio;
import dev.muster.sip.mix.Beat;
import dev.muster.sip.phone.PhoneLegs;
import dev.muster.sip.phone.Protection;
import dev.muster.sip.taping.Tapings;
import dev.muster.sip.tone.Tone;
import dev.muster.sip.voice.Side;
import dev.muster.sip.web.WebLegs;
import java.util.Optional;
import java.util.function.Function;

/// Where the voices of calls come from: opens a leg to a browser, or an app, and one to a telephone
/// for each.
public final class Voices implements Studio {
    private final WebLegs webLegs;
    private final PhoneLegs phoneLegs;
    private final Ways ways;
    private final Tone.Country country;
    private final Beat beat;
    private final Tapings tapings;

    /// Whether voices are encrypted on the way to telephones.
    public interface Ways {
        /// By that trunk, which is called so.
        Protection by(String trunk);
    }

    /// Opens none yet.
    ///
    /// @param country how telephones ring
    /// @param tapings where calls are recorded that are to be
    public Voices(WebLegs webLegs, PhoneLegs phoneLegs, Beat beat, Ways ways, Tone.Country country, Tapings tapings) {
        this.webLegs = webLegs;
        this.phoneLegs = phoneLegs;
        this.beat = beat;
        this.ways = ways;
        this.country = country;
        this.tapings = tapings;
    }

    @Override
    public Media to(String call, Media.Events events) {
        return new Duo(this, call, Protection.OFF, events, this::browser);
    }

    @Override
    public Media from(String call, Media.Events events, String trunk) {
        return new Duo(this, call, ways.by(trunk), events, this::browser);
    }

    Protection protection(String trunk) {
        return ways.by(trunk);
    }

    private Optional<PersonEnd> browser(Side person) {
        return Optional.of(PersonEnd.of(webLegs.open(person)));
    }

    /// The same, where people have apps that speak SIP.
    ///
    /// @param protection of what goes to and fro between them and us
    public Studio forApps(Protection protection) {
        Function<Side, Optional<PersonEnd>> app =
                person -> phoneLegs.open(protection, person).map(PersonEnd::of);
        return new Studio() {
            @Override
            public Media to(String call, Media.Events events) {
                return new Duo(Voices.this, call, Protection.OFF, events, app);
            }

            @Override
            public Media from(String call, Media.Events events, String trunk) {
                return new Duo(Voices.this, call, ways.by(trunk), events, app);
            }
        };
    }

    PhoneLegs phoneLegs() {
        return phoneLegs;
    }

    Tone.Country country() {
        return country;
    }

    Tapings tapings() {
        return tapings;
    }

    Beat beat() {
        return beat;
    }
}
