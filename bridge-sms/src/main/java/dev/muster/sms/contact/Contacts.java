package dev.muster.sms.contact;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.number.PhoneNumber;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Who is on which list. Somebody may be on several.
public final class Contacts {
    private static final Shelf<Contact> CONTACTS = new Shelf<>("contact", Contact.class);
    private static final Shelf<Home> HOMES = new Shelf<>("contact-zone", Home.class);

    private record Home(String zone) {}

    /// Puts somebody on a list, instead of what stood there about that number; says whether nothing did.
    public boolean put(Change change, String list, Contact contact) {
        String number = contact.number().e164();
        boolean isNew = !change.has(CONTACTS.at(list, number));
        change.put(CONTACTS.at(list, number), contact);
        contact.zone().ifPresent(zone -> change.put(HOMES.at(number), new Home(zone)));
        return isNew;
    }

    /// Takes somebody off a list, and says whether they were on it.
    public boolean remove(Change change, String list, PhoneNumber number) {
        boolean was = change.has(CONTACTS.at(list, number.e164()));
        change.remove(CONTACTS.at(list, number.e164()));
        return was;
    }

    /// All of a list, always in the same order.
    public List<Contact> of(Reading reading, String list) {
        return reading.under(CONTACTS.at(list)).stream()
                .map(Entry::value)
                .sorted(Comparator.comparing(contact -> contact.number().e164()))
                .toList();
    }

    /// The lists that there are, and how many are on each.
    public Map<String, Integer> lists(Reading reading) {
        Map<String, Integer> lists = new TreeMap<>();
        for (Entry<Contact> entry : reading.under(CONTACTS.at())) {
            lists.merge(entry.place().names().getFirst(), 1, Integer::sum);
        }
        return lists;
    }

    /// Where somebody lives, if an organizer has said so.
    public Optional<ZoneId> zone(Reading reading, PhoneNumber number) {
        return reading.get(HOMES.at(number.e164())).map(home -> ZoneId.of(home.zone()));
    }
}
