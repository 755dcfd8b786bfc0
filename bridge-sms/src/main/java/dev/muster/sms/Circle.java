package dev.muster.sms;

import dev.muster.kit.desk.Desk;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.roles.Role;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import dev.muster.sms.broadcast.Broadcasts;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.hear.Hearing;
import dev.muster.sms.picture.Arrivals;
import dev.muster.sms.thread.Heard;
import dev.muster.sms.thread.Threads;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// Tells people on Nostr what somebody with only a phone has said or decided: operators in the chat of that number, and
/// of decisions also whoever has texted them lately, or else all organizers.
record Circle(Desk desk, Broadcasts broadcasts, Threads threads, Arrivals arrivals) implements Hearing.People {
    private static final int ID_BYTES = 8;

    @Override
    public void said(Change change, Incoming.Said said, Optional<PhoneNumber> number, boolean isPerhapsStop) {
        String text = said.media().isEmpty() ? said.text() : (said.text() + " " + pictures(said)).strip();
        var heard = new Heard(said.to(), said.from(), number, text, isPerhapsStop, said.carrier());
        threads.heard(change, heard);
        if (!said.media().isEmpty())
            arrivals.come(change, said.carrier(), said.key(), said.to(), heard.their(), said.media());
    }

    private static String pictures(Incoming.Said said) {
        int count = said.media().size();
        return count == 1 ? "[a picture follows]" : "[" + count + " pictures follow]";
    }

    @Override
    public void decided(Change change, String our, PhoneNumber number, Hearing.Decision decision) {
        String text = text(number, decision);
        if (!our.isEmpty()) threads.line(change, our, number.e164(), text);
        Set<PublicKey> whom = broadcasts
                .lastSender(change, number)
                // A bot has texted for others, and decides nothing.
                .filter(sender -> !desk.roles().may(change, sender, Role.BOT))
                .map(Set::of)
                .orElseGet(() -> organizers(change));
        byte[] random = new byte[ID_BYTES];
        desk.random().nextBytes(random);
        String id = "decision-" + HexFormat.of().formatHex(random) + "-";
        for (PublicKey person : whom) {
            desk.replies().tell(change, id + person.hex(), person, text, tag(number, decision));
        }
    }

    /// Where there are none, whoever is above them.
    private Set<PublicKey> organizers(Change change) {
        Set<PublicKey> organizers = desk.roles().all(change, Role.ORGANIZER);
        return organizers.isEmpty() ? desk.roles().all(change, Role.ADMIN) : organizers;
    }

    private static String text(PhoneNumber number, Hearing.Decision decision) {
        return switch (decision) {
            case OPTED_OUT -> number.masked() + " wants no more texts.";
            case PERHAPS_OPTED_OUT ->
                number.masked() + " may want no more texts, and gets none until somebody decides:"
                        + " tell me stop or keep, and the number.";
            case OPTED_IN -> number.masked() + " wants texts.";
            case LINKED -> number.masked() + " is linked to a key.";
        };
    }

    private static Tag tag(PhoneNumber number, Hearing.Decision decision) {
        String word = switch (decision) {
            case OPTED_OUT -> "optout";
            case PERHAPS_OPTED_OUT -> "possible_optout";
            case OPTED_IN -> "optin";
            case LINKED -> "linked";
        };
        return Tag.of(word, "tel:" + number.masked());
    }
}
