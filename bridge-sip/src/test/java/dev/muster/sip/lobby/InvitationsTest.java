package dev.muster.sip.lobby;

import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.kit.roles.Roles;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.kit.venue.RoomWish.Stage;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Message;
import dev.muster.sip.call.Book;
import dev.muster.sip.call.CallRecord;
import dev.muster.sip.call.Phase;
import dev.muster.sip.call.Telephone;
import dev.muster.sip.credit.Credits;
import dev.muster.sip.credit.Rates;
import dev.muster.sip.gate.Gate;
import dev.muster.sip.gate.GateConfig;
import dev.muster.sip.gate.Refusal;
import dev.muster.sip.menu.Guesses;
import dev.muster.sip.mix.Beat;
import dev.muster.sip.phone.PhoneLegs;
import dev.muster.sip.phone.Protection;
import dev.muster.sip.phone.TestLegs;
import dev.muster.sip.phrase.Phrasebook;
import dev.muster.sip.phrase.PhrasesConfig;
import dev.muster.sip.room.Hall;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.CallListener;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.ua.SipAgent;
import dev.muster.sip.ua.TrunkState;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Telephones are called into a session: real SIP, real voices, on loopback.
@Timeout(120)
class InvitationsTest {
    private static final String NUMBER = "+420222333444";
    private static final String ZDENA = Hall.ZDENA.number();
    private static final String STRANGER = "+420777000009";
    private static final String CALL = "7d1f0c52-3b1e-4a0e-9b57-0f6c1b2a3d4e";

    @RegisterExtension
    final Hall hall = new Hall();

    private final SecretKey admin = SecretKey.random(RANDOM);
    private final SecretKey other = SecretKey.random(RANDOM);
    private final Beat beat = new Beat();
    private final PhoneLegs legs = TestLegs.open();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> followed = new CopyOnWriteArrayList<>();
    private final Roles roles = new Roles(() -> new RolesConfig(
            Set.of(admin.publicKey()),
            Set.of(Hall.ORGANIZER.publicKey(), other.publicKey()),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(Hall.SESSIONS.publicKey())));
    private Optional<Refusal> notNow = Optional.empty();
    private Book book;
    private Lobby lobby;
    private Invitations invitations;
    private Telephone telephone;

    @BeforeEach
    void begin() throws IOException {
        open(0);
        int ours = Telephone.freePort();
        int theirs = Telephone.freePort();
        SipAgent agent = Telephone.agent(ours, theirs, new CallListener() {
            @Override
            public void happened(CallEvent event) {
                lobby.happened(event);
            }

            @Override
            public void changed(TrunkState state) {
                // Nobody is asked whether they are there.
            }
        });
        parts.add(agent);
        lobby.start(Optional.of(agent));
        telephone = new Telephone(theirs, ours);
        parts.add(telephone);
    }

