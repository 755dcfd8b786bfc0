package dev.muster.cli;

import static dev.muster.cli.TestShell.ALICE;
import static dev.muster.cli.TestShell.BOB;
import static dev.muster.cli.TestShell.NOW;
import static dev.muster.cli.TestShell.npub;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestBot.Part;
import dev.muster.cli.TestShell.Run;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Opened.Sealed;
import dev.muster.nostr.wrap.Recipient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `muster session …` and `muster rsvp`
@NullMarked
@Timeout(60)
class SessionCommandTest {
    private static final Tag OK = Tag.of("result", "ok");
    private static final long START = NOW.getEpochSecond() + 1200;
    private static final Tag SESSION = Tag.of(
            "session",
            "31923:" + ALICE.publicKey().hex() + ":medic-101",
            "medic-101",
            "planned",
            Long.toString(START),
            Long.toString(START + 7200),
            "Medic 101");

    private final TestRelay relay = new TestRelay().demandingAuth();
    private final List<TestBot> bots = new ArrayList<>();

    @TempDir
    private Path folder;

    SessionCommandTest() throws IOException {
        relay.holding(inbox());
    }

    private Event inbox() {
        return new Rumor(ALICE.publicKey(), 100, Kind.INBOX_RELAYS, Tags.of(Tag.of("relay", relay.url())), "")
                .sign(ALICE, new SecureRandom());
    }

    @AfterEach
    void close() throws IOException {
        bots.forEach(TestBot::close);
        relay.close();
    }

    private TestBot bot(TestBot.Answer answer) {
        var bot = new TestBot(relay, answer);
        bots.add(bot);
        return bot;
    }

    private TestBot bot(String words, Tag... tags) {
        return bot(TestBot.saying(words, tags));
    }

    private TestShell alice() {
        return new TestShell().in(folder).with("MUSTER_KEY", ALICE.hex()).with("MUSTER_RELAYS", relay.url());
    }

    private Run run(String... arguments) {
        return run(alice(), arguments);
    }

    private static Run run(TestShell shell, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bot", npub(TestBot.KEY), "--timeout", "20"));
        return shell.run(all.toArray(String[]::new));
    }

