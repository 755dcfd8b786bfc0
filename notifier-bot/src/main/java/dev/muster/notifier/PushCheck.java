package dev.muster.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.device.Address;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.device.Style;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.Verdict;
import dev.muster.notifier.push.apns.ApnsGateway;
import dev.muster.notifier.push.apns.Credential;
import dev.muster.notifier.push.apns.Trial;
import dev.muster.notifier.push.fcm.FcmConfig;
import dev.muster.notifier.push.fcm.FcmGateway;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Finds out whether what the configuration names for pushes is good: looks at each file, and asks each gateway with a
/// push to nobody.
public final class PushCheck {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    /// Nobody has it.
    private static final String NOBODYS_TOKEN = "muster-check:nobody-has-this-token";

    private final NotifierConfig config;
    private final InstantSource clock;
    private final Duration patience;
    private final List<Finding> findings = new ArrayList<>();

    /// One thing that was looked at.
    ///
    /// @param gateway apns, fcm or web
    /// @param what such as a file's name, or a server
    /// @param isWell whether it works, as far as one can tell
    /// @param found what is known of it now
    /// @param advice what to do; empty if nothing
    public record Finding(String gateway, String what, boolean isWell, String found, String advice) {}

    private PushCheck(NotifierConfig config, InstantSource clock, Duration patience) {
        this.config = config;
        this.clock = clock;
        this.patience = patience;
    }

    /// Looks, and asks.
    ///
    /// @param app the bundle that is to be served, and that a key for Apple is tried with; empty: any name will do
    public static List<Finding> findings(NotifierConfig config, String app, InstantSource clock, Duration patience)
            throws InterruptedException {
        var check = new PushCheck(config, clock, patience);
        check.apple(app);
        check.google();
        check.web();
        return List.copyOf(check.findings);
    }

    private void well(String gateway, String what, String found) {
        findings.add(new Finding(gateway, what, true, found, ""));
    }

    private void wrong(String gateway, String what, String found, String advice) {
        findings.add(new Finding(gateway, what, false, found, advice));
    }

    private void apple(String app) throws InterruptedException {
        if (!config.push().apns().isConfigured()) {
            well("apns", "not configured", "iPhones are not woken");
            return;
        }
        var registry = new SimpleMeterRegistry();
        try (var gateway = new ApnsGateway(config.push().apns(), clock, registry)) {
            List<Credential> credentials = gateway.credentials();
            credentials.forEach(this::credential);
            if (!app.isEmpty()) served(app, credentials);
            String tried = app.isEmpty() ? "org.example.nobody" : app;
            for (Trial trial : gateway.tryServers(tried, patience)) tried(trial);
        } finally {
            registry.close();
        }
    }

    private void credential(Credential credential) {
        String kind = credential.kind().name().toLowerCase(Locale.ROOT);
        var found = new ArrayList<String>();
        found.add(kind);
        if (!credential.subject().isEmpty()) found.add(credential.subject());
        found.add(
                credential.topics().isEmpty()
                        ? "all apps of its team"
                        : credential.topics().stream().sorted().collect(Collectors.joining(", ")));
        found.add(credential.environments().stream()
                .map(Environment::word)
                .sorted()
                .collect(Collectors.joining(" and ")));
        Instant now = clock.instant();
        credential
                .until()
                .ifPresent(until -> found.add("expires " + DAY.format(until.atZone(ZoneOffset.UTC)) + " ("
                        + credential.daysLeft(now).orElse(0L) + " days)"));
        Optional<String> problem = credential.problem();
        if (problem.isPresent()) {
            String subject = credential.kind() == Credential.Kind.UNKNOWN ? "" : String.join(", ", found) + ": ";
            wrong("apns", credential.file(), subject + problem.get(), mend(credential));
        } else if (credential.reminder(now).isPresent()) {
            wrong(
                    "apns",
                    credential.file(),
                    String.join(", ", found),
                    "have Apple issue a new one soon, and put it in its place: no restart is needed");
        } else {
            well("apns", credential.file(), String.join(", ", found));
        }
    }

    private static String mend(Credential credential) {
        return switch (credential.kind()) {
            case CERTIFICATE -> "have Apple issue a new one, and put it in its place: no restart is needed";
            case KEY -> "see notifier.push.apns: key, key_id and team_id are Apple's, of one key";
            case UNKNOWN ->
                "see notifier.push.apns: the file has to be there, readable for the bot, and a .p8, .p12 or"
                        + " PEM file whose password is certificate_password";
        };
    }

