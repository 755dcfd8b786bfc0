package dev.muster.notifier.push.apns;

import dev.muster.kit.timer.Watch;
import dev.muster.notifier.device.Address;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.push.Gateway;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.Verdict;
import dev.muster.notifier.push.apns.Keyring.Identity;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to iPhones.
public final class ApnsGateway implements Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(ApnsGateway.class);

    private static final Duration LOOK_AT_FILES = Duration.ofMinutes(1);

    private final ApnsConfig config;
    private final InstantSource clock;
    private final Meters meters;
    private final Keyring keyring;
    private final Watch watch = new Watch("the files for Apple", this::look);

    private volatile List<Account> accounts = List.of();

    // What follows is the watch's, after the constructor.
    private Instant next = Instant.MIN;
    private final Map<String, String> told = new HashMap<>();
    private final Set<String> gauged = new HashSet<>();

    /// Reads the files, and connects to nobody yet.
    public ApnsGateway(ApnsConfig config, InstantSource clock, MeterRegistry registry) {
        this.config = config;
        this.clock = clock;
        meters = new Meters(registry);
        keyring = new Keyring(config);
        look();
    }

    /// Looks at the files from now on.
    public void start() {
        if (config.isConfigured()) watch.start();
    }

    @Override
    public Set<Platform> platforms() {
        return Set.of(Platform.APNS_VOIP, Platform.APNS);
    }

    /// A token that rings and one that doesn't are of the same server.
    @Override
    public String server(Device device) {
        return Platform.APNS.word();
    }

    /// What Apple is shown, with what is wrong with it now.
    public List<Credential> credentials() {
        Instant now = clock.instant();
        return accounts.stream().map(account -> account.credential().at(now)).toList();
    }

    @Override
    public Verdict hand(Parcel parcel, Duration patience) throws InterruptedException {
        if (!config.isConfigured()) return new Verdict.Closed("APNs is not configured");
        Duration shorter = patience.compareTo(config.patience()) < 0 ? patience : config.patience();
        long end = System.nanoTime() + shorter.toNanos();
        return switch (Note.of(parcel)) {
            case Note.Unfit(var reason) -> new Verdict.Refused(reason);
            case Note.Fit note -> deliver(note, parcel.device().address(), end);
        };
    }

    private Verdict deliver(Note.Fit note, Address address, long end) throws InterruptedException {
        Environment here = address.environment();
        Answer answer = send(note, here, end);
        boolean mayBeElsewhere =
                answer instanceof Answer.Rejected rejected && rejected.isWrongPlace() && !address.isProven();
        return mayBeElsewhere ? elsewhere(note, here, answer, end) : verdict(answer, here);
    }

    /// Apps say wrongly for which environment their token is more often than they make one up. Only when both have
    /// said that they don't know it, nobody does.
    private Verdict elsewhere(Note.Fit note, Environment here, Answer first, long end) throws InterruptedException {
        Environment there = here.other();
        Answer second = send(note, there, end);
        return switch (second) {
            case Answer.Rejected rejected
            when rejected.isWrongPlace() -> new Verdict.Dead(rejected.reason(), Optional.empty());
            case Answer.Rejected rejected when rejected.status() == 403 -> verdict(first, here);
            case Answer.Absent _ -> verdict(first, here);
            case Answer.Accepted _, Answer.Rejected _, Answer.Failed _ -> verdict(second, there);
        };
    }

    private static Verdict verdict(Answer answer, Environment where) {
        return switch (answer) {
            case Answer.Accepted _ -> new Verdict.Taken(where);
            case Answer.Failed(var reason, var after) -> new Verdict.Later(reason, after);
            case Answer.Absent(var reason) -> new Verdict.Closed(reason);
            case Answer.Rejected no when no.isGone() -> new Verdict.Dead(no.reason(), no.since());
            case Answer.Rejected no when no.isForNow() -> new Verdict.Later(no.reason());
            case Answer.Rejected no when no.status() == 403 -> new Verdict.Closed(no.reason());
            case Answer.Rejected no -> new Verdict.Refused(no.reason());
        };
    }

    private Answer send(Note.Fit note, Environment where, long end) throws InterruptedException {
        Instant now = clock.instant();
        List<Account> fitting = accounts.stream()
                .filter(account -> account.serves(note.topic(), where))
                .sorted(Account.BEST_FIRST)
                .toList();
        for (Account account : fitting) {
            if (account.credential().at(now).problem().isEmpty())
                return account.line(where).send(note, end);
        }
        String reason = fitting.stream()
                .findFirst()
                .flatMap(account -> account.credential().at(now).problem())
                .map(problem -> "the certificate for this app " + problem)
                .orElse("nothing to show to Apple for this app");
        return new Answer.Absent(reason);
    }

    /// Asks both servers whether they know each credential, with a push to nobody.
    ///
    /// @param app for which a key is tried: it has none of its own
    public List<Trial> tryServers(String app, Duration patience) throws InterruptedException {
        var trials = new ArrayList<Trial>();
        for (Account account : accounts) {
            Credential credential = account.credential().at(clock.instant());
            if (credential.problem().isPresent()) continue;
            String topic = credential.topics().stream().sorted().findFirst().orElse(app);
            for (Environment each : Environment.values()) {
                if (!account.serves(topic, each)) continue;
                long end = System.nanoTime() + patience.toNanos();
                Answer answer = account.line(each).send(Note.toNobody(topic), end);
                String server = Account.server(config, each).toString();
                trials.add(new Trial(credential, topic, server, Trial.outcome(answer), Trial.word(answer)));
            }
        }
        return trials;
    }

    /// Takes over what has changed in the files, and says what will need to be renewed.
    Duration look() {
        Instant now = clock.instant();
        if (now.isBefore(next)) return Duration.between(now, next);
        next = now.plus(LOOK_AT_FILES);
        refresh();
        for (Credential credential : credentials()) tell(credential, now);
        return LOOK_AT_FILES;
    }

    private void refresh() {
        List<Account> old = accounts;
        var fresh = new ArrayList<Account>();
        for (Identity identity : keyring.read()) {
            Account account = old.stream()
                    .filter(each -> stays(each, identity))
                    .findFirst()
                    .orElseGet(() -> new Account(identity, config, clock, meters));
            fresh.add(account);
        }
        accounts = List.copyOf(fresh);
        old.stream().filter(each -> !fresh.contains(each)).forEach(Account::retire);
    }

    /// A file that can't be read may be half written, or its successor on the way: what it held stays in use.
    private static boolean stays(Account account, Identity identity) {
        Identity held = account.identity();
        return held.credential().file().equals(identity.credential().file())
                && (held.equals(identity)
                        || (held.proof().isPresent() && identity.proof().isEmpty()));
    }

    private void tell(Credential credential, Instant now) {
        String news = credential
                .problem()
                .map(problem -> credential.file() + " isn't used for pushes to Apple: it " + problem)
                .or(() -> credential
                        .reminder(now)
                        .map(days -> "the certificate in " + credential.file() + " expires within " + days
                                + (days == 1 ? " day" : " days")))
                .orElse("");
        boolean isNew = !news.equals(told.put(credential.file(), news));
        if (isNew && !news.isEmpty()) LOG.warn(news);
        if (credential.until().isPresent() && gauged.add(credential.file()))
            meters.watch(credential.file(), this, gateway -> gateway.daysLeft(credential.file()));
    }

    private double daysLeft(String file) {
        Instant now = clock.instant();
        return accounts.stream()
                .map(Account::credential)
                .filter(credential -> credential.file().equals(file))
                .flatMap(credential -> credential.daysLeft(now).stream())
                .mapToDouble(Long::doubleValue)
                .findFirst()
                .orElse(Double.NaN);
    }

    @Override
    public void close() {
        if (config.isConfigured()) watch.close();
        accounts.forEach(Account::retire);
    }
}
