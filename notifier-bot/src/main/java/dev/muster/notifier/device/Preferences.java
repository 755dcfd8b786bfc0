package dev.muster.notifier.device;

import dev.muster.nostr.crypto.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What somebody wants to be woken for, and by whom.
///
/// @param calls who may ring them
/// @param allow who may in any case, besides those
/// @param mute who never may
/// @param favourites who may in quiet hours too
/// @param quiet when nothing makes a sound
/// @param breakThrough whether favourites do then
/// @param showName what of a caller's name leaves for a gateway
/// @param names what they call people
/// @param work how many zero bits a stranger's call has to begin with (NIP-13); 0 leaves it to the bot
/// @param messages what a new message does
/// @param sessions whether the start of a session is shown
/// @param textAfter how long after a link was sent they want it as a text, if they haven't opened it; empty: never
/// @param devices what single devices do otherwise, by their names
public record Preferences(
        Callers calls,
        Set<PublicKey> allow,
        Set<PublicKey> mute,
        Set<PublicKey> favourites,
        Optional<Quiet> quiet,
        boolean breakThrough,
        ShownName showName,
        Map<String, String> names,
        int work,
        Messages messages,
        boolean sessions,
        Optional<Duration> textAfter,
        Map<String, Switches> devices) {
    /// What holds for who has said nothing: those that one knows ring, and no name leaves.
    public static final Preferences DEFAULT = new Preferences(
            Callers.CONTACTS,
            Set.of(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            true,
            ShownName.NONE,
            Map.of(),
            0,
            Messages.SHOWN,
            true,
            Optional.empty(),
            Map.of());

    public Preferences {
        allow = Set.copyOf(allow);
        mute = Set.copyOf(mute);
        favourites = Set.copyOf(favourites);
        names = Map.copyOf(names);
        devices = Map.copyOf(devices);
    }

    /// Those that may ring whatever else holds, in hex.
    Set<String> welcome() {
        return Stream.of(
                        allow.stream().map(PublicKey::hex),
                        favourites.stream().map(PublicKey::hex),
                        names.keySet().stream())
                .flatMap(people -> people)
                .collect(Collectors.toUnmodifiableSet());
    }

    public enum Callers {
        CONTACTS,
        /// Strangers too, if their call shows work.
        ANYONE,
        OFF
    }

    public enum ShownName {
        NONE,
        /// What their owner calls them.
        PETNAME,
        /// The same: a profile's name is the caller's choice, and could be anybody's.
        PROFILE
    }

    public enum Messages {
        SHOWN,
        /// The app looks, and shows what it wants.
        SILENT,
        OFF
    }

    /// What one device does.
    public record Switches(boolean calls, boolean messages, boolean sessions) {
        public static final Switches ON = new Switches(true, true, true);
    }

    /// A time of each day, by the clock on the wall: it may go over midnight.
    public record Quiet(LocalTime from, LocalTime to, ZoneId zone) {
        /// Whether it is then. The clock on the wall jumps twice a year, and what counts is what it shows.
        public boolean covers(Instant at) {
            LocalTime time = at.atZone(zone).toLocalTime();
            boolean isAfterStart = !time.isBefore(from);
            boolean isBeforeEnd = time.isBefore(to);
            return from.isAfter(to) ? (isAfterStart || isBeforeEnd) : (isAfterStart && isBeforeEnd);
        }
    }

    public Switches of(Device device) {
        return devices.getOrDefault(device.id().device(), Switches.ON);
    }

    public boolean isQuiet(Instant at) {
        return quiet.filter(hours -> hours.covers(at)).isPresent();
    }

    /// Whether somebody's call makes a sound then.
    public boolean breaksThrough(PublicKey caller) {
        return breakThrough && favourites.contains(caller);
    }

    /// What their owner calls somebody.
    public Optional<String> nameOf(PublicKey person) {
        return Optional.ofNullable(names.get(person.hex()));
    }

    /// Whether Apple, Google and whoever else brings a push may read who calls and what is new.
    public boolean showsNames() {
        return showName != ShownName.NONE;
    }
}
