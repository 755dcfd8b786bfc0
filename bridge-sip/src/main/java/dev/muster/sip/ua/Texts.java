package dev.muster.sip.ua;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.sip.ua.digest.Challenge;
import gov.nist.javax.sip.header.HeaderExt;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Response;

/// Reads out of messages what somebody put there.
final class Texts {
    private static final Pattern Q850 = Pattern.compile("(?i)\\s*Q\\.850\\s*;.*?cause\\s*=\\s*\"?(\\d{1,3}).*");
    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,9}).*");

    private Texts() {}

    static String callId(Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
    }

    static CSeqHeader cseq(Message message) {
        return (CSeqHeader) message.getHeader(CSeqHeader.NAME);
    }

    static Optional<String> toTag(Message message) {
        return Optional.ofNullable(((ToHeader) message.getHeader(ToHeader.NAME)).getTag());
    }

    static Optional<String> fromTag(Message message) {
        return Optional.ofNullable(((FromHeader) message.getHeader(FromHeader.NAME)).getTag());
    }

    /// What is in the body, if it is of this kind.
    static Optional<String> body(Message message, String type, String subtype) {
        byte[] content = message.getRawContent();
        return message.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader given
                        && content != null
                        && content.length > 0
                        && type.equalsIgnoreCase(given.getContentType())
                        && subtype.equalsIgnoreCase(given.getContentSubType())
                ? Optional.of(new String(content, UTF_8))
                : Optional.empty();
    }

    static Optional<String> sdp(Message message) {
        return body(message, "application", "sdp");
    }

    static int bodyLength(Message message) {
        byte[] content = message.getRawContent();
        return content == null ? 0 : content.length;
    }

    /// What stands behind the colon, of each header with this name.
    static List<String> values(Message message, String name) {
        List<String> values = new ArrayList<>();
        ListIterator<?> headers = message.getHeaders(name);
        while (headers != null && headers.hasNext())
            if (headers.next() instanceof Header header) values.add(((HeaderExt) header).getValue());
        return values;
    }

    static Optional<String> value(Message message, String name) {
        return values(message, name).stream().findFirst();
    }

    /// Whether a list, like that of `Supported` or `Allow`, has this in it.
    static boolean lists(Message message, String name, String word) {
        return words(message, name).anyMatch(word::equalsIgnoreCase);
    }

    static Stream<String> words(Message message, String name) {
        return values(message, name).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .filter(word -> !word.isEmpty());
    }

    /// The number that a header begins with, as in `Min-SE: 90;x=y`.
    static Optional<Integer> number(Message message, String name) {
        return value(message, name).flatMap(text -> {
            Matcher number = NUMBER.matcher(text);
            return number.matches() ? Optional.of(Integer.parseInt(number.group(1))) : Optional.empty();
        });
    }

    /// A parameter of the first header with this name, in small letters.
    static Optional<String> parameter(Message message, String name, String parameter) {
        return value(message, name)
                .flatMap(text -> Stream.of(text.split(";", -1))
                        .skip(1)
                        .map(part -> part.split("=", 2))
                        .filter(pair -> pair.length == 2 && pair[0].strip().equalsIgnoreCase(parameter))
                        .map(pair -> pair[1].strip().toLowerCase(Locale.ROOT))
                        .findFirst());
    }

    /// What the telephone network says about the end of a call.
    static Optional<Integer> cause(Message message) {
        return values(message, "Reason").stream()
                .map(Q850::matcher)
                .filter(Matcher::matches)
                .map(reason -> Integer.parseInt(reason.group(1)))
                .findFirst();
    }

    static boolean isChallenge(int code) {
        return code == Response.UNAUTHORIZED || code == Response.PROXY_AUTHENTICATION_REQUIRED;
    }

    static List<Challenge> challenges(Response response) {
        String name = response.getStatusCode() == Response.UNAUTHORIZED ? "WWW-Authenticate" : "Proxy-Authenticate";
        return values(response, name).stream()
                .map(Challenge::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /// Puts the parts of an iterator that JAIN gives without a type into a list.
    static <T> List<T> list(Iterator<?> parts, Class<T> type) {
        List<T> list = new ArrayList<>();
        while (parts.hasNext()) list.add(type.cast(parts.next()));
        return list;
    }
}
