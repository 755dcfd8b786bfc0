package dev.muster.sip.ua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// What a REGISTER wants to be kept.
sealed interface Contacts {
    /// RFC 8599: that push service isn't one of ours.
    int PUSH_NOT_SUPPORTED = 555;

    int MOST = 10;
    int LONGEST_URI = 1_024;

    /// Everything is to be forgotten.
    enum All implements Contacts {
        ALL
    }

    /// None of them: only a question.
    record Some(List<Contact> contacts) implements Contacts {}

    /// It can't be kept.
    ///
    /// @param because what goes with it
    record Refused(int code, Optional<Map.Entry<String, String>> because) implements Contacts {}

    /// Where an app is.
    ///
    /// @param expires zero: it is to be forgotten
    record Contact(String uri, Duration expires, Optional<Push> push) {}

    static Contacts read(Request register, Apps apps) {
        List<ContactHeader> given = Texts.list(register.getHeaders(ContactHeader.NAME), ContactHeader.class);
        int usual = register.getExpires() == null
                ? Integer.MAX_VALUE
                : register.getExpires().getExpires();
        if (given.stream().anyMatch(ContactHeader::isWildCard))
            return given.size() == 1 && usual == 0 ? All.ALL : refused(Response.BAD_REQUEST);
        if (given.size() > MOST) return refused(Response.BAD_REQUEST);
        List<Contact> contacts = new ArrayList<>();
        for (ContactHeader header : given) {
            if (!(header.getAddress().getURI() instanceof SipURI uri)
                    || uri.toString().length() > LONGEST_URI) return refused(Response.BAD_REQUEST);
            int wanted = header.getExpires() < 0 ? usual : header.getExpires();
            if (wanted > 0 && wanted < apps.shortest().toSeconds())
                return new Refused(
                        Response.INTERVAL_TOO_BRIEF,
                        Optional.of(Map.entry(
                                "Min-Expires", Long.toString(apps.shortest().toSeconds()))));
            Optional<String> provider = parameter(uri, "pn-provider");
            if (provider.isPresent() && !apps.providers().contains(provider.get())) return refused(PUSH_NOT_SUPPORTED);
            Optional<Push> push = provider.flatMap(name ->
                    parameter(uri, "pn-prid").map(id -> new Push(name, id, parameter(uri, "pn-param"))));
            if (push.isPresent() && !apps.canWake(push.get())) return refused(PUSH_NOT_SUPPORTED);
            long longest = apps.longest(push.isPresent()).toSeconds();
            contacts.add(new Contact(uri.toString(), Duration.ofSeconds(Math.min(wanted, longest)), push));
        }
        return new Some(contacts);
    }

    private static Refused refused(int code) {
        return new Refused(code, Optional.empty());
    }

    /// The push services to be told of: the one that is used, or all of them if that is asked by an empty one.
    static List<String> providers(Request register, Apps apps) {
        return Texts.list(register.getHeaders(ContactHeader.NAME), ContactHeader.class).stream()
                .filter(header -> !header.isWildCard())
                .map(header -> header.getAddress().getURI())
                .filter(SipURI.class::isInstance)
                .map(SipURI.class::cast)
                .filter(uri -> hasParameter(uri, "pn-provider"))
                .flatMap(uri -> parameter(uri, "pn-provider").map(List::of).orElse(apps.providers()).stream())
                .distinct()
                .toList();
    }

    private static boolean hasParameter(SipURI uri, String name) {
        return Texts.list(uri.getParameterNames(), String.class).stream().anyMatch(name::equalsIgnoreCase);
    }

    private static Optional<String> parameter(SipURI uri, String name) {
        return Optional.ofNullable(uri.getParameter(name)).filter(value -> !value.isEmpty());
    }
}
