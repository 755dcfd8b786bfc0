package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.relay.Posts.MALLORY;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.EndOfStored;
import dev.muster.nostr.message.RelayMessage.SyncError;
import dev.muster.nostr.negentropy.NegentropyClient;
import dev.muster.nostr.negentropy.RecordArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who sees a private message: every kind of viewer, by every way to ask, with every verb.
///
/// Alice writes to Bob.
@Timeout(120)
class VisibilityMatrixTest {
    @RegisterExtension
    static final TestRelay RELAY = TestRelay.onLoopback();

    enum Viewer {
        UNAUTHENTICATED,
        SENDER,
        RECIPIENT,
        THIRD_PARTY,
        TWO_KEYS;

        SecretKey[] keys() {
            return switch (this) {
                case UNAUTHENTICATED -> new SecretKey[] {};
                case SENDER -> new SecretKey[] {ALICE};
                case RECIPIENT -> new SecretKey[] {BOB};
                case THIRD_PARTY -> new SecretKey[] {MALLORY};
                case TWO_KEYS -> new SecretKey[] {MALLORY, BOB};
            };
        }

        boolean sees(int kind) {
            return switch (this) {
                case UNAUTHENTICATED, THIRD_PARTY -> false;
                // A gift wrap doesn't say who sent it; a legacy message does.
                case SENDER -> kind == Kind.LEGACY_DIRECT_MESSAGE;
                case RECIPIENT, TWO_KEYS -> true;
            };
        }
    }

    enum By {
        KINDS,
        IDS,
        P_TAG,
        AUTHORS,
        TAGS,
        NOTHING,
        KINDS_AND_P_TAG;

        Filter filter(Event event) {
            return switch (this) {
                case KINDS -> Filter.ALL.kinds(event.kind());
                case IDS -> Filter.ALL.ids(List.of(event.id()));
                case P_TAG -> Filter.ALL.tagged('p', List.of(BOB.publicKey().hex()));
                case AUTHORS -> Filter.ALL.authors(List.of(event.author()));
                case TAGS -> Filter.ALL.tagged('t', List.of("private"));
                case NOTHING -> Filter.ALL;
                case KINDS_AND_P_TAG ->
                    KINDS.filter(event).tagged('p', List.of(BOB.publicKey().hex()));
            };
        }

        /// What somebody hears who could never be shown anything for such a filter, or null if they might be.
        @Nullable
        String refusal(Viewer viewer, int kind) {
            return switch (this) {
                case IDS, P_TAG, AUTHORS, TAGS, NOTHING -> null;
                case KINDS -> viewer == Viewer.UNAUTHENTICATED ? "auth-required: " : null;
                case KINDS_AND_P_TAG -> {
                    if (viewer == Viewer.UNAUTHENTICATED) yield "auth-required: ";
                    boolean couldBeAuthor = kind == Kind.LEGACY_DIRECT_MESSAGE;
                    boolean isBob = List.of(viewer.keys()).contains(BOB);
                    yield isBob || couldBeAuthor ? null : "restricted: ";
                }
            };
        }
    }

    record Case(Viewer viewer, By by, int kind) {}

    static Stream<Case> cases() {
        var cases = new ArrayList<Case>();
        for (Viewer viewer : Viewer.values()) {
            for (By by : By.values()) {
                for (int kind : List.of(Kind.LEGACY_DIRECT_MESSAGE, Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP)) {
                    cases.add(new Case(viewer, by, kind));
                }
            }
        }
        return cases.stream();
    }

    private static Event message(int kind) {
        SecretKey author = kind == Kind.LEGACY_DIRECT_MESSAGE ? ALICE : SecretKey.random(RANDOM);
        // No two of them are the same.
        String content = String.valueOf(RANDOM.nextLong());
        return Events.signed(author, THEN, kind, Tags.of(to(BOB.publicKey()), Tag.of("t", "private")), content);
    }

    /// Everybody sees this one, by most ways to ask.
    private static void publicNote() {
        String content = String.valueOf(RANDOM.nextLong());
        Tags tags = Tags.of(to(BOB.publicKey()), Tag.of("t", "private"));
        RELAY.client().store(Events.signed(ALICE, THEN - 1, Kind.TEXT_NOTE, tags, content));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void B17_1_onlyThoseAPrivateMessageIsForEverLearnOfIt(Case one) {
        publicNote();
        Wire viewer = RELAY.client().as(one.viewer().keys());
        Event message = message(one.kind());
        Filter filter = one.by().filter(message);
        String refusal = one.by().refusal(one.viewer(), one.kind());
        if (refusal == null) isShown(one, viewer, filter, message);
        else isRefused(viewer, filter, message, refusal);
    }

    private static void isShown(Case one, Wire viewer, Filter filter, Event message) {
        boolean isSeen = one.viewer().sees(one.kind());
        boolean isFound = isSeen && one.kind() != Kind.EPHEMERAL_GIFT_WRAP;
        long before = viewer.counted(filter);
        viewer.subscribe("live", filter.limit(0)).untilEnd("live");

        RELAY.client().store(message);

        if (isSeen) assertThat(viewer.live("live")).isEqualTo(message);
        assertThat(viewer.isSilent()).isTrue();
        assertThat(viewer.stored(filter).events().contains(message)).isEqualTo(isFound);
        assertThat(viewer.counted(filter)).isEqualTo(before + (isFound ? 1 : 0));
        assertThat(viewer.synced(filter).contains(message.id())).isEqualTo(isFound);
        if (before > 0) hints(viewer, filter.limit((int) before), isFound ? EndOfStored.MORE : EndOfStored.FINISH);
        hints(viewer, filter.limit((int) before + 1), EndOfStored.FINISH);
    }

    private static void hints(Wire viewer, Filter filter, String hint) {
        assertThat(Objects.requireNonNull(viewer.stored(filter).end()).hints()).containsExactly(hint);
    }

    private static void isRefused(Wire viewer, Filter filter, Event message, String prefix) {
        RELAY.client().store(message);

        for (Filter each : List.of(filter, filter.limit(0), filter.ids(List.of(message.id())))) {
            assertThat(Objects.requireNonNull(viewer.stored(each).closed()).reason())
                    .startsWith(prefix);
            assertThat(viewer.count(each))
                    .isInstanceOfSatisfying(
                            Closed.class, closed -> assertThat(closed.reason()).startsWith(prefix));
            byte[] nothing = new NegentropyClient(RecordArray.builder().build(), 0).open();
            assertThat(viewer.openSync("sync", each, nothing))
                    .isInstanceOfSatisfying(
                            SyncError.class, error -> assertThat(error.reason()).startsWith(prefix));
        }
    }
}
