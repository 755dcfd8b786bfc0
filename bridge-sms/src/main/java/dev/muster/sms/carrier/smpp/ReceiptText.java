package dev.muster.sms.carrier.smpp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a receipt says in words, such as `id:0123456789 sub:001 dlvrd:001 submit date:2611211930 done date:2611211931
/// stat:DELIVRD err:000 text:`.
///
/// SMPP only suggests that form: fields are missing, in lower case, or in another order, and states have other names.
/// The dates aren't read: they have no zone, and no seconds.
///
/// @param stat in capitals
record ReceiptText(Optional<String> id, Optional<String> stat, Optional<String> err) {
    private static final Pattern TEXT = Pattern.compile("\\btext:", Pattern.CASE_INSENSITIVE);
    private static final Pattern ID = field("id");
    private static final Pattern STAT = field("stat");
    private static final Pattern ERR = field("err");

    private static Pattern field(String name) {
        return Pattern.compile("\\b" + name + ":\\s*([^\\s:]+)(?=\\s|$)", Pattern.CASE_INSENSITIVE);
    }

    static ReceiptText of(String said) {
        // What follows is the beginning of the message itself, which may say anything.
        Matcher text = TEXT.matcher(said);
        String fields = text.find() ? said.substring(0, text.start()) : said;
        return new ReceiptText(
                value(ID, fields), value(STAT, fields).map(stat -> stat.toUpperCase(Locale.ROOT)), value(ERR, fields));
    }

    private static Optional<String> value(Pattern field, String fields) {
        Matcher found = field.matcher(fields);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
