package dev.muster.sip.app;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sip.ua.digest.Ha1;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// All accounts. Of their passwords only that is kept by which they are recognized.
public final class Accounts implements dev.muster.sip.ua.Accounts {
    /// Without those that look like others.
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    /// Nobody tries out 31 to the power of 20.
    private static final int LENGTH = 20;

    private static final int MOST = 10_000;
    private static final Shelf<Account> ACCOUNTS = new Shelf<>("sip-account", Account.class);

    private final Ledger ledger;
    private final String realm;
    private final InstantSource clock;
    private final SecureRandom random;

    /// It is there.
    ///
    /// @param password told only here
    public record Made(Account account, String password) {}

    /// @param realm where passwords count that are made from now on
    public Accounts(Ledger ledger, String realm, InstantSource clock, SecureRandom random) {
        this.ledger = ledger;
        this.realm = realm;
        this.clock = clock;
        this.random = random;
    }

    /// Makes one, or a new password for one of that name.
    ///
    /// @throws IllegalArgumentException if it can't have that name
    public Made make(Change change, String name, Optional<PublicKey> person, boolean mayCall) {
        if (realm.isEmpty())
            throw new IllegalArgumentException("say first at which domain apps register: sip.apps.domain");
        if (!name.matches("[a-z][a-z0-9._-]{0,31}"))
            throw new IllegalArgumentException(
                    "a name is of small letters, digits, dots and dashes, and begins with a letter: such as ana");
        if (!change.has(ACCOUNTS.at(name)) && all(change).size() >= MOST)
            throw new IllegalArgumentException("there are " + MOST + " accounts already");
        var password = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        var account =
                new Account(name, person, realm, Ha1.of(name, realm, password.toString()), mayCall, clock.instant());
        change.put(ACCOUNTS.at(name), account);
        return new Made(account, password.toString());
    }

    /// Takes one back. Says whether there was one.
    public boolean remove(Change change, String name) {
        boolean wasThere = change.has(ACCOUNTS.at(name));
        change.remove(ACCOUNTS.at(name));
        return wasThere;
    }

    /// All that there are, in order of their names.
    public List<Account> all(Reading reading) {
        return reading.under(ACCOUNTS.at()).stream()
                .map(Entry::value)
                .sorted(Comparator.comparing(Account::name))
                .toList();
    }

    public Optional<Account> find(Reading reading, String name) {
        return reading.get(ACCOUNTS.at(name.toLowerCase(Locale.ROOT)));
    }

    /// Somebody's.
    public Optional<Account> of(Reading reading, PublicKey person) {
        return all(reading).stream()
                .filter(account -> account.person().filter(person::equals).isPresent())
                .findFirst();
    }

    @Override
    public Optional<Ha1> password(String account) {
        return find(ledger, account)
                .filter(known -> known.name().equals(account) && known.realm().equals(realm))
                .map(Account::password);
    }
}
