package dev.muster.sms.thread;

import static dev.muster.sms.thread.Office.EVE;
import static dev.muster.sms.thread.Office.OLGA;
import static dev.muster.sms.thread.Office.OTTO;
import static dev.muster.sms.thread.Office.OUR;
import static dev.muster.sms.thread.Office.ROBOT;
import static dev.muster.sms.thread.Office.TINA;
import static dev.muster.sms.thread.Office.TOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.sms.picture.Lock;
import dev.muster.sms.picture.Shown;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Olga and Otto are operators, Tina and Tom organizers; Ana and Ben have only a phone.
@Timeout(90)
class ThreadsTest {
    private static final PhoneNumber ANA = new PhoneNumber("+420601123467");
    private static final PhoneNumber BEN = new PhoneNumber("+420601123489");

    @RegisterExtension
    final Office office = new Office();

    private static ThreadsConfig inTurn() {
        return new ThreadsConfig(ThreadsConfig.Sharing.ROUND_ROBIN, Duration.ofDays(30), "sms");
    }

    @Test
    void R51_aTextWithoutAThreadBeginsOneThatNobodyHas() {
        office.texts(ANA, "Where is it?");

        assertThat(office.thread(ANA).state()).isEqualTo(State.UNASSIGNED);
        assertThat(office.born()).containsExactly(office.ghost(ANA));
        assertThat(office.threads().ghosts(office.data().ledger())).containsExactly(office.ghost(ANA));
        for (SecretKey operator : List.of(OLGA, OTTO)) {
            Rumor chat = office.chat(operator, ANA).getFirst();
            assertThat(chat.content()).startsWith("Where is it?");
            assertThat(chat.tags().first("p"))
                    .hasValue(Tag.of("p", operator.publicKey().hex()));
            assertThat(chat.tags().value("conversation"))
                    .hasValue(office.thread(ANA).id());
            assertThat(chat.tags().value("channel")).hasValue("sms");
            assertThat(chat.tags().value("subject")).hasValue("SMS •••67");
        }
        assertThat(office.chat(TINA, ANA)).isEmpty();
        assertThat(office.chat(EVE, ANA)).isEmpty();
    }

    @Test
    void R48_aPictureIsAFileMessageInTheChat() {
        office.texts(ANA, "Look!");
        var lock = new Lock("image/png", "aa", "bb", "cc", "dd", 7);
        office.shows(ANA, new Shown(URI.create("https://sms.example.org/m/t"), lock));

        Rumor picture = office.of(OLGA, ANA, Kind.FILE_MESSAGE).getFirst();
        assertThat(picture.content()).isEqualTo("https://sms.example.org/m/t");
        assertThat(picture.tags()).containsAll(lock.tags());
        assertThat(picture.tags().value("p")).hasValue(OLGA.publicKey().hex());
        assertThat(picture.tags().value("via")).hasValue("sms");
        assertThat(office.of(OTTO, ANA, Kind.FILE_MESSAGE)).hasSize(1);
        assertThat(office.of(TINA, ANA, Kind.FILE_MESSAGE)).isEmpty();
    }

    private static Shown picture(String address) {
        String key = "ab".repeat(32);
        return new Shown(URI.create(address), new Lock("image/png", key, "cd".repeat(16), "ef", "01", 7));
    }

    @Test
    void R52_aPictureIsSentOnceAndSeenByTheOthers() {
        office.texts(ANA, "Where is it?");
        Shown map = picture("https://files.example.org/map");
        Rumor sent = office.sends(OLGA, ANA, map);
        office.repeats(sent, ANA);

        assertThat(office.texted()).extracting(Office.Texted::text).containsExactly("https://files.example.org/map");
        Rumor seen = office.of(OTTO, ANA, Kind.FILE_MESSAGE).getFirst();
        assertThat(seen.content()).isEqualTo(map.at().toString());
        assertThat(seen.tags()).containsAll(map.lock().tags());
        assertThat(office.of(OTTO, ANA, Kind.FILE_MESSAGE)).hasSize(1);
        assertThat(office.of(OLGA, ANA, Kind.FILE_MESSAGE)).isEmpty();
        assertThat(office.thread(ANA).state()).isEqualTo(State.WAITING);

        office.fares(sent, Fate.DELIVERED, "");
        assertThat(office.marks(OLGA, ANA, sent.id())).containsExactly("✓✓");
    }