    private Run create(String... more) {
        var all = new ArrayList<>(
                List.of("session", "create", "Medic 101", "--start", "+20m", "--room", "https://meet.example.org/m"));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private List<Message> ownCopies() {
        var recipient = new Recipient(ALICE, new ConversationKeys(10));
        return relay.stored().stream()
                .filter(event -> event.kind() == Kind.GIFT_WRAP)
                .map(recipient::open)
                .filter(Sealed.class::isInstance)
                .map(opened -> ((Sealed) opened).message())
                .filter(message -> message.kind() == Kind.TIME_EVENT)
                .toList();
    }

    @Test
    void aLongGuestListIsToldInSeveralMessages() throws Exception {
        var random = new SecureRandom();
        List<String> guests =
                Stream.generate(() -> npub(SecretKey.random(random))).limit(600).toList();
        Files.write(folder.resolve("guests.txt"), guests);
        TestBot bot = bot("Medic 101 is announced.", OK, SESSION);
        Run run = create("--invite", "guests.txt");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<Message> parts = List.of(bot.heard(), bot.heard(), bot.heard());
        assertThat(parts.stream()
                        .flatMap(part -> part.rumor().tags().values("p").stream())
                        .distinct())
                .hasSize(600);
        assertThat(parts.stream().map(part -> part.rumor().createdAt()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(parts).allMatch(part -> part.rumor().tags().value("title").equals(Optional.of("Medic 101")));
        Run again = run("session", "invite", "medic-101", guests.getFirst());
        assertThat(again.err()).contains("all of them were invited before");
    }

    @Test
    void C6_createAnnouncesAndKeepsACopy() throws InterruptedException {
        TestBot bot = bot("Medic 101 is announced.", OK, SESSION);
        Run run = create(
                "--length",
                "2h",
                "--zone",
                "Europe/Prague",
                "--autostart",
                "15m",
                "--call-after",
                "5m",
                "--capacity",
                "30",
                "--completion",
                "45m",
                "--reminder",
                "1d,1h",
                "--invite",
                npub(BOB) + "," + npub(ALICE),
                "--host",
                npub(TestBot.KEY));

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines().getFirst())
                .startsWith("medic-101 ")
                .contains("planned")
                .endsWith("Medic 101");
        assertThat(run.err()).contains("next: muster session show medic-101");
        Rumor said = bot.heard().rumor();
        assertThat(said.kind()).isEqualTo(Kind.TIME_EVENT);
        assertThat(said.tags().all())
                .containsExactlyInAnyOrder(
                        Tag.of("d", "medic-101"),
                        Tag.of("title", "Medic 101"),
                        Tag.of("start", Long.toString(START)),
                        Tag.of("end", Long.toString(START + 7200)),
                        Tag.of("start_tzid", "Europe/Prague"),
                        Tag.of("service", "https://meet.example.org/m"),
                        Tag.of("autostart", "15"),
                        Tag.of("call", "5"),
                        Tag.of("capacity", "30"),
                        Tag.of("completion", "45"),
                        Tag.of("reminder", "1440"),
                        Tag.of("reminder", "60"),
                        Tag.of("p", BOB.publicKey().hex(), "", "attendee"),
                        Tag.of("p", ALICE.publicKey().hex(), "", "attendee"),
                        Tag.of("p", TestBot.KEY.publicKey().hex(), "", "Host"));
        assertThat(ownCopies()).extracting(Message::id).containsExactly(said.id());
        assertThat(relay.stored()).noneMatch(event -> event.kind() == Kind.TIME_EVENT);
    }

    @Test
    void aPublicOneShowsNeitherItsRoomNorWhoIsInvited() throws InterruptedException {
        TestBot bot = bot("", OK, SESSION);
        assertThat(create("--public", "--invite", npub(BOB)).exitCode()).isZero();
        assertThat(bot.heard().rumor().tags().first("public")).isPresent();
        assertThat(relay.stored())
                .filteredOn(event -> event.kind() == Kind.TIME_EVENT)
                .singleElement()
                .satisfies(event -> {
                    String json = new String(event.json(), UTF_8);
                    assertThat(json)
                            .contains("[\"p\",\"" + TestBot.KEY.publicKey().hex() + "\",\"\",\"notifier\"]")
                            .doesNotContain("meet.example.org")
                            .doesNotContain(BOB.publicKey().hex());
                });
    }

    @Test
    void json_isOneObjectWithWhatProgramsNeed() {
        bot("Announced.", OK, SESSION);
        assertThat(create("--json").lines().getFirst())
                .isEqualTo("{\"id\":\"medic-101\",\"address\":\"31923:"
                        + ALICE.publicKey().hex()
                        + ":medic-101\",\"state\":\"planned\",\"title\":\"Medic 101\",\"starts\":" + START
                        + ",\"ends\":" + (START + 7200) + ",\"result\":\"ok\",\"message\":\"Announced.\"}");
    }

    @Test
    void aRefusalIsAFailureInTheBotsWords() {
        bot("Only organizers can announce sessions.", Tag.of("result", "refused", "not-allowed"));
        Run run = create("--json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("\"reason\":\"not-allowed\"");
        assertThat(run.err()).contains("Only organizers can announce sessions.");
        assertThat(ownCopies()).isEmpty();
    }

    @Test
    void whatABotThatIsAwayWasToldIsKeptForIt() {
        relay.holding(TestBot.sign(Kind.INBOX_RELAYS, Tags.of(Tag.of("relay", relay.url())), ""));
        Run run = alice().run(
                        "session",
                        "create",
                        "Medic 101",
                        "--start",
                        "+20m",
                        "--bot",
                        npub(TestBot.KEY),
                        "--timeout",
                        "1");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("its id is medic-101", "A relay keeps your message");
        assertThat(relay.stored())
                .filteredOn(event -> event.kind() == Kind.GIFT_WRAP)
                .hasSize(2);
        assertThat(alice().run("session", "list", "--bot", npub(TestBot.KEY), "--timeout", "1")
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void whatNoRelayTakesIsAFailure() {
        bot("", OK);
        relay.refusing("blocked: full");
        Run run = create();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("blocked: full", "nothing was done");
    }

    @Test
    void anIdIsTakenOnlyOnce() {
        bot("", OK, SESSION);
        assertThat(create().exitCode()).isZero();
        Run again = create();
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("there is a session medic-101 of yours already", "muster session change");
        assertThat(create("--id", "medic-102").exitCode()).isZero();
    }

    @Test
    void inviteAndChangeSayAllOfItAgainAndLater() throws InterruptedException {
        TestBot bot = bot("", OK, SESSION);
        assertThat(create("--length", "2h").exitCode()).isZero();
        Rumor first = bot.heard().rumor();

        assertThat(run("session", "invite", "Medic 101", npub(BOB)).exitCode()).isZero();
        Rumor invited = bot.heard().rumor();
        assertThat(invited.tags().all())
                .containsAll(first.tags().all())
                .contains(Tag.of("p", BOB.publicKey().hex(), "", "attendee"));
        assertThat(invited.createdAt()).isGreaterThan(first.createdAt());

        assertThat(run("session", "change", "medic-101", "--start", "+60m").exitCode())
                .isZero();
        Rumor changed = bot.heard().rumor();
        assertThat(changed.tags().value("start")).contains(Long.toString(NOW.getEpochSecond() + 3600));
        assertThat(changed.tags().value("end")).contains(Long.toString(NOW.getEpochSecond() + 3600 + 7200));
        assertThat(changed.tags().all()).contains(Tag.of("p", BOB.publicKey().hex(), "", "attendee"));
        assertThat(changed.createdAt()).isGreaterThan(invited.createdAt());

        Run twice = run("session", "invite", "medic-101", npub(BOB));
        assertThat(twice.err()).contains("all of them were invited before");
        assertThat(run("session", "invite", "another", npub(BOB)).err()).contains("no session of that name");
    }

    @Test
    void aListOfGuestsHasNpubsAndNumbersAndComments() throws InterruptedException, IOException {
        Files.writeString(folder.resolve("guests.txt"), """
            # the group
            %s   # Bob

            tel:+420 601 234 567, Ana Nováková
            tel:+420601234568
            """.formatted(npub(BOB)));
        TestBot bot = bot("", OK, SESSION);
        assertThat(create("--invite", "guests.txt").exitCode()).isZero();
        assertThat(bot.heard().rumor().tags().all())
                .contains(
                        Tag.of("p", BOB.publicKey().hex(), "", "attendee"),
                        Tag.of("tel", "+420601234567", "Ana Nováková"),
                        Tag.of("tel", "+420601234568"));
    }

    @Test
    void everyMistakeInAListIsNamedByItsLine() {
        Run run = run(
                alice().reading(npub(BOB) + "\nnpub1wrong\ntel:0777123456\n" + npub(BOB) + "," + npub(ALICE)),
                "session",
                "create",
                "Medic",
                "--start",
                "+1h",
                "--invite",
                "-");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "nobody was invited",
                        "line 2: expected an npub",
                        "line 3: a telephone number begins with +",
                        "line 4: there are two people on this line")
                .doesNotContain("0777123456");
        assertThat(relay.stored()).noneMatch(event -> event.kind() == Kind.GIFT_WRAP);
    }

    @ParameterizedTest
    @CsvSource({
        "--start 2020-01-01T10:00,the past",
        "--start tomorrow,2026-12-01T18:00",
        "--start +1h --room http://meet.example.org,--room is an address such as https://",
        "--start +1h --length 0m,longer than nothing",
        "--start +1h --autostart 90s,whole minutes",
        "--start +1h --capacity 0,number of people",
        "--start +1h --zone Prague,time zone is such as Europe/Prague",
        "--length 1h,say when it begins"
    })
    void whatCannotBeMeantIsAUsageError(String options, String complaint) {
        var all = new ArrayList<>(List.of("session", "create", "Medic 101"));
        all.addAll(List.of(options.split(" ", -1)));
        Run run = run(all.toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "session start medic-101,start medic-101",
        "session cancel medic-101,cancel medic-101",
        "session end medic-101,end medic-101",
        "session end medic-101 --recording https://media.example.org/m.mp4,end medic-101"
                + " https://media.example.org/m.mp4",
        "rsvp yes medic-101,yes medic-101",
        "rsvp JOIN,join"
    })
    void otherCommandsAreWordsThatAnybodyCouldType(String typed, String said) throws InterruptedException {
        TestBot bot = bot("Done.", OK);
        Run run = run(typed.split(" ", -1));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("Done.\n");
        Message heard = bot.heard();
        assertThat(heard.kind()).isEqualTo(Kind.CHAT_MESSAGE);
        assertThat(heard.text()).isEqualTo(said);
    }

    @Test
    void answersToOthersQuestionsOrByOthersAreNotTaken() {
        bot(message -> List.of(Part.of("Mine.", OK)));
        assertThat(run("session", "start", "medic-101").out()).isEqualTo("Mine.\n");
        // The first answer lies in the inbox by now.
        assertThat(run("session", "start", "medic-101").out()).isEqualTo("Mine.\n");
    }

    @Test
    void whoHasNoInboxGetsOneWhereTheBotIs() {
        bot("Done.", OK);
        TestShell bob = new TestShell().in(folder).with("MUSTER_KEY", BOB.hex()).with("MUSTER_RELAYS", relay.url());
        Run run = run(bob, "rsvp", "yes");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("from now on that is at " + relay.url());
        assertThat(relay.stored()).anySatisfy(event -> {
            assertThat(event.kind()).isEqualTo(Kind.INBOX_RELAYS);
            assertThat(event.author()).isEqualTo(BOB.publicKey());
            assertThat(event.tags().values("relay")).containsExactly(relay.url());
        });
        assertThat(run(bob, "rsvp", "yes").err()).isEmpty();
    }

    @Test
    void withoutAKeyOrganizersSpeakAsTheAdminOfThisFolder_andSaySo() throws InterruptedException {
        TestBot bot = bot("Done.", OK);
        assertThat(new TestShell().in(folder).run("init").exitCode()).isZero();
        var nobody = new TestShell().in(folder).with("MUSTER_RELAYS", relay.url());
        Run run = run(nobody, "session", "start", "medic-101");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("speaking as the admin (" + folder.resolve("keys/admin.key") + ")");
        assertThat(bot.heard().author()).isEqualTo(new Founding(folder, shell()).admin());
        assertThat(run(nobody, "rsvp", "yes").exitCode()).isEqualTo(2);
    }

    private static Shell shell() {
        return Shell.ofThisProcess();
    }

    @Test
    void whereThereIsNoBotItSaysHowToNameOne() {
        Run run = alice().run("session", "list");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--bot npub1…", "muster.toml");
    }

    @Test
    void listAndShowPrintWhatTheBotKnows() {
        bot("1 session", OK, SESSION);
        assertThat(run("session", "list").lines())
                .singleElement()
                .asString()
                .matches("medic-101 +planned +.* to .* Medic 101");
        assertThat(run("session", "list", "--json").out()).startsWith("{\"id\":\"medic-101\",");
    }

    @Test
    void showNamesPeopleAsTheyCallThemselvesBesideTheirNpub() {
        relay.holding(
                new Rumor(BOB.publicKey(), 100, Kind.PROFILE, Tags.NONE, "{\"about\":1,\"name\":\"Bob \\u001b[2J\"}")
                        .sign(BOB, new SecureRandom()));
        bot(
                "",
                OK,
                SESSION,
                Tag.of("room", "https://meet.example.org/m"),
                Tag.of("answer", BOB.publicKey().hex(), "accepted"),
                Tag.of("answer", ALICE.publicKey().hex(), "invited"),
                Tag.of("contact", "•••4567", "Ana"));
        Run run = run("session", "show", "medic-101");
        assertThat(run.out())
                .contains(
                        "room: https://meet.example.org/m",
                        "accepted    Bob \uFFFD[2J (npub1",
                        "by phone    Ana •••4567")
                .doesNotContain("\u001b");
        assertThat(run("session", "show", "medic-101", "--json").out())
                .contains("{\"pubkey\":\"" + BOB.publicKey().hex() + "\",\"answer\":\"accepted\",\"name\":\"Bob");
    }

    private TestBot reporting() {
        String bob = BOB.publicKey().hex();
        String alice = ALICE.publicKey().hex();
        Tag delivered = Tag.of("delivery", bob, "nip17", "joined", Long.toString(START), "2 relays");
        Tag stayed = Tag.of("attendance", bob, Long.toString(START), Long.toString(START + 600), "600");
        Tag again = Tag.of("attendance", bob, Long.toString(START + 900), "", "3000");
        Tag lost = Tag.of("delivery", alice, "nip17", "failed", Long.toString(START), "<no> relays");
        Tag count = Tag.of("count", "joined", "1");
        return bot(_ -> List.of(
                Part.of("", Tag.of("part", "2", "2"), OK, lost, again),
                Part.of(
                        "Report: Medic 101 (live)\n1 of 2 joined.",
                        Tag.of("part", "1", "2"),
                        OK,
                        SESSION,
                        count,
                        delivered,
                        stayed)));
    }

    @Test
    void C7_aReportOfSeveralPartsIsOneTable() {
        var bot = reporting();
        Run run = run("session", "report", "medic-101");
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).hasSize(6);
        assertThat(run.lines().get(1)).isEqualTo("1 of 2 joined.");
        assertThat(run.lines().get(4)).matches("npub1\\S+ +joined +\\d\\d:\\d\\d +there +1 h 00 min +2 relays");
        assertThat(run.lines().get(5)).matches("npub1\\S+ +failed +<no> relays");
        assertThat(bot.hasHeardAll()).isFalse();
        assertThat(run("session", "report", "medic-101", "--json").out())
                .contains("\"counts\":{\"joined\":1}", "\"seconds\":3600", "\"state\":\"failed\"");
    }

    @Test
    void theReportAsAPageNeedsNothingButItself() throws IOException {
        var _ = reporting();
        Run run = run("session", "report", "medic-101", "--html", "report.html");
        assertThat(run.out()).isEqualTo("wrote " + folder.resolve("report.html") + "\n");
        assertThat(folder.resolve("report.html"))
                .content()
                .contains("<title>Report: Medic 101</title>", "&lt;no&gt; relays", "1 h 00 min", "prefers-color-scheme")
                .doesNotContain("<script", "http://", "https://", "<no>");
    }

    @Test
    void botStatusPrintsWhatItHasPublished() {
        relay.holding(
                TestBot.sign(Kind.PROFILE, Tags.NONE, "{\"name\":\"Muster\",\"bot\":true}"),
                TestBot.sign(Kind.INBOX_RELAYS, Tags.of(Tag.of("relay", relay.url())), ""),
                TestBot.sign(Kind.HANDLER_INFORMATION, Tags.of(Tag.of("web", "http://127.0.0.1:1")), ""));
        Run run = run("bot", "status", "--json");
        // Nobody listens there.
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .isEqualTo("{\"name\":\"Muster\",\"pubkey\":\""
                        + TestBot.KEY.publicKey().hex() + "\",\"npub\":\""
                        + npub(TestBot.KEY) + "\",\"relays\":[\"" + relay.url()
                        + "\"],\"http\":\"http://127.0.0.1:1\",\"answers\":false}\n");
        Run nobody = alice().run("bot", "status", "--bot", npub(BOB));
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err()).contains(npub(BOB) + " has published nothing at " + relay.url());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Medic 101", " medic  101! ", "Médic—101"})
    void anIdIsMadeOfTheTitle(String title) {
        assertThat(Announcement.idFor(title)).isEqualTo("medic-101");
    }
}
