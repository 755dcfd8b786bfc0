package dev.muster.sms.send;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Means;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// All carriers, and which of them a text goes by.
public final class Lines {
    private final List<Line> all;

    public Lines(List<Line> all) {
        this.all = List.copyOf(all);
    }

    public List<Line> all() {
        return all;
    }

    /// The one whose carrier has that name.
    public Optional<Line> named(String name) {
        return all.stream().filter(line -> line.name().equals(name)).findFirst();
    }

    /// The one that a text to that number goes by: whichever has the sender that is wanted, else suits the number best.
    /// One
    /// that isn't there at the moment is passed over for another, but for none if there is no other.
    ///
    /// @param sender which of our numbers people are to see; empty if that doesn't matter
    /// @param means what it has to carry
    Optional<Line> to(PhoneNumber number, String sender, Means means) {
        Optional<Line> wanted =
                all.stream().filter(line -> line.sendsFrom(sender)).findFirst();
        if (wanted.isPresent()) return wanted.filter(line -> line.carries(means));
        List<Line> suitable = all.stream()
                .filter(line -> line.carries(means))
                .filter(line -> line.suits(number).isPresent())
                .sorted(Comparator.comparingInt(line -> -line.suits(number).orElseThrow()))
                .toList();
        Optional<Line> ready =
                suitable.stream().filter(line -> line.carrier().isReady()).findFirst();
        return ready.or(() -> suitable.stream().findFirst());
    }

    /// Why a message can't go where no line is found for it.
    static String lacking(Form form) {
        return switch (form.means()) {
            case SMS, RCS -> "no_carrier";
            case MMS -> "no_mms";
        };
    }

    boolean carriesCards(PhoneNumber number) {
        return to(number, "", Means.RCS).isPresent();
    }

    /// What pictures to that number may weigh together, in bytes. Empty if it can't get any.
    OptionalLong mostMedia(PhoneNumber number, String sender) {
        return to(number, sender, Means.MMS).stream()
                .mapToLong(line -> line.carrier().mediaBytes())
                .findFirst();
    }
}
