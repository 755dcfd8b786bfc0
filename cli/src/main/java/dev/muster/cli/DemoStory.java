package dev.muster.cli;

import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.wrap.Message;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The demonstration, step by step: what each of them does, and what each of them sees.
final class DemoStory implements AutoCloseable {
    private static final String ID = "medic-101";
    private static final String ROOM = "https://meet.example.org/medic-101";
    private static final String RECORDING = "https://media.example.org/medic-101.mp4";

    private final Shell shell;
    private final Place place;
    private final List<DemoPerson> everybody = new ArrayList<>();
    private final DemoPerson olga;
    private final DemoPerson ana;
    private final DemoPerson ben;
    private final DemoPerson cleo;
    private final DemoPerson dan;
    private final DemoPerson eva;
    private int step;

    /// Where it takes place.
    record Place(URI relay, PublicKey bot) {}

    DemoStory(Shell shell, Place place, SecretKey organizer) throws InterruptedException {
        this.shell = shell;
        this.place = place;
        olga = enter("Olga", organizer);
        ana = enter("Ana", SecretKey.random(shell.random()));
        ben = enter("Ben", SecretKey.random(shell.random()));
        cleo = enter("Cleo", SecretKey.random(shell.random()));
        dan = enter("Dan", SecretKey.random(shell.random()));
        eva = enter("Eva", SecretKey.random(shell.random()));
    }

    private DemoPerson enter(String name, SecretKey key) throws InterruptedException {
        var person = new DemoPerson(name, key, place, shell);
        everybody.add(person);
        return person;
    }

    void tell() throws InterruptedException {
        say("A relay at " + place.relay() + ", and a bot: " + new Npub(place.bot()).encode() + ".");
        say("Olga organizes trainings. Ana, Ben, Cleo, Dan and Eva each have a Nostr app of their own. All that"
                + " they and the bot write to each other is encrypted; \"Olga > bot\" is a private message.");
        announce();
        invitations();
        answers();
        Instant started = start();
        URI anas = link(ana);
        URI bens = link(ben);
        URI cleos = link(cleo);
        URI dans = link(dan);
        say("    Eva, who has declined, gets none.");
        join(anas, bens, cleos, dans);
        URI evas = comeLate(started);
        leaveEarly(bens, List.of(new Visit(ana, anas), new Visit(cleo, cleos), new Visit(eva, evas)));
        report();
        certificate(end(anas));
        whatOthersSee();
    }

    private void announce() throws InterruptedException {
        title("Olga announces a training");
        Instant starts = shell.clock().instant().plus(Duration.ofHours(1));
        GuestList guests = new GuestList(everybody.stream()
                .skip(1)
                .<Guest>map(person -> new Guest.Member(person.publicKey()))
                .toList());
        Announcement announcement = Announcement.called(ID, "Medic 101")
                .with("start", Long.toString(starts.getEpochSecond()))
                .with("end", Long.toString(starts.plus(Duration.ofHours(2)).getEpochSecond()))
                .with("start_tzid", ZoneId.systemDefault().getId())
                .with("service", ROOM)
                // So that the demonstration needn't take half an hour: whoever joins has completed it.
                .with("completion", "0")
                .inviting(guests);
        said("Olga", "bot", "Medic 101, in an hour, in " + ROOM + ". Invite Ana, Ben, Cleo, Dan and Eva.");
        hears(olga, olga.answerTo(olga.say(Kind.TIME_EVENT, announcement.tags(), "")));
    }

    private void invitations() throws InterruptedException {
        title("Each of the five is invited, and sees nobody else's invitation");
        for (DemoPerson person : everybody.subList(1, everybody.size()))
            hears(
                    person,
                    person.await(
                            "an invitation",
                            message -> message.rumor().tags().first("starts").isPresent()));
    }

    private void answers() throws InterruptedException {
        title("They answer, each in the way of their app");
        String address = Kind.TIME_EVENT + ":" + olga.publicKey().hex() + ":" + ID;
        said("Ana", "bot", "yes");
        hears(ana, ana.answerTo(ana.say("yes")));
        said("Ben", "bot", "(a calendar app: NIP-52, accepted)");
        hears(ben, ben.answerTo(ben.say(Kind.RSVP, rsvp(address, "accepted"), "")));
        said("Cleo", "bot", "(BuildIt: going)");
        Tags going = Tags.of(
                Tag.of("d", address + ":" + cleo.publicKey().hex()), Tag.of("e", address), Tag.of("status", "going"));
        hears(cleo, cleo.answerTo(cleo.say(Kind.TIME_EVENT, going, "")));
        said("Dan", "bot", "maybe");
        hears(dan, dan.answerTo(dan.say("maybe")));
        said("Eva", "bot", "no");
        hears(eva, eva.answerTo(eva.say("no")));
        said("Olga", "bot", "show " + ID);
        hears(olga, olga.answerTo(olga.say("show " + ID)));
    }

    private static Tags rsvp(String address, String status) {
        return Tags.of(Tag.of("d", "medic-101-rsvp"), Tag.of("a", address), Tag.of("status", status));
    }

    private Instant start() throws InterruptedException {
        title("Olga starts it, and everyone who comes gets a link of their own");
        said("Olga", "bot", "start " + ID);
        Rumor start = olga.say("start " + ID);
        hears(olga, olga.answerTo(start));
        return shell.clock().instant();
    }

    /// Waits for somebody's link, and shows it.
    private URI link(DemoPerson person) throws InterruptedException {
        Message message = person.await("a link", DemoPerson::isLink);
        hears(person, message);
        return URI.create(message.rumor().tags().value("r").orElseThrow());
    }

