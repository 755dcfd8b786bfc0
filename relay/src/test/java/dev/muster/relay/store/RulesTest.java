package dev.muster.relay.store;

import static dev.muster.relay.store.Made.ALICE;
import static dev.muster.relay.store.Made.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of each event.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RulesTest {
    private static final int ARTICLE = 30_023;

    @TempDir
    Path folder;

    private OpenStore open;

    @BeforeEach
    void open() {
        open = new OpenStore(folder);
    }

    @AfterEach
    void close() {
        open.close();
    }

    private void reopen() {
        open.close();
        open = new OpenStore(folder);
    }

    private void reopen(Keeping keeping) {
        open.close();
        open = new OpenStore(folder, keeping);
    }

    private static EventId id(int lastByte) {
        byte[] bytes = new byte[EventId.LENGTH];
        bytes[0] = 9;
        bytes[31] = (byte) lastByte;
        return new EventId(bytes);
    }

    private static Event article(long createdAt, Tag... tags) {
        return Made.event(ALICE, createdAt, ARTICLE, tags);
    }

    private static Event deletion(long createdAt, Tag... tags) {
        return Made.event(ALICE, createdAt, Kind.DELETION, tags);
    }

    private static Tag e(Event event) {
        return Tag.of("e", event.id().hex());
    }

    private static Tag a(int kind, String identifier) {
        return Tag.of("a", kind + ":" + ALICE.hex() + ":" + identifier);
    }

    private void isStored(Event event) {
        assertThat(open.add(event)).isInstanceOf(Outcome.Stored.class);
    }

    private void isRefused(Event event, Outcome outcome) {
        assertThat(open.add(event)).isEqualTo(outcome);
        assertThat(open.has(event)).isFalse();
    }

    private void areHere(Event... events) {
        List<EventId> ids = Arrays.stream(events).map(Event::id).toList();
        assertThat(open.find(Filter.ALL)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(open.store.count()).isEqualTo(ids.size());
    }

    // Arrival

    @Test
    void sequencesCountUpAlsoAfterARestart() {
        Event first = Made.note(ALICE, 1);
        Event second = Made.note(ALICE, 2);
        assertThat(open.add(first)).isEqualTo(new Outcome.Stored(1));
        reopen();
        assertThat(open.store.lastCommitted()).isEqualTo(1);
        assertThat(open.add(second)).isEqualTo(new Outcome.Stored(2));
        areHere(first, second);
    }

    @Test
    void sequencesAreNotGivenTwiceEvenIfTheLastEventIsGone() {
        Event note = Made.note(ALICE, 1);
        isStored(note);
        isStored(deletion(2, e(note)));
        isStored(Made.event(ALICE, 5, Kind.REQUEST_TO_VANISH));
        reopen();
        assertThat(open.add(Made.note(BOB, 1))).isEqualTo(new Outcome.Stored(4));
    }

    @Test
    void B01_24_duplicateIsSaidToBeOne() {
        Event note = Made.note(ALICE, 1);
        assertThat(open.addAll(note, note)).containsExactly(new Outcome.Stored(1), new Outcome.Duplicate());
        assertThat(open.add(note)).isEqualTo(new Outcome.Duplicate());
        reopen();
        assertThat(open.add(note)).isEqualTo(new Outcome.Duplicate());
        assertThat(open.committed).isEmpty();
        areHere(note);
    }

    @Test
    void holdsOnlyWhatIsTheSameByteForByte() {
        Event note = Made.event(id(1), ALICE, 1, 1);
        Event sameIdOtherSignature = Made.event(id(1), ALICE, 1, 1);
        assertThat(open.store.holds(note)).isFalse();
        isStored(note);
        assertThat(open.store.holds(note)).isTrue();
        assertThat(open.store.holds(sameIdOtherSignature)).isFalse();
    }

    @Test
    void storedEventsAreHandedOnInTheOrderOfArrival() {
        Event note = Made.note(ALICE, 2);
        Event older = Made.event(ALICE, 1, Kind.PROFILE);
        Event newer = Made.event(ALICE, 2, Kind.PROFILE);
        open.addAll(newer, note, older, note);
        assertThat(open.committed).containsExactly(newer, note);
    }

    @Test
    void B01_7_eventComesBackAsItsCanonicalJson() {
        Event note = Made.note(ALICE, 1, Tag.of("t", "a\"\\\n\u0001\u2028ü"), Tag.of("r"), Tag.of("d", "", "x"));
        isStored(note);
        reopen();
        try (Scan scan = open.store.scan(List.of(new Selection(List.of(Filter.ALL), Set.of(), 5)), 9)) {
            StoredEvent stored = Objects.requireNonNull(scan.next());
            assertThat(stored.json()).isEqualTo(note.json());
            assertThat(stored.id()).isEqualTo(note.id());
            assertThat(stored.author()).isEqualTo(ALICE);
            assertThat(stored.createdAt()).isEqualTo(1);
            assertThat(stored.receivedAt()).isEqualTo(OpenStore.NOW);
            assertThat(stored.isTagged('t', "a\"\\\n\u0001\u2028ü")).isTrue();
            assertThat(stored.isTagged('d', "")).isTrue();
            assertThat(stored.isTagged('d', "x")).isFalse();
            assertThat(stored.isTagged('r', "")).isFalse();
            assertThat(scan.next()).isNull();
            assertThat(scan.isComplete()).isTrue();
        }
    }

    // Versions

    @Test
    void B01_9_newestReplaceableWins() {
        Event first = Made.event(ALICE, 1, Kind.PROFILE);
        Event second = Made.event(ALICE, 2, Kind.PROFILE);
        Event others = Made.event(BOB, 1, Kind.PROFILE);
        open.addAll(first, others);
        isStored(second);
        areHere(second, others);
        isRefused(first, new Outcome.Outdated());
        reopen();
        isRefused(first, new Outcome.Outdated());
        areHere(second, others);
    }

    @Test
    void B01_9_replacedWithinOneBatch() {
        Event first = Made.event(ALICE, 1, 10_002, Tag.of("r", "wss://a"));
        Event second = Made.event(ALICE, 2, 10_002, Tag.of("r", "wss://b"));
        open.addAll(first, second);
        areHere(second);
        assertThat(open.find(Filter.ALL.tagged('r', List.of("wss://a")))).isEmpty();
    }

    @Test
    void B01_9_missingAndEmptyIdentifierAreTheSame() {
        Event missing = article(1);
        Event empty = article(2, Tag.of("d", ""));
        Event valueless = article(3, Tag.of("d"), Tag.of("d", "x"));
        Event other = article(1, Tag.of("d", "x"));
        open.addAll(missing, empty, valueless, other);
        areHere(valueless, other);
    }

    @Test
    void B01_9_identifierIsIgnoredWhereOnlyAuthorAndKindCount() {
        Event first = Made.event(ALICE, 1, 10_002, Tag.of("d", "a"));
        Event second = Made.event(ALICE, 2, 10_002, Tag.of("d", "b"));
        open.addAll(first, second);
        areHere(second);
    }

    @Test
    void B01_9_longAndOddIdentifiersAreToldApart() {
        String longOne = "x".repeat(5000);
        Event a = article(1, Tag.of("d", longOne));
        Event b = article(1, Tag.of("d", longOne + "y"));
        Event c = article(1, Tag.of("d", "a:b\u0000"));
        open.addAll(a, b, c);
        areHere(a, b, c);
    }

    @Test
    void B01_10_lowestIdWinsATie() {
        Event low = Made.event(id(1), ALICE, 5, Kind.PROFILE);
        Event high = Made.event(id(2), ALICE, 5, Kind.PROFILE);
        isStored(low);
        isRefused(high, new Outcome.Outdated());
        Event bobsHigh = Made.event(id(4), BOB, 5, Kind.PROFILE);
        Event bobsLow = Made.event(id(3), BOB, 5, Kind.PROFILE);
        open.addAll(bobsHigh, bobsLow);
        areHere(low, bobsLow);
    }

    @Test
    void B01_8_kindsInTheGapsAreKeptLikeRegularOnes() {
        Event a = Made.event(ALICE, 1, 45);
        Event b = Made.event(ALICE, 2, 45);
        Event c = Made.event(ALICE, 1, 65_535);
        Event d = Made.event(ALICE, 2, 65_535);
        open.addAll(a, b, c, d);
        areHere(a, b, c, d);
    }

    // Deletions

    @Test
    void B09_1_authorsDeleteTheirOwnEventsOnly() {
        Event mine = Made.note(ALICE, 1);
        Event bobs = Made.note(BOB, 1);
        open.addAll(mine, bobs);
        Event deletion = deletion(2, e(mine), e(bobs));
        isStored(deletion);
        areHere(bobs, deletion);
        assertThat(open.find(Filter.ALL.authors(List.of(ALICE)).kinds(1))).isEmpty();
    }

    @Test
    void B09_4_deletedEventStaysOut() {
        Event mine = Made.note(ALICE, 1);
        isStored(mine);
        isStored(deletion(2, e(mine)));
        isRefused(mine, new Outcome.Deleted());
        reopen();
        isRefused(mine, new Outcome.Deleted());
    }

    @Test
    void B09_4_deletionMayComeFirst() {
        Event mine = Made.note(ALICE, 5);
        Event bobs = Made.note(BOB, 5);
        isStored(deletion(2, e(mine), e(bobs), Tag.of("e", "no id"), Tag.of("e")));
        reopen();
        isRefused(mine, new Outcome.Deleted());
        isStored(bobs);
        // Bob's own deletion still counts after a stranger's was passed over.
        isStored(Made.event(BOB, 6, Kind.DELETION, e(bobs)));
        isRefused(bobs, new Outcome.Deleted());
    }

    @Test
    void B09_2_addressDeletesVersionsUpToThen() {
        Event version = article(3, Tag.of("d", "a:b"));
        Event other = article(3, Tag.of("d", "a"));
        open.addAll(version, other);
        isStored(deletion(4, a(ARTICLE, "a:b")));
        isRefused(version, new Outcome.Deleted());
        isRefused(article(4, Tag.of("d", "a:b")), new Outcome.Deleted());
        Event newer = article(5, Tag.of("d", "a:b"));
        isStored(newer);
        assertThat(open.find(Filter.ALL.kinds(ARTICLE))).containsExactly(newer.id(), other.id());
    }

    @Test
    void B09_2_newerVersionOutlivesTheDeletion() {
        Event newer = article(9, Tag.of("d", "x"));
        isStored(newer);
        isStored(deletion(4, a(ARTICLE, "x")));
        assertThat(open.has(newer)).isTrue();
    }

    @Test
    void B09_2_addressMustBeTheAuthorsOwnAndWellFormed() {
        Event profile = Made.event(ALICE, 1, Kind.PROFILE);
        Event bobs = Made.event(BOB, 1, Kind.PROFILE);
        Event note = Made.note(ALICE, 1);
        open.addAll(profile, bobs, note);
        Event deletion = deletion(
                5,
                Tag.of("a", "0:" + BOB.hex() + ":"),
                Tag.of("a", "0:" + ALICE.hex()),
                Tag.of("a", "0:" + ALICE.hex() + ":x"),
                Tag.of("a", "1:" + ALICE.hex() + ":"),
                Tag.of("a", "-1:" + ALICE.hex() + ":"),
                Tag.of("a", "99999999:" + ALICE.hex() + ":"),
                Tag.of("a", "::"),
                Tag.of("a", ""));
        isStored(deletion);
        areHere(profile, bobs, note, deletion);
        Event right = deletion(6, a(Kind.PROFILE, ""));
        isStored(right);
        areHere(bobs, note, deletion, right);
    }

    @Test
    void B09_3_deletionByAddressAloneDeletesNothingElse() {
        Event note = Made.note(ALICE, 1);
        Event article = article(1, Tag.of("d", "y"));
        open.addAll(note, article);
        Event deletion = deletion(4, a(ARTICLE, "x"));
        isStored(deletion);
        areHere(note, article, deletion);
    }

    @Test
    void B09_5_deletionIsKeptAndHandedOnAndCantBeDeleted() {
        Event note = Made.note(ALICE, 1);
        Event first = deletion(2, e(note));
        Event second = deletion(3, e(first));
        open.addAll(note, first, second);
        areHere(first, second);
        assertThat(open.committed).containsExactly(note, first, second);
        // Also when it comes after the deletion that means it.
        Event third = deletion(4);
        isStored(deletion(5, e(third)));
        isStored(third);
    }

    @Test
    void B09_5_requestToVanishCantBeDeleted() {
        Event vanish = Made.event(ALICE, 1, Kind.REQUEST_TO_VANISH);
        Event later = Made.event(ALICE, 2, Kind.REQUEST_TO_VANISH);
        isStored(vanish);
        isStored(deletion(5, e(vanish), e(later)));
        isStored(later);
        assertThat(open.find(Filter.ALL.kinds(Kind.REQUEST_TO_VANISH))).containsExactly(later.id(), vanish.id());
    }

    @Test
    void B01_12_deletedVersionLetsNoOlderOneIn() {
        Event old = Made.event(ALICE, 1, Kind.PROFILE);
        Event newest = Made.event(ALICE, 3, Kind.PROFILE);
        open.addAll(old, newest);
        isStored(deletion(4, e(newest)));
        isRefused(old, new Outcome.Outdated());
        Event newer = Made.event(ALICE, 5, Kind.PROFILE);
        isStored(newer);
    }

    @Test
    void B59_4_recipientDeletesAWrapForGood() {
        Event wrap = Made.wrap(ALICE, 1);
        Event bobs = Made.wrap(BOB, 1);
        open.addAll(wrap, bobs);
        Event deletion = deletion(2, e(wrap), e(bobs));
        isStored(deletion);
        areHere(bobs, deletion);
        isRefused(wrap, new Outcome.Deleted());
        isStored(Made.event(wrap.author(), 3, Kind.DELETION, e(wrap)));
    }

    @Test
    void B59_4_recipientsDeletionMayComeFirst() {
        Event wrap = Made.wrap(ALICE, 9);
        isStored(deletion(2, e(wrap)));
        isRefused(wrap, new Outcome.Deleted());
    }

    @Test
    void B59_4_wrapsAuthorDeletesItToo() {
        Event wrap = Made.wrap(ALICE, 9);
        isStored(wrap);
        isStored(Made.event(wrap.author(), 10, Kind.DELETION, e(wrap)));
        isRefused(wrap, new Outcome.Deleted());
    }

    @Test
    void B59_4_onlyWrapsAreDeletedByWhomTheyName() {
        Event note = Made.note(BOB, 1, Tag.of("p", ALICE.hex()));
        isStored(note);
        isStored(deletion(2, e(note)));
        assertThat(open.has(note)).isTrue();
    }

    // Vanishing

    @Test
    void B62_2_vanishingTakesAllUpToThenIncludingDeletions() {
        Event note = Made.note(ALICE, 5);
        Event later = Made.note(ALICE, 11);
        Event deletion = deletion(6, e(later));
        Event profile = Made.event(ALICE, 7, Kind.PROFILE);
        Event bobs = Made.note(BOB, 5, Tag.of("p", ALICE.hex()));
        open.addAll(note, profile, bobs, deletion);
        Event vanish = Made.event(ALICE, 10, Kind.REQUEST_TO_VANISH);
        isStored(vanish);
        areHere(bobs, vanish);
        for (Event gone : List.of(note, profile, deletion)) isRefused(gone, new Outcome.Deleted());
        reopen();
        for (Event gone : List.of(note, profile, deletion)) isRefused(gone, new Outcome.Deleted());
        // What had been deleted stays deleted, and what is new is welcome.
        isRefused(later, new Outcome.Deleted());
        Event welcome = Made.note(ALICE, 12);
        isStored(welcome);
        isStored(Made.event(ALICE, 11, Kind.PROFILE));
    }

    @Test
    void B62_2_wrapsThatAreHereGoForGoodAndNewOnesAreWelcome() {
        Event here = Made.wrap(ALICE, 100);
        Event bobs = Made.wrap(BOB, 100);
        Event vanish = Made.event(ALICE, 10, Kind.REQUEST_TO_VANISH);
        open.addAll(here, bobs, vanish);
        areHere(bobs, vanish);
        isRefused(here, new Outcome.Deleted());
        Event dated = Made.wrap(ALICE, 1);
        isStored(dated);
        areHere(bobs, vanish, dated);
        // Heard again, the same request takes no more.
        assertThat(open.add(vanish)).isEqualTo(new Outcome.Duplicate());
        areHere(bobs, vanish, dated);
    }

    @Test
    void B62_2_olderRequestsStayAndTakeNothingBack() {
        Event late = Made.event(ALICE, 10, Kind.REQUEST_TO_VANISH);
        Event early = Made.event(ALICE, 5, Kind.REQUEST_TO_VANISH);
        open.addAll(late, early);
        areHere(late, early);
        isRefused(Made.note(ALICE, 8), new Outcome.Deleted());
    }

    @Test
    void B62_2_thousandsOfEventsVanish() {
        var events = new ArrayList<Event>();
        for (int i = 0; i < 1700; i++) events.add(Made.note(ALICE, i, Tag.of("t", "x")));
        for (int i = 0; i < 700; i++) events.add(Made.wrap(ALICE, i));
        open.addAll(events);
        Event vanish = Made.event(ALICE, 1_000_000, Kind.REQUEST_TO_VANISH);
        isStored(vanish);
        areHere(vanish);
        assertThat(open.find(Filter.ALL.tagged('t', List.of("x")))).isEmpty();
        assertThat(open.find(Filter.ALL.tagged('p', List.of(ALICE.hex())))).isEmpty();
    }

    // Expiry

    @Test
    void B40_1_expiredIsNeverGivenOutWhetherSweptOrNot() {
        Event note = Made.note(ALICE, 1, Tag.of("expiration", "" + (OpenStore.NOW + 10)), Tag.of("expiration", "1"));
        isStored(note);
        assertThat(open.has(note)).isTrue();
        open.pass(10);
        assertThat(open.has(note)).isFalse();
        assertThat(open.find(Filter.ALL)).isEmpty();
        assertThat(open.store.count()).isEqualTo(1);
        assertThat(open.store.sweep()).isEqualTo(1);
        assertThat(open.store.count()).isZero();
        open.pass(-10);
        assertThat(open.has(note)).isFalse();
    }

    @Test
    void B40_2_farFutureIsAccepted() {
        Event note = Made.note(ALICE, 1, Tag.of("expiration", "999999999999999999"));
        isStored(note);
        open.pass(1L << 31);
        assertThat(open.store.sweep()).isZero();
        assertThat(open.has(note)).isTrue();
    }

    @Test
    void B40_3_expiredVersionLetsNoOlderOneIn() {
        Event old = Made.event(ALICE, 1, Kind.PROFILE);
        Event newest = Made.event(ALICE, 2, Kind.PROFILE, Tag.of("expiration", "" + (OpenStore.NOW + 1)));
        open.addAll(old, newest);
        open.pass(1);
        areNotFound(old, newest);
        assertThat(open.store.sweep()).isEqualTo(1);
        isRefused(old, new Outcome.Outdated());
        reopen();
        isRefused(old, new Outcome.Outdated());
        isStored(Made.event(ALICE, 3, Kind.PROFILE));
    }

    private void areNotFound(Event... events) {
        for (Event event : events) assertThat(open.has(event)).isFalse();
    }

    // How much is kept

    @Test
    void fullMailboxTakesNoMoreUntilThereIsRoom() {
        reopen(new Keeping(Duration.ZERO, Duration.ZERO, 3, 8));
        Event first = Made.wrap(ALICE, 1);
        assertThat(open.addAll(first, Made.wrap(ALICE, 2), Made.wrap(ALICE, 3), Made.wrap(ALICE, 4)))
                .endsWith(new Outcome.Stored(3), new Outcome.MailboxFull());
        isStored(Made.wrap(BOB, 1));
        isStored(deletion(5, e(first)));
        isStored(Made.wrap(ALICE, 6));
        isRefused(Made.wrap(ALICE, 7), new Outcome.MailboxFull());
    }

    @Test
    void B59_5_wrapsAreKeptFromTheirArrivalOn() {
        reopen(new Keeping(Duration.ofDays(1), Duration.ZERO, 0, 8));
        Event old = Made.wrap(ALICE, OpenStore.NOW - 100_000_000);
        Event legacy = Made.event(ALICE, 1, Kind.LEGACY_DIRECT_MESSAGE, Tag.of("p", BOB.hex()));
        Event note = Made.note(ALICE, 1);
        open.addAll(old, legacy, note);
        open.pass(86_400 / 2);
        Event young = Made.wrap(ALICE, 5);
        isStored(young);
        assertThat(open.store.sweep()).isZero();
        open.pass(86_400 / 2);
        assertThat(open.store.sweep()).isEqualTo(2);
        areHere(note, young);
        open.pass(86_400);
        assertThat(open.store.sweep()).isEqualTo(1);
        areHere(note);
    }

    @Test
    void regularEventsGoInTimeButNotWhatIsReplaceableOrMustBeRemembered() {
        reopen(new Keeping(Duration.ZERO, Duration.ofDays(1), 0, 8));
        Event note = Made.note(ALICE, 1);
        Event wrap = Made.wrap(BOB, 1);
        Event profile = Made.event(ALICE, 1, Kind.PROFILE);
        Event deletion = deletion(1);
        Event vanish = Made.event(BOB, 0, Kind.REQUEST_TO_VANISH);
        open.addAll(note, vanish, wrap, profile, deletion);
        open.pass(86_400);
        assertThat(open.store.sweep()).isEqualTo(1);
        areHere(wrap, profile, deletion, vanish);
    }
}
