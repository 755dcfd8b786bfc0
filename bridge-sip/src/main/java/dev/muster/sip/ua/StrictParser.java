package dev.muster.sip.ua;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import gov.nist.core.CommonLogger;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// JAIN's parser, within bounds: what is too long for a call isn't looked at, and whatever breaks the parser has broken
/// one message and nothing else. JAIN's readers of UDP are few, and an `Error` would end one for good.
final class StrictParser implements MessageParser {
    static final int MOST_HEADERS = 100;
    static final int MOST_LINE = 8_192;

    private static final Pattern LENGTH = Pattern.compile("(?im)^(?:Content-Length|l)[ \\t]*:([^\\r\\n]*)$");

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,6}");

    static {
        // Before there is a stack, JAIN's parser would complain by log4j, which isn't there.
        CommonLogger.useLegacyLogger = true;
        CommonLogger.legacyLogger = new QuietLog();
    }

    private final MessageParser parser = new StringMsgParser();

    /// A whole message.
    SIPMessage parse(String text) throws ParseException {
        SIPMessage message = parseSIPMessage(text.getBytes(UTF_8), true, false, null);
        if (message == null) throw refused("nothing is said");
        return message;
    }

    @Override
    public @Nullable SIPMessage parseSIPMessage(
            byte[] bytes, boolean readsBody, boolean isStrict, @Nullable ParseExceptionListener ears)
            throws ParseException {
        checkLines(bytes);
        checkLength(bytes);
        try {
            return parser.parseSIPMessage(bytes, readsBody, isStrict, ears);
        } catch (ParseException e) {
            throw e;
        } catch (Exception | StackOverflowError e) {
            throw refused(e.getClass().getSimpleName());
        }
    }

    /// JAIN ends a line at either of CR and LF.
    private static void checkLines(byte[] bytes) throws ParseException {
        int lines = 0;
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean isEnd = bytes[i] == '\n' || bytes[i] == '\r';
            if (!isEnd && ++length > MOST_LINE) throw refused("a line is too long");
            if (!isEnd) continue;
            if (bytes[i] == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n') i++;
            // An empty line ends the headers; keep-alives have nothing before it.
            if (length == 0 && lines > 0) return;
            if (length > 0 && ++lines > MOST_HEADERS) throw refused("too many headers");
            length = 0;
        }
    }

    /// JAIN's reader of TCP would end by an exception of its own.
    private static void checkLength(byte[] bytes) throws ParseException {
        Matcher length = LENGTH.matcher(new String(bytes, ISO_8859_1));
        while (length.find()) {
            String digits = length.group(1).strip();
            boolean isShort = DIGITS.matcher(digits).matches() && Integer.parseInt(digits) < Stack.MOST_MESSAGE;
            if (!isShort) throw refused("a body is too long");
        }
    }

    private static ParseException refused(String why) {
        return new ParseException(why, 0);
    }
}