    private void served(String app, List<Credential> credentials) {
        if (isServed(app + ".voip", credentials)) well("apns", app, "can be rung");
        else
            wrong(
                    "apns",
                    app,
                    "can't be rung: no key is here, and no certificate for " + app + ".voip",
                    "set notifier.push.apns.key, or have Apple issue a VoIP Services certificate for this app");
        if (isServed(app, credentials)) well("apns", app, "can be shown notes, and told that a ring is over");
        else
            findings.add(new Finding(
                    "apns",
                    app,
                    true,
                    "is shown no notes, and not told that a ring is over",
                    "a key (notifier.push.apns.key) would do both; a VoIP Services certificate only rings"));
    }

    private static boolean isServed(String topic, List<Credential> credentials) {
        return credentials.stream()
                .filter(credential -> credential.problem().isEmpty())
                .anyMatch(credential ->
                        credential.topics().isEmpty() || credential.topics().contains(topic));
    }

    private void tried(Trial trial) {
        String what = trial.credential().file() + " at " + trial.server();
        switch (trial.outcome()) {
            case KNOWN -> well("apns", what, "knows it (" + trial.answer() + ")");
            case NOT_FOR_TOPIC ->
                wrong(
                        "apns",
                        what,
                        trial.answer() + ": it may not push to " + trial.topic(),
                        "see whether that is the app's bundle, as in --app, and the app one of the same team");
            case REFUSED ->
                wrong("apns", what, trial.answer() + ": Apple doesn't know it", replace(trial.credential()));
            case UNCLEAR ->
                wrong(
                        "apns",
                        what,
                        trial.answer(),
                        "if nobody has answered, see whether this machine may go to " + trial.server()
                                + " (port 2197 serves as well; or set notifier.push.apns.proxy); else try again later");
        }
    }

    private static String replace(Credential credential) {
        return switch (credential.kind()) {
            case KEY ->
                "see whether key_id and team_id are those of this very key, the key is not revoked, and this machine's"
                        + " clock is right";
            case CERTIFICATE, UNKNOWN -> "it has been revoked, or is not Apple's: have Apple issue a new one";
        };
    }

    private void google() throws InterruptedException {
        FcmConfig fcm = config.push().fcm();
        if (fcm.serviceAccount().isEmpty()) {
            well("fcm", "not configured", "Android phones are woken through UnifiedPush alone");
            return;
        }
        String file = String.valueOf(fcm.serviceAccount().get().getFileName());
        FcmGateway gateway;
        try {
            gateway = new FcmGateway(fcm, clock);
        } catch (IllegalArgumentException e) {
            wrong(
                    "fcm",
                    file,
                    String.valueOf(e.getMessage()),
                    "have the Firebase console (Project settings, Service accounts) make a new private key");
            return;
        }
        try (gateway) {
            asked(file, gateway.hand(toNobody(), patience));
        }
    }

    /// Who doesn't know the token has known us.
    private void asked(String file, Verdict verdict) {
        switch (verdict) {
            case Verdict.Taken _, Verdict.Dead _, Verdict.Refused _ -> well("fcm", file, "Google knows it");
            case Verdict.Closed(var reason) ->
                wrong(
                        "fcm",
                        file,
                        reason,
                        "see in the Firebase console whether this key still exists (else have it make a new one), the"
                                + " Firebase Cloud Messaging API is enabled, and the account has its role Admin; and"
                                + " whether this machine's clock is right");
            case Verdict.Later(var reason, var _) ->
                wrong(
                        "fcm",
                        file,
                        reason,
                        "see whether this machine may go to "
                                + config.push().fcm().server() + ", or set notifier.push.fcm.proxy");
        }
    }

    private Parcel toNobody() {
        Instant now = clock.instant();
        var nobody = PublicKey.parse("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
        var device = new Device(
                new Device.Id(nobody, "org.example.nobody", "nobody", Platform.FCM),
                Address.token(NOBODYS_TOKEN, Environment.PRODUCTION),
                Style.CAMEL,
                "",
                Optional.empty(),
                now,
                now.plus(patience));
        byte[] body = "{\"type\":\"wake\"}".getBytes(UTF_8);
        return new Parcel(new UUID(0, 0), device, Parcel.Sort.WAKE, body, Optional.empty(), now.plus(patience));
    }

    private void web() {
        var web = config.push().web().at(config.bot().publicUrl());
        String file = String.valueOf(web.vapid().getFileName());
        if (Files.notExists(web.vapid())) well("web", file, "is made at the bot's first start");
        else if (Files.isReadable(web.vapid())) well("web", file, "the key that browsers know the bot by");
        else wrong("web", file, "can't be read", "make it readable for the user that the bot runs as");
        if (web.subject().isPresent()) well("web", "subject", web.subject().get());
        else
            findings.add(new Finding(
                    "web",
                    "not configured",
                    true,
                    "browsers are not woken",
                    "for that, set notifier.public_url to an https:// address, or notifier.push.web.subject to"
                            + " \"mailto:you@example.org\""));
    }
}
