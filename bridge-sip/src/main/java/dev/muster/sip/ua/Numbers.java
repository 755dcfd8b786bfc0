package dev.muster.sip.ua;

import java.util.Optional;
import java.util.regex.Pattern;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;

/// What may be dialled, and what somebody is called back by.
final class Numbers {
    private static final Pattern NUMBER_OR_NAME = Pattern.compile("\\+?[0-9*#]{1,32}|[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern WRITTEN_NICELY = Pattern.compile("\\+?[-0-9.() ]+");
    private static final Pattern SEPARATORS = Pattern.compile("[-.() ]");

    private Numbers() {}

    /// Whether it can stand in an address without becoming another.
    static boolean isOne(String text) {
        return NUMBER_OR_NAME.matcher(text).matches();
    }

    /// The number, or the name, in an address.
    static Optional<String> of(URI uri) {
        String user = switch (uri) {
            case SipURI sip -> sip.getUser();
            case TelURL tel -> (tel.isGlobal() ? "+" : "") + tel.getPhoneNumber();
            default -> null;
        };
        return Optional.ofNullable(user)
                // What follows are parameters of the number, such as `;phone-context`.
                .map(text -> text.split(";", 2)[0])
                .map(text -> text.replace("%23", "#"))
                .map(text -> WRITTEN_NICELY.matcher(text).matches()
                        ? SEPARATORS.matcher(text).replaceAll("")
                        : text)
                .filter(Numbers::isOne);
    }
}