    @Test
    void R48_aPictureThatCannotBeSentIsSaid() {
        office.texts(ANA, "Where is it?");
        Rumor clear = office.writes(OLGA, ANA, Kind.FILE_MESSAGE, "https://files.example.org/clear.jpg");
        assertThat(office.answer(OLGA, ANA, clear.id()).orElseThrow().content()).contains("that NIP-17 encrypts");

        office.blocks(ANA, "no_mms");
        Rumor sent = office.sends(OLGA, ANA, picture("https://files.example.org/map"));
        assertThat(office.answer(OLGA, ANA, sent.id()).orElseThrow().content())
                .isEqualTo("This was not texted: no carrier takes pictures there.");
        assertThat(office.texted()).isEmpty();
        assertThat(office.of(OTTO, ANA, Kind.FILE_MESSAGE)).isEmpty();
    }

    @Test
    void R51_programsHearOfItInBuildItsWords() {
        office.texts(ANA, "Where is it?");

        Rumor board = office.of(OLGA, ANA, Board.KIND).getFirst();
        assertThat(board.content())
                .contains("\"status\":\"unassigned\"", "\"type\":\"sms\"", "\"lastMessageBy\":\"contact\"")
                .contains(office.thread(ANA).id())
                .doesNotContain("601123467");
    }

    @Test
    void R51_itIsWaitingWhenItWasAnsweredAndActiveWhenTheyTextAgain() {
        office.texts(ANA, "Where is it?");
        office.writes(OLGA, ANA, "At the river");
        assertThat(office.thread(ANA).state()).isEqualTo(State.WAITING);

        office.texts(ANA, "Which one?");
        assertThat(office.thread(ANA).state()).isEqualTo(State.ACTIVE);
        office.texts(ANA, "Hello?");
        assertThat(office.thread(ANA).state()).isEqualTo(State.ACTIVE);
        assertThat(office.born()).hasSize(1);
    }

    @Test
    void R52_anAnswerIsTextedOnceAndSeenByTheOthers() {
        office.texts(ANA, "Where is it?");
        Rumor answer = office.writes(OLGA, ANA, "At the river");
        office.repeats(answer, ANA);

        assertThat(office.texted())
                .singleElement()
                .satisfies(text -> assertThat(text.text()).isEqualTo("At the river"))
                .satisfies(text -> assertThat(text.our()).isEqualTo(OUR))
                .satisfies(text -> assertThat(text.to()).isEqualTo(ANA))
                .satisfies(text -> assertThat(text.id()).matches("[0-9a-f-]+"));
        assertThat(office.lines(OTTO, ANA))
                .filteredOn(line -> line.endsWith(": At the river"))
                .hasSize(1);
        assertThat(office.lines(OLGA, ANA)).noneMatch(line -> line.contains("At the river"));
    }

    @Test
    void R52_afterARestartAnAnswerIsNotTextedAgain() throws Exception {
        office.texts(ANA, "Where is it?");
        Rumor answer = office.writes(OLGA, ANA, "At the river");
        office.restart();
        office.repeats(answer, ANA);
        assertThat(office.texted()).hasSize(1);
        office.writes(OTTO, ANA, "By the bridge");
        assertThat(office.texted()).hasSize(2);
    }

    @Test
    void R52_twoThatAreAnsweredInOneMessageAreBothTexted() {
        office.texts(ANA, "Where is it?");
        office.texts(BEN, "Where is it?");
        Rumor answer = office.writes(OLGA, ANA, "At the river");
        office.repeats(answer, BEN);
        assertThat(office.texted()).extracting(Office.Texted::to).containsExactly(ANA, BEN);
        assertThat(office.texted()).extracting(Office.Texted::id).doesNotHaveDuplicates();
    }

    @Test
    void R52_theSameTextTwiceIsShownTwice() {
        office.texts(ANA, "yes");
        office.texts(ANA, "yes");
        assertThat(office.chat(OLGA, ANA)).hasSize(2);
    }

    @Test
    void R53_aReplyToABroadcastGoesToTheOrganizerOfTheLast() {
        office.broadcasts(TOM, ANA);
        office.broadcasts(TINA, ANA);
        office.texts(ANA, "I'm coming");

        assertThat(office.lines(TINA, ANA)).hasSize(1);
        assertThat(office.lines(TOM, ANA)).isEmpty();
        assertThat(office.lines(OLGA, ANA)).isEmpty();
        assertThat(office.thread(ANA).care().isBy(TINA.publicKey())).isTrue();

        office.writes(TINA, ANA, "See you");
        assertThat(office.lines(OLGA, ANA)).isEmpty();
        office.broadcasts(TOM, ANA);
        office.texts(ANA, "To you too");
        assertThat(office.lines(TOM, ANA)).hasSize(1);
        assertThat(office.lines(TINA, ANA)).hasSize(1);
    }

