package dev.muster.sms;

import dev.muster.kit.desk.Desk;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.roles.Role;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import dev.muster.sms.broadcast.Broadcasts;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.hear.Hearing;
import dev.muster.sms.number.PhoneNumber;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// Tells people on Nostr what somebody with only a phone has said or decided: whoever has texted them lately, else all
/// organizers.
record Circle(Desk desk, Broadcasts broadcasts) implements Hearing.People {
    @Override
    public void said(Change change, Incoming.Said said, Optional<PhoneNumber> number, boolean isPerhapsStop) {}

    @Override
    public void decided(Change change, String our, PhoneNumber number, Hearing.Decision decision) {
        Set<PublicKey> whom = broadcasts
                .lastSender(change, number)
                .map(Set::of)
                .orElseGet(() -> desk.roles().all(change, Role.ORGANIZER));
        byte[] random = new byte[8];
        desk.random().nextBytes(random);
        String id = "decision-" + HexFormat.of().formatHex(random);
        for (PublicKey person : whom) {
            desk.replies().tell(change, id + person.hex(), person, text(number, decision), tag(number, decision));
        }
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
