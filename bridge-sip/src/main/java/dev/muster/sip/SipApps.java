package dev.muster.sip;

import dev.muster.kit.control.Operations;
import dev.muster.kit.desk.Desk;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.number.Numbers;
import dev.muster.kit.number.Reading.Good;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.wrap.Message;
import dev.muster.sip.app.Account;
import dev.muster.sip.app.Accounts;
import dev.muster.sip.app.KeptBindings;
import dev.muster.sip.app.Knocking;
import dev.muster.sip.call.Order;
import dev.muster.sip.phone.Protection;
import dev.muster.sip.ua.Apps;
import dev.muster.sip.ua.Sleep;
import dev.muster.sip.ua.Transport;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Apps that speak SIP: who they are, where they are, and what wakes them.
final class SipApps {
    /// One that doesn't sleep has answered by then, at least that it tries.
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration OFTENEST = Duration.ofMinutes(1);
    private static final Duration LONGEST_ASLEEP = Duration.ofDays(1);

    private final AppsSection section;
    private final String region;
    private final Ledger ledger;
    private final Accounts accounts;
    private final KeptBindings bindings;
    private final Optional<Knocking> knocking;

    /// @param unreachable is told the Call-ID for which an app can't be woken
    SipApps(SipConfig config, Desk desk, Consumer<String> unreachable) {
        section = config.apps();
        region = config.region();
        ledger = desk.ledger();
        accounts = new Accounts(ledger, section.domain(), desk.clock(), desk.random());
        bindings = new KeptBindings(ledger, desk.clock());
        knocking = config.notifier()
                .map(notifier -> new Knocking(
                        new Knocking.Needs(
                                ledger, desk.post(), desk.sender(), notifier, section.domain(), desk.clock()),
                        section.patience(),
                        unreachable));
    }

    /// What the agent is told of them.
    Apps apps() {
        Set<Transport> transports = section.encrypted() ? EnumSet.of(Transport.TLS) : EnumSet.allOf(Transport.class);
        return new Apps(
                section.domain(),
                transports,
                section.algorithms(),
                accounts,
                bindings,
                (_, _) -> {},
                knocking.map(waking -> new Sleep(section.push(), waking, GRACE, section.patience(), LONGEST_ASLEEP)),
                OFTENEST,
                section.registration(),
                section.devices());
    }

    Protection protection() {
        return section.encrypted() ? Protection.MANDATORY : Protection.OFF;
    }

    boolean has(Reading reading, String account) {
        return accounts.find(reading, account).isPresent();
    }

    /// The account by which somebody is reached now, if any of their devices is registered.
    Optional<String> reachedFor(Reading reading, PublicKey person) {
        return accounts.of(reading, person).map(Account::name).filter(name -> bindings.devices(reading, name) > 0);
    }

    /// Whose app it is, if that was said.
    Optional<PublicKey> owner(String account) {
        return accounts.find(ledger, account).flatMap(Account::person);
    }

    /// What an app orders that dials that: telephones cost, so not every account may call them.
    Optional<Order> order(Reading reading, String account, String called) {
        return accounts.find(reading, account)
                .filter(Account::mayCall)
                .flatMap(_ -> Numbers.callable(called, region) instanceof Good(var number)
                        ? Optional.of(new Order(dev.muster.sip.call.Apps.person(account), number, "", false, "", ""))
                        : Optional.empty());
    }

    /// Hears what the notifier says.
    void message(Change change, Message message) {
        knocking.ifPresent(waking -> waking.message(change, message));
    }

    /// Looks after those that have expired, or are about to. To be called now and then.
    void look() {
        bindings.look((change, account, push) -> knocking.ifPresent(waking -> waking.register(change, account, push)));
    }

    Operations on(Operations operations) {
        return new AppCare(ledger, accounts, bindings).on(operations);
    }

    /// For an admin who hasn't said yet where apps register, and is told to.
    static AppCare none(Desk desk) {
        return new AppCare(
                desk.ledger(),
                new Accounts(desk.ledger(), "", desk.clock(), desk.random()),
                new KeptBindings(desk.ledger(), desk.clock()));
    }
}