    @Test
    void R53_withoutARecentBroadcastItIsForAllOperators() {
        office.broadcasts(TINA, ANA);
        office.texts(ANA, "I'm coming");
        office.longAgo(ANA);
        office.texts(ANA, "Still am");

        assertThat(office.lines(OLGA, ANA)).hasSize(1);
        assertThat(office.lines(OTTO, ANA)).hasSize(1);
        assertThat(office.lines(TINA, ANA)).hasSize(1);
    }

    @Test
    void R57_whatCameByTextSaysSoByATagAndOnceInWords() {
        office.texts(ANA, "one");
        office.texts(ANA, "two");

        List<Rumor> chat = office.chat(OLGA, ANA);
        assertThat(chat)
                .hasSize(2)
                .allSatisfy(rumor -> assertThat(rumor.tags().first("via"))
                        .hasValue(Tag.of("via", "sms", "not end-to-end encrypted")));
        assertThat(chat)
                .filteredOn(rumor -> rumor.content().contains("via SMS, not end-to-end encrypted"))
                .hasSize(1);
    }

    @Test
    void C8_operatorsTakeTurnsWhereItIsSetSoAndKeepWhatTheyHave() throws Exception {
        office.restartWith(inTurn());
        office.texts(ANA, "one");
        office.texts(BEN, "two");
        office.texts(ANA, "three");

        int olgas = office.lines(OLGA, ANA).size() + office.lines(OLGA, BEN).size();
        assertThat(office.lines(OLGA, ANA).size() + office.lines(OTTO, ANA).size())
                .isEqualTo(2);
        assertThat(office.lines(OLGA, BEN).size() + office.lines(OTTO, BEN).size())
                .isEqualTo(1);
        assertThat(olgas).isBetween(1, 2);
        assertThat(office.thread(ANA).state()).isEqualTo(State.ASSIGNED);
    }

    @Test
    void C8_whoClaimsAThreadHasItAndTheOthersHearOfIt() {
        office.texts(ANA, "Where is it?");
        office.writes(OLGA, ANA, "/claim");

        assertThat(office.thread(ANA).state()).isEqualTo(State.ASSIGNED);
        assertThat(office.thread(ANA).care().isBy(OLGA.publicKey())).isTrue();
        assertThat(office.lines(OTTO, ANA)).anyMatch(line -> line.endsWith("has this now."));
        assertThat(office.texted()).isEmpty();

        office.broadcasts(TINA, ANA);
        office.texts(ANA, "Hello?");
        assertThat(office.lines(OLGA, ANA)).anyMatch(line -> line.startsWith("Hello?"));
        assertThat(office.lines(TINA, ANA)).isEmpty();
    }

    @Test
    void C8_whatIsResolvedIsArchivedAfterAWhileAndBeginsAnewWhenTheyTextAgain() {
        office.texts(ANA, "Where is it?");
        office.writes(OLGA, ANA, "/claim");
        office.writes(OLGA, ANA, "/resolve");
        assertThat(office.thread(ANA).state()).isEqualTo(State.RESOLVED);

        office.passes(Duration.ofDays(31));
        Await.until(() -> office.thread(ANA).state() == State.ARCHIVED);
        office.texts(ANA, "And now?");
        assertThat(office.thread(ANA).state()).isEqualTo(State.UNASSIGNED);
        assertThat(office.lines(OTTO, ANA)).anyMatch(line -> line.startsWith("And now?"));
    }

    @Test
    void C8_whatIsEscalatedEverybodySees() throws Exception {
        office.restartWith(inTurn());
        office.texts(ANA, "I'm hurt");
        SecretKey first = office.lines(OLGA, ANA).isEmpty() ? OTTO : OLGA;
        office.writes(first, ANA, "/escalate");
        for (SecretKey who : List.of(OLGA, OTTO, TINA, TOM))
            assertThat(office.lines(who, ANA)).anyMatch(line -> line.contains("asks for help here."));

        office.texts(ANA, "Hurry");
        for (SecretKey who : List.of(OLGA, OTTO, TINA, TOM))
            assertThat(office.lines(who, ANA)).anyMatch(line -> line.startsWith("Hurry"));
        assertThat(office.lines(EVE, ANA)).isEmpty();
    }