    private void open(long monthly) throws IOException {
        InstantSource clock = InstantSource.system();
        book = new Book(new Credits(monthly, clock), Rates.of(List.of()), clock);
        lobby = new Lobby(
                new Lobby.Means(
                        hall.data().ledger(),
                        book,
                        new Gate(
                                new GateConfig(List.of("+420"), List.of(), 2, 10, 20, 5, 2, Duration.ofHours(1)),
                                clock),
                        hall.rooms(),
                        legs,
                        _ -> Protection.OFF,
                        beat,
                        Phrasebook.open(PhrasesConfig.DEFAULT),
                        _ -> Optional.empty(),
                        () -> UUID.randomUUID().toString(),
                        () -> notNow,
                        NUMBER,
                        Duration.ofHours(1),
                        clock),
                new Guesses(new SecureRandom()));
        invitations = new Invitations(
                lobby,
                new Invitations.Needs(
                        hall.data().ledger(),
                        hall.rooms(),
                        roles,
                        hall.replies(),
                        (reading, call) -> book.get(reading, call).isPresent(),
                        () -> UUID.randomUUID().toString(),
                        (_, call, _) -> followed.add(call),
                        "CZ",
                        refused::add,
                        hall::now));
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable part : parts.reversed()) part.close();
        lobby.close();
        beat.close();
    }

    private Tags order(String... numbers) {
        var tags = new ArrayList<Tag>();
        tags.add(Tag.of("a", Hall.SESSION));
        for (String number : numbers) tags.add(Tag.of("to", "tel:" + number));
        return new Tags(tags);
    }

    /// Says it in a wrap, and is answered.
    private Tags says(SecretKey who, Tags tags) {
        return says(who, tags, hall.now());
    }

    private Tags says(SecretKey who, Tags tags, Instant when) {
        // Answers are told apart by their second.
        hall.passes(Duration.ofSeconds(1));
        say(who, Kind.BUILDIT_CALL_OFFER, tags, when);
        hall.settles();
        return hall.heard(who).stream()
                .filter(said -> said.kind() == Kind.CHAT_MESSAGE)
                .toList()
                .getLast()
                .tags();
    }

    private void say(SecretKey who, int kind, Tags tags, Instant when) {
        var rumor = new Rumor(
                who.publicKey(),
                when.getEpochSecond(),
                kind,
                tags,
                "{\"_v\":\"1.0.0\",\"callId\":\"" + CALL + "\",\"callType\":\"voice\",\"sdp\":\"\"}");
        var message = new Message(rumor.id(), rumor, rumor.content(), Optional.empty());
        assertThat(invitations.concern(message)).isTrue();
        hall.data().ledger().alter(change -> invitations.heard(change, message));
    }

    private static String result(Tags answer) {
        return answer.first("result").map(tag -> tag.at(1) + " " + tag.at(2)).orElse("");
    }

    private int inside() {
        return hall.rooms().people();
    }

    private CallRecord call() {
        return book.all(hall.data().ledger()).getFirst();
    }

    private void isOver(HangupReason why) {
        Await.until(() -> call().isOver());
        assertThat(call().reason()).contains(why);
        Await.until(() -> lobby.size() == 0);
        assertThat(inside()).isZero();
    }

    private Dialler answers() throws InterruptedException {
        Dialler zdena = Dialler.isCalled(telephone, legs, beat);
        parts.add(zdena);
        return zdena;
    }

    @Test
    void sip_I2_whoIsCalledIsInTheRoomOnceTheyPressOneAndCountsAsThemselves() throws Exception {
        hall.wanted(Stage.LIVE);
        Tags answer = says(Hall.ORGANIZER, order(ZDENA));
        assertThat(result(answer)).isEqualTo("ok ");
        assertThat(answer.first("call")).hasValueSatisfying(tag -> {
            assertThat(tag.at(1)).isEqualTo(CALL);
            assertThat(tag.at(2)).isEqualTo("•••3456");
        });
        assertThat(followed).containsExactly(CALL);

        Dialler zdena = answers();
        zdena.presses("5");
        Await.until(() -> call().phase() == Phase.TALKING);
        assertThat(inside()).as("before the key").isZero();
        assertThat(hall.told()).isEmpty();
        zdena.presses("1");
        Await.until(() -> inside() == 1);
        assertThat(hall.told())
                .isNotEmpty()
                .allMatch(stay -> stay.ref().equals(Hall.ZDENA.ref()))
                .allMatch(stay -> stay.shown().equals("•••3456"));
        zdena.hangsUp();
        isOver(HangupReason.COMPLETED);
        assertThat(call().shownNumber()).isEqualTo("•••3456");
    }

    @Test
    void aTelephoneRingsOnceHoweverItIsWritten() throws Exception {
        hall.wanted(Stage.LIVE);
        String spaced = ZDENA.substring(0, 4) + " " + ZDENA.substring(4);
        Tags answer = says(
                Hall.SESSIONS,
                new Tags(List.of(
                        Tag.of("a", Hall.SESSION),
                        Tag.of("to", "tel:" + ZDENA, "3e".repeat(32)),
                        Tag.of("to", "tel:" + spaced, "4f".repeat(32)))));
        assertThat(answer.stream().filter(tag -> tag.isNamed("call"))).hasSize(1);
        answers().presses("1");
        Await.until(() -> inside() == 1);
        assertThat(lobby.size()).isEqualTo(1);
    }

    @Test
    void whoPressesTwoIsLeftInPeace() throws Exception {
        hall.wanted(Stage.LIVE);
        says(Hall.ORGANIZER, order(ZDENA));
        Dialler zdena = answers();
        zdena.presses("2");
        zdena.isHungUpOn();
        isOver(HangupReason.REJECTED);
        assertThat(hall.told()).isEmpty();
    }

    @Test
    void anAnsweringMachineIsInNoRoomAndIsHungUpOn() throws Exception {
        hall.wanted(Stage.LIVE);
        says(Hall.ORGANIZER, order(ZDENA));
        Dialler machine = answers();
        // It speaks, and presses nothing.
        machine.hums(500);
        Await.until(Duration.ofSeconds(90), () -> call().isOver());
        isOver(HangupReason.NO_ANSWER);
        assertThat(hall.told()).isEmpty();
    }

    @Test
    void whoHangsUpOnTheQuestionHasNotBeenThere() throws Exception {
        hall.wanted(Stage.LIVE);
        says(Hall.ORGANIZER, order(ZDENA));
        Dialler zdena = answers();
        Await.until(() -> call().phase() == Phase.TALKING);
        zdena.hangsUp();
        isOver(HangupReason.NO_ANSWER);
    }

    @Test
    void theBotOfTheSessionSaysWhoItIs() throws Exception {
        hall.wanted(Stage.LIVE);
        Tags answer = says(
                Hall.SESSIONS,
                new Tags(List.of(Tag.of("a", Hall.SESSION), Tag.of("to", "tel:" + STRANGER, "3e".repeat(32)))));
        assertThat(answer.first("call"))
                .hasValueSatisfying(tag -> assertThat(tag.at(2)).isEqualTo("3e".repeat(32)));
        answers().presses("1");
        Await.until(() -> inside() == 1);
        assertThat(hall.told()).isNotEmpty().allMatch(stay -> stay.ref().equals("3e".repeat(32)));
        assertThat(followed).as("a bot is told by stays").isEmpty();
    }

    @Test
    void whoWantedItCanTakeItBackWhileItRings() throws Exception {
        hall.wanted(Stage.LIVE);
        says(Hall.ORGANIZER, order(ZDENA));
        telephone.hears(CallEvent.Incoming.class).call().ring();
        Await.until(() -> call().phase() == Phase.RINGING);
        say(Hall.ORGANIZER, Kind.BUILDIT_CALL_HANGUP, Tags.NONE, hall.now());
        telephone.hears(CallEvent.Ended.class);
        isOver(HangupReason.CANCELLED);
    }

    @Test
    void nobodyIsRungForWhatIsOver() throws Exception {
        hall.wanted(Stage.LIVE);
        says(Hall.ORGANIZER, order(ZDENA));
        telephone.hears(CallEvent.Incoming.class).call().ring();
        hall.wanted(Stage.OVER);
        telephone.hears(CallEvent.Ended.class);
        isOver(HangupReason.CANCELLED);
    }

    @Test
    void onlyWhoLeadsTheSessionHasPeopleCalled() {
        hall.wanted(Stage.LIVE);
        assertThat(result(says(other, order(ZDENA)))).isEqualTo("refused not-allowed");
        assertThat(result(says(SecretKey.random(RANDOM), order(ZDENA)))).isEqualTo("refused not-allowed");
        assertThat(result(says(admin, order(ZDENA)))).isEqualTo("ok ");
        assertThat(refused).containsExactly("not-allowed", "not-allowed");
    }

    @Test
    void notBeforeTheSessionAndNotForAnOldOrder() {
        hall.wanted(Stage.PLANNED);
        assertThat(result(says(Hall.ORGANIZER, order(ZDENA)))).isEqualTo("refused not-open");
        hall.wanted(Stage.LIVE);
        assertThat(result(says(Hall.ORGANIZER, order(ZDENA), hall.now().minusSeconds(120))))
                .isEqualTo("refused stale");
        assertThat(book.all(hall.data().ledger())).isEmpty();
    }

    @Test
    void sip_F1_F2_theGateHoldsForThemToo() {
        hall.wanted(Stage.LIVE);
        Tags answer = says(
                Hall.ORGANIZER, order("+12025550123", ZDENA, ZDENA, "+420777000001", "+420777000002", "no number"));
        assertThat(result(answer)).isEqualTo("ok ");
        assertThat(answer.stream().filter(tag -> tag.isNamed("call")))
                .as("two a session")
                .hasSize(2);
        assertThat(answer.stream().filter(tag -> tag.isNamed("refused")).map(Tag::value))
                .containsExactly("prefix_not_allowed", "too_many_calls", "no-number");
        assertThat(answer.toString()).doesNotContain("2025550123");
    }

    @Test
    void sip_F3_nobodyIsCalledWhoCannotBePaid() throws IOException {
        open(1);
        hall.wanted(Stage.LIVE);
        notNow = Optional.of(new Refusal("closing", "Try again."));
        assertThat(result(says(Hall.ORGANIZER, order(STRANGER)))).isEqualTo("refused closing");
        notNow = Optional.empty();
        var spent = new CallRecord(
                "spent",
                dev.muster.sip.credit.Charge.Direction.OUTBOUND,
                Phase.ORDERED,
                Optional.of(STRANGER),
                NUMBER,
                "",
                "",
                "",
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(hall.data().ledger().<Boolean>change(change -> book.begin(change, spent)))
                .isTrue();
        assertThat(result(says(Hall.ORGANIZER, order(ZDENA)))).isEqualTo("refused no_credits");
    }

    @Test
    void anAdminDialsIntoTheOnlySessionOrTheOneThatIsNamed() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invitations.dial(ZDENA, "", ""))
                .withMessageContaining("no session");
        hall.wanted(Stage.LIVE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invitations.dial(ZDENA, "cooking", ""))
                .withMessageContaining("muster session list");
        String id = invitations.dial("777 123 456", "medic", "cs");
        answers().presses("1");
        Await.until(() -> inside() == 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invitations.dial(ZDENA, "", ""))
                .withMessageContaining("is there")
                .withMessageNotContaining("777");
        assertThat(lobby.end(id)).isTrue();
        isOver(HangupReason.COMPLETED);
    }
}