    private void join(URI anas, URI bens, URI cleos, URI dans) throws InterruptedException {
        title("They open their links");
        for (var visit : List.of(new Visit(ana, anas), new Visit(ben, bens), new Visit(cleo, cleos))) enterRoom(visit);
        opened(dan, dan.open(dans), "and looks at it, but doesn't join");
        opened(dan, dan.open(anas), "that of Ana's link, which she has shown him: it says that the link isn't his");
    }

    private record Visit(DemoPerson person, URI link) {}

    private void enterRoom(Visit visit) throws InterruptedException {
        DemoPerson person = visit.person();
        HttpResponse<byte[]> page = person.open(visit.link());
        String room = person.join(visit.link())
                .orElseThrow(() -> new Failure("the page doesn't let " + person.name() + " in"));
        opened(person, page, "presses Join, and is in " + room);
    }

    private void opened(DemoPerson person, HttpResponse<byte[]> page, String what) {
        say("    %-4s opens a page (%s): %s".formatted(person.name(), page.statusCode(), what));
    }

    private URI comeLate(Instant started) throws InterruptedException {
        title("Eva has changed her mind");
        say("    (" + Duration.between(started, shell.clock().instant()).toMillis() + " ms after the start)");
        said("Eva", "bot", "join " + ID);
        long asked = System.nanoTime();
        var _ = eva.say("join " + ID);
        Message link = eva.await("her link", DemoPerson::isLink);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
        hears(eva, link);
        say("    Her link was there after " + took + " ms.");
        URI evas = URI.create(link.rumor().tags().value("r").orElseThrow());
        enterRoom(new Visit(eva, evas));
        return evas;
    }

    private void leaveEarly(URI bens, List<Visit> others) throws InterruptedException {
        TimeUnit.SECONDS.sleep(2);
        ben.leave(bens);
        say("    Two seconds later Ben closes the page; the others stay.");
        TimeUnit.SECONDS.sleep(1);
        for (Visit other : others) other.person().stay(other.link());
    }

    private void report() throws InterruptedException {
        title("Olga wants to know who is there");
        said("Olga", "bot", "report " + ID);
        Message answer = olga.answerTo(olga.say("report " + ID));
        SessionReport report = SessionReport.of(new Reply.Done(List.of(answer)))
                .naming(new Names(
                        everybody.stream().collect(Collectors.toMap(DemoPerson::publicKey, DemoPerson::name))));
        say(indented(report.text(ZoneId.systemDefault())));
    }

    /// @return the code of Ana's certificate
    private String end(URI anas) throws InterruptedException {
        title("It is over");
        said("Olga", "bot", "end " + ID + " " + RECORDING);
        hears(olga, olga.answerTo(olga.say("end " + ID + " " + RECORDING)));
        Message certificate = ana.await("a certificate", DemoPerson::isCertificate);
        hears(ana, certificate);
        for (DemoPerson person : List.of(ben, cleo, eva))
            hears(person, person.await("a certificate", DemoPerson::isCertificate));
        hears(
                dan,
                dan.await(
                        "the recording",
                        message -> message.rumor().tags().values("t").contains("recording")));
        say("    Ana opens her link once more (" + ana.open(anas).statusCode()
                + "): it says that the session has ended, and where the recording is.");
        return certificate.rumor().tags().value("certificate").orElseThrow();
    }

    private void certificate(String code) throws InterruptedException {
        title("Anybody can check a certificate");
        BotProfile bot = profile();
        for (String each : List.of(code, "AAAA-AAAA-AAAA")) {
            URI page = BotProfile.below(bot.web().orElseThrow(), "/v1/certificates/" + each);
            HttpResponse<byte[]> answer = olga.open(page);
            String verdict = answer.statusCode() == 200
                    ? CertificateVerdict.parse(answer.body()).text()
                    : "unknown";
            say("    " + each + "  " + verdict);
        }
    }

    private BotProfile profile() throws InterruptedException {
        try (RelayClient client = RelayClient.to(place.relay()).open()) {
            return BotProfile.lookUp(place.bot(), List.of(client))
                    .orElseThrow(() -> new Failure("the bot has not said who it is"));
        }
    }

    private void whatOthersSee() throws InterruptedException {
        title("And what does somebody else see?");
        SecretKey stranger = SecretKey.random(shell.random());
        try (RelayClient client = RelayClient.to(place.relay())
                .keys(stranger)
                .authenticatingFirst()
                .open()) {
            List<Event> wraps = client.fetch(Filter.ALL.kinds(Kind.GIFT_WRAP)).events();
            List<Event> published = client.fetch(Filter.ALL).events();
            say("    Whoever asks the relay for private messages gets " + wraps.size()
                    + " of them, and doesn't learn how many there are.");
            say("    What is public are " + published.size()
                    + " events: the names of seven, where they receive messages, and what the bot understands.");
        }
    }

    private void title(String what) {
        step++;
        shell.print("");
        shell.print(step + ". " + what);
    }

    private void said(String from, String to, String what) {
        say("    %-4s > %-4s  %s".formatted(from, to, what));
    }

    private void hears(DemoPerson person, Message message) {
        String text = Shell.printable(message.text())
                .replaceAll("(\\?t=.{3})[A-Za-z0-9_-]+", "$1…")
                .replaceAll("(/conference/.{4})[0-9a-f-]+", "$1…")
                .strip();
        said("bot", person.name(), text.replace("\n", "\n                 "));
    }

    private static String indented(String text) {
        return text.indent(4).stripTrailing();
    }

    private void say(String what) {
        shell.print(what);
    }

    @Override
    public void close() {
        everybody.forEach(DemoPerson::close);
    }
}