    @Test
    void C8_programsClaimAndResolveInBuildItsWords() {
        office.texts(ANA, "Where is it?");
        String id = office.thread(ANA).id();
        office.writes(OLGA, ANA, Board.KIND, "{\"threadId\":\"" + id + "\",\"status\":\"assigned\"}");
        assertThat(office.thread(ANA).care().isBy(OLGA.publicKey())).isTrue();

        office.writes(
                OLGA,
                ANA,
                Board.KIND,
                "{\"threadId\":\"" + id + "\",\"assignedOperator\":\""
                        + OTTO.publicKey().hex() + "\"}");
        assertThat(office.thread(ANA).care().isBy(OTTO.publicKey())).isTrue();
        office.writes(OTTO, ANA, Board.KIND, "{\"threadId\":\"" + id + "\",\"status\":\"resolved\"}");
        assertThat(office.thread(ANA).state()).isEqualTo(State.RESOLVED);

        Rumor odd = office.writes(OTTO, ANA, Board.KIND, "{\"threadId\":\"" + id + "\",\"status\":\"asleep\"}");
        assertThat(office.answer(OTTO, ANA, odd.id())).isPresent();
        office.writes(OTTO, ANA, Board.KIND, "nonsense");
        assertThat(office.texted()).isEmpty();
    }

    @Test
    void C8_aWordThatNobodyKnowsIsNotTexted() {
        office.texts(ANA, "Where is it?");
        Rumor typed = office.writes(OLGA, ANA, "/resolv");
        Rumor help = office.writes(OLGA, ANA, "/help");

        assertThat(office.texted()).isEmpty();
        assertThat(office.answer(OLGA, ANA, typed.id()).orElseThrow().content()).contains("/resolve");
        assertThat(office.answer(OLGA, ANA, help.id()).orElseThrow().content()).contains("/claim");
    }

    @Test
    void R60_whoMayNotAnswerIsToldOnceAndNothingIsTexted() {
        office.texts(ANA, "Where is it?");
        Rumor first = office.writes(EVE, ANA, "At the river");
        office.writes(EVE, ANA, "Hello?");
        office.writes(ROBOT, ANA, "beep");

        assertThat(office.texted()).isEmpty();
        assertThat(office.chat(EVE, ANA)).hasSize(1);
        assertThat(office.answer(EVE, ANA, first.id()).orElseThrow().content()).doesNotContain("Where is it?");
        assertThat(office.chat(ROBOT, ANA)).isEmpty();
    }

    @Test
    void R60_whatWasSaidTwoDaysAgoIsNotTexted() {
        office.texts(ANA, "Where is it?");
        var old = new Rumor(
                OLGA.publicKey(),
                office.now().minus(Duration.ofHours(50)).getEpochSecond(),
                Kind.CHAT_MESSAGE,
                Tags.NONE,
                "At the river");
        office.repeats(old, ANA);
        assertThat(office.texted()).isEmpty();
        assertThat(office.answer(OLGA, ANA, old.id())).isPresent();
    }

    @Test
    void R14_whatMustNotBeTextedIsMarkedAndExplained() {
        office.texts(ANA, "Where is it?");
        office.blocks(ANA, "opt_out");
        Rumor answer = office.writes(OLGA, ANA, "At the river");

        assertThat(office.marks(OLGA, ANA, answer.id())).containsExactly("✗");
        assertThat(office.answer(OLGA, ANA, answer.id()).orElseThrow().content())
                .contains("want no texts");
        assertThat(office.lines(OTTO, ANA)).noneMatch(line -> line.contains("At the river"));
        assertThat(office.thread(ANA).state()).isEqualTo(State.UNASSIGNED);
    }

    @Test
    void R3_whoHasNoNumberCantBeAnswered() {
        office.hears(new Heard(OUR, "12345", Optional.empty(), "Your code is 1", false, "test"));
        assertThat(new Book().all(office.data().ledger()).map(Conversation::subject))
                .containsExactly("SMS •••45");
        Rumor answer = office.writes(OLGA, "12345", "Thanks");

        assertThat(office.texted()).isEmpty();
        assertThat(office.heard(OLGA))
                .filteredOn(
                        rumor -> rumor.tags().values("e").contains(answer.id().hex()))
                .anyMatch(rumor -> rumor.content().contains("can't be answered"));
    }

