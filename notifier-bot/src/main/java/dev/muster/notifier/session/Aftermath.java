package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What remains of a session when it is over: certificates, the report, the recording; and one day nothing.
final class Aftermath {
    /// BuildIt's broadcast, whose analytics its clients show.
    private static final int BROADCAST = 24_350;

    private final Records records;
    private final Letters letters;
    private final JoinLinks links;
    private final Texts texts;
    private final Venues venues;
    private final PhoneCalls phoneCalls;
    private final Certificates certificates;
    private final Reports reports;
    private final Duration keep;
    private final InstantSource clock;

    /// @param keep how long all of that is of use
    Aftermath(
            Records records,
            Outlets outlets,
            Venues venues,
            PhoneCalls phoneCalls,
            Certificates certificates,
            Reports reports,
            Duration keep,
            InstantSource clock) {
        this.records = records;
        this.letters = outlets.letters();
        this.links = outlets.links();
        this.texts = outlets.texts();
        this.venues = venues;
        this.phoneCalls = phoneCalls;
        this.certificates = certificates;
        this.reports = reports;
        this.keep = keep;
        this.clock = clock;
    }

    /// A session that had begun has ended.
    void of(Change change, Session ended) {
        certify(change, ended);
        reports.stir(change, ended.id());
        if (ended.origin().isBuildIt()) analytics(change, ended);
    }

    private void certify(Change change, Session session) {
        records.attendance().figures(change, session, clock.instant()).stays().stream()
                .filter(stay -> stay.length().compareTo(session.plan().completion()) >= 0)
                // Who called without being invited can't be told of it.
                .filter(stay -> records.lodgings().callers(change, session).stream()
                        .noneMatch(caller -> caller.standIn().equals(stay.person())))
                .forEach(stay -> certificates
                        .give(change, session, stay.person())
                        .ifPresent(certificate -> send(change, session, certificate)));
    }

    private void send(Change change, Session session, Certificate certificate) {
        String page = links.certificatePage(certificate).toString();
        if (texts.send(change, session, certificate, page)) return;
        letters.about(
                change,
                session,
                "certificate/" + session.id() + "/" + certificate.person().hex(),
                certificate.person(),
                Optional.empty(),
                "You have completed " + session.plan().title() + ". Your certificate: " + certificate.code()
                        + "\nWhoever you show it to can check it: " + page,
                List.of(certificate.tag()),
                clock.instant().plus(keep));
    }

    /// It is known where the recording is: who was to come is told.
    Session recorded(Change change, Session session, String url) {
        if (session.course().recording().filter(url::equals).isPresent()) return session;
        Session recorded = session.with(session.course().recordedAt(url));
        records.book().put(change, recorded);
        for (Attendee attendee : records.book().attendees(change, recorded)) {
            if (!attendee.isComing()) continue;
            letters.about(
                    change,
                    recorded,
                    "recording/" + recorded.id() + "/" + attendee.person().hex() + "/" + url.hashCode(),
                    attendee.person(),
                    attendee.said(),
                    "The recording of " + recorded.plan().title() + ": " + url,
                    List.of(Tag.of("r", url), Tag.of("t", "recording")),
                    clock.instant().plus(keep));
        }
        return recorded;
    }

    private void analytics(Change change, Session session) {
        Reports.Report report = reports.of(change, session);
        String content = "{\"_v\":\"1.0.0\",\"broadcastId\":\"" + session.id()
                + "\",\"content\":\"\",\"targetType\":\"contact_list\",\"createdBy\":\""
                + session.organizer().hex() + "\",\"status\":\"sent\",\"analytics\":{\"totalRecipients\":"
                + report.deliveries().size() + ",\"delivered\":" + report.reached() + ",\"read\":"
                + report.count(Deliveries.Step.OPENED, Deliveries.Step.JOINED) + ",\"replied\":" + report.joined()
                + "}}";
        letters.send(
                change,
                "analytics/" + session.id(),
                session.reportsTo(),
                BROADCAST,
                Tags.of(Tag.of("p", session.reportsTo().hex())),
                content);
    }

    /// Nobody needs it any more.
    void forget(Change change, Session session) {
        letters.forget(change, session);
        links.forget(change, session);
        texts.forget(change, session);
        venues.forget(change, session);
        phoneCalls.forget(change, session);
        records.deliveries().forget(change, session);
        records.attendance().forget(change, session);
        certificates.forget(change, session);
        reports.forget(change, session);
        records.book().forget(change, session);
    }
}
