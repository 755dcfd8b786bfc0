package dev.muster.sip;

import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ledger.Ledger;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sip.app.Account;
import dev.muster.sip.app.Accounts;
import dev.muster.sip.app.KeptBindings;
import java.util.List;
import java.util.Optional;

/// What an admin on the bridge's machine does with the accounts of apps that speak SIP.
public final class AppCare {
    public static final Operation<Wanted, Made> ADD = new Operation<>("sip-account-add", Wanted.class, Made.class);
    public static final Operation<Nothing, Listing> LIST =
            new Operation<>("sip-accounts", Nothing.class, Listing.class);
    public static final Operation<Which, Done> REMOVE = new Operation<>("sip-account-remove", Which.class, Done.class);

    private final Ledger ledger;
    private final Accounts accounts;
    private final KeptBindings bindings;

    /// An account that somebody wants.
    ///
    /// @param person whose it is, hex; empty for a phone that is nobody's
    public record Wanted(String name, String person, boolean mayCall) {}

    /// It is there.
    ///
    /// @param password told only here
    public record Made(String name, String domain, String password) {}

    public record Which(String name) {}

    public record Done(boolean isDone) {}

    public record Listing(List<Line> accounts) {}

    /// An account, without its password.
    ///
    /// @param devices how many are registered now
    /// @param since when its password was made, in seconds
    public record Line(String name, String domain, String person, boolean mayCall, long devices, long since) {}

    AppCare(Ledger ledger, Accounts accounts, KeptBindings bindings) {
        this.ledger = ledger;
        this.accounts = accounts;
        this.bindings = bindings;
    }

    /// The same, besides others.
    Operations on(Operations operations) {
        return operations
                .with(ADD, (wanted, _) -> add(wanted))
                .with(LIST, (_, _) -> list())
                .with(REMOVE, (which, _) -> remove(which.name()));
    }

    private Made add(Wanted wanted) {
        Optional<PublicKey> person =
                Optional.of(wanted.person()).filter(hex -> !hex.isEmpty()).map(PublicKey::parse);
        Accounts.Made made = ledger.change(change -> accounts.make(change, wanted.name(), person, wanted.mayCall()));
        return new Made(made.account().name(), made.account().realm(), made.password());
    }

    private Listing list() {
        return new Listing(accounts.all(ledger).stream().map(this::line).toList());
    }

    private Line line(Account account) {
        return new Line(
                account.name(),
                account.realm(),
                account.person().map(PublicKey::hex).orElse(""),
                account.mayCall(),
                bindings.devices(ledger, account.name()),
                account.since().getEpochSecond());
    }

    private Done remove(String name) {
        return new Done(ledger.change(change -> {
            bindings.forget(change, name);
            return accounts.remove(change, name);
        }));
    }
}