    @Test
    void R30_anAnswerIsMarkedByHowItFaresAndNeverWorse() {
        office.texts(ANA, "Where is it?");
        Rumor answer = office.writes(OLGA, ANA, "At the river");
        office.fares(answer, Fate.SENT, "");
        office.fares(answer, Fate.SENT, "");
        assertThat(office.marks(OLGA, ANA, answer.id())).containsExactly("✓");
        office.fares(answer, Fate.FAILED, "30005");
        office.fares(answer, Fate.DELIVERED, "");
        office.fares(answer, Fate.SENT, "");
        office.fares(answer, Fate.FAILED, "30005");
        assertThat(office.of(OLGA, ANA, Kind.REACTION)).hasSize(3);
        assertThat(office.marks(OLGA, ANA, answer.id())).containsExactlyInAnyOrder("✓", "✗", "✓✓");
        assertThat(office.of(OTTO, ANA, Kind.REACTION)).isEmpty();
    }

    @Test
    void R44_whatMayHaveBeenTextedIsSaidToBeSo() {
        office.texts(ANA, "Where is it?");
        Rumor answer = office.writes(OLGA, ANA, "At the river");
        office.fares(answer, Fate.UNKNOWN, "timeout");
        assertThat(office.answer(OLGA, ANA, answer.id()).orElseThrow().content())
                .contains("I don't send it again");
        assertThat(office.marks(OLGA, ANA, answer.id())).isEmpty();
    }

    @Test
    void R56_howAnAnswerFaredIsForgottenAfterAMonth() {
        office.texts(ANA, "Where is it?");
        Rumor answer = office.writes(OLGA, ANA, "At the river");
        String id = office.texted().getFirst().id();
        assertThat(new Book().reply(office.data().ledger(), id)).isPresent();

        office.passes(Duration.ofDays(31));
        Await.until(() -> new Book().reply(office.data().ledger(), id).isEmpty());
        office.repeats(answer, ANA);
        assertThat(office.texted()).hasSize(1);
    }

    @Test
    void R11_whatMayMeanStopIsMarkedAndAnOperatorDecides() {
        office.texts(ANA, "please stop it", true);
        Rumor chat = office.chat(OLGA, ANA).getFirst();
        assertThat(chat.tags().values("t")).contains("possible-optout");
        assertThat(chat.content()).contains("/stop or /keep");

        office.writes(OLGA, ANA, "/stop");
        office.writes(OLGA, ANA, "/keep");
        assertThat(office.decided()).containsExactly("•••67 false", "•••67 true");
        assertThat(office.lines(OTTO, ANA)).anyMatch(line -> line.startsWith("They get no more texts."));
        assertThat(office.texted()).isEmpty();
    }

    @Test
    void C8_whatTheBridgeDoesIsALineInTheThreadIfThereIsOne() {
        office.data().ledger().alter(change -> office.threads().line(change, OUR, BEN.e164(), "They have opted out."));
        assertThat(office.born()).isEmpty();

        office.texts(ANA, "Where is it?");
        office.data().ledger().alter(change -> office.threads().line(change, OUR, ANA.e164(), "They have opted out."));
        Rumor line = office.chat(OTTO, ANA).stream()
                .filter(rumor -> rumor.tags().first("line").isPresent())
                .findFirst()
                .orElseThrow();
        assertThat(line.content()).startsWith("They have opted out.");
    }

    @Test
    void C0_aGhostSaysWhereItReceivesAndNothingElseAndAgainWhenThatChanges() throws Exception {
        office.texts(ANA, "Where is it?");
        assertThat(office.published(ANA))
                .singleElement()
                .satisfies(event -> assertThat(event.kind()).isEqualTo(Kind.INBOX_RELAYS))
                .satisfies(event -> assertThat(event.tags().values("relay")).containsExactly(Office.RELAY.toString()));

        office.data().ledger().alter(change -> office.threads().introduce(change));
        int before = office.published(ANA).size();
        office.passes(Duration.ofDays(1));
        office.restartWith(ThreadsConfig.DEFAULT, URI.create("wss://other.example.org"));
        office.data().ledger().alter(change -> office.threads().introduce(change));
        office.data().ledger().alter(change -> office.threads().introduce(change));
        assertThat(office.published(ANA))
                .hasSize(before + 1)
                .anySatisfy(
                        event -> assertThat(event.tags().values("relay")).containsExactly("wss://other.example.org"));
    }

    @Test
    void R55_nothingThatGoesToOperatorsHasTheNumberInIt() {
        office.texts(ANA, "Where is it?");
        office.writes(OLGA, ANA, "At the river");
        office.settles();
        for (Rumor rumor : office.heard(OTTO))
            assertThat(rumor.content() + rumor.tags()).doesNotContain("601123467");
        assertThat(office.thread(ANA).toString()).doesNotContain("601123467");
    }
}
