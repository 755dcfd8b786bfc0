package dev.muster.sip.ua;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;

/// Reads out of an INVITE who calls whom.
final class Visits {
    private static final int MOST_NAME = 100;

    private Visits() {}

    /// Only a trunk is believed what it says about others. Who doesn't want to be known isn't (RFC 3323, RFC 3325).
    static Caller caller(Request invite, Origin origin, Phrases phrases) {
        Address from = ((FromHeader) invite.getHeader(FromHeader.NAME)).getAddress();
        return switch (origin) {
            case Origin.Account account -> new Caller(Optional.of(account.name()), name(from));
            case Origin.Trunk trunk -> {
                if (isWithheld(invite, from.getURI())) yield Caller.WITHHELD;
                Address who = Texts.values(invite, "P-Asserted-Identity").stream()
                        .flatMap(text -> phrases.address(text).stream())
                        .findFirst()
                        .orElse(from);
                yield new Caller(Numbers.of(who.getURI()), name(who));
            }
        };
    }

    private static boolean isWithheld(Request invite, URI from) {
        boolean isPrivate = Texts.values(invite, "Privacy").stream()
                .flatMap(value -> Stream.of(value.split("[;,]", -1)))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .anyMatch(word -> word.equals("id") || word.equals("user") || word.equals("header"));
        return isPrivate
                || (from instanceof SipURI sip
                        && (Dial.ANONYMOUS.equalsIgnoreCase(sip.getUser())
                                || sip.getHost().toLowerCase(Locale.ROOT).endsWith("anonymous.invalid")));
    }

    private static Optional<String> name(Address address) {
        return Optional.ofNullable(address.getDisplayName())
                .map(name -> name.replaceAll("\\p{Cntrl}", "").strip())
                .filter(name -> !name.isEmpty() && name.length() <= MOST_NAME);
    }

    /// What was dialled. Where a trunk calls us by the name that we have registered with, it is in `To`.
    static String called(Request invite, Optional<Trunk> trunk) {
        Optional<String> meant = Numbers.of(invite.getRequestURI())
                .filter(number -> trunk.isEmpty() || !number.equals(trunk.get().user()));
        return meant.or(() -> Numbers.of(((ToHeader) invite.getHeader(ToHeader.NAME))
                        .getAddress()
                        .getURI()))
                .orElse("");
    }
}
