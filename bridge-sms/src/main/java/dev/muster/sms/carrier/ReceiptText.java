package dev.muster.sms.carrier;

import dev.muster.sms.carrier.Incoming.State;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a receipt of an SMSC says in words, which its gateways hand on, such as `id:0123456789 sub:001 dlvrd:001 submit
/// date:2611211930 done date:2611211931
/// stat:DELIVRD err:000 text:`.
///
/// SMPP only suggests that form: fields are missing, in lower case, or in another order, and states have other names.
/// The dates aren't read: they have no zone, and no seconds.
///
/// @param stat in capitals
public record ReceiptText(Optional<String> id, Optional<String> stat, Optional<String> err) {
    private static final Pattern TEXT = Pattern.compile("\\btext:", Pattern.CASE_INSENSITIVE);
    private static final Pattern ID = field("id");
    private static final Pattern STAT = field("stat");
    private static final Pattern ERR = field("err");

    private static Pattern field(String name) {
        return Pattern.compile("\\b" + name + ":\\s*([^\\s:]+)(?=\\s|$)", Pattern.CASE_INSENSITIVE);
    }

    public static ReceiptText of(String said) {
        // What follows is the beginning of the message itself, which may say anything.
        Matcher text = TEXT.matcher(said);
        String fields = text.find() ? said.substring(0, text.start()) : said;
        return new ReceiptText(
                value(ID, fields), value(STAT, fields).map(stat -> stat.toUpperCase(Locale.ROOT)), value(ERR, fields));
    }

    /// What the word means; empty if there is none, or nobody knows it.
    public Optional<State> state() {
        return stat.flatMap(ReceiptText::state);
    }

    /// The same of a word alone.
    public static Optional<State> state(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "DELIVRD", "DELIVERED" -> Optional.of(State.DELIVERED);
            case "READ", "SEEN" -> Optional.of(State.READ);
            case "EXPIRED" -> Optional.of(State.EXPIRED);
            case "DELETED", "UNDELIV", "UNDELIVERED", "UNDELIVERABLE", "REJECTD", "REJECTED", "FAILED" ->
                Optional.of(State.FAILED);
            // Of what is unknown, it is only known that the network had it.
            case "ACCEPTD", "ACCEPTED", "ENROUTE", "BUFFERED", "SENT", "UNKNOWN" -> Optional.of(State.SENT);
            default -> Optional.empty();
        };
    }

    /// The word, and the number if there is one that says more than nothing; empty for what has arrived.
    public String code() {
        if (state().filter(now -> now == State.DELIVERED || now == State.READ).isPresent()) return "";
        String number = err.filter(said -> said.matches("[0-9A-Za-z]{1,8}") && !said.matches("0*"))
                .orElse("");
        return (stat.filter(said -> said.matches("[A-Z]{1,16}")).orElse("") + " " + number).strip();
    }

    private static Optional<String> value(Pattern field, String fields) {
        Matcher found = field.matcher(fields);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
