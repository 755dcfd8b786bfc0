package dev.muster.relay.policy;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-9a, a draft: what one may ask to be told elsewhere.
@Timeout(10)
class PushTermsTest {
    private static final URI RELAY = URI.create("wss://relay.example.org");
    private static final Visibility VISIBILITY = new Visibility(Access.DEFAULT, Limits.DEFAULT);
    private static final String CALLBACK = "https://push.example.org/x";

    private static PushTerms terms(Pushing pushing) {
        return new PushTerms(pushing, Access.DEFAULT, VISIBILITY, RELAY);
    }

    private static Event asking(String callback, String... filters) {
        var tags = new ArrayList<Tag>();
        tags.add(Tag.of("relay", RELAY + "/"));
        tags.add(Tag.of("callback", callback));
        for (String filter : filters) tags.add(Tag.of("filter", filter));
        return Events.signed(ALICE, 1, Kind.PUSH_SUBSCRIPTION, new Tags(tags), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://push.example.org/x",
                "https://push.example.org:8080/x",
                "https://127.0.0.1/x",
                "https://10.0.0.1/x",
                "https://169.254.169.254/x",
                "https://[::1]/x",
                "https://localhost/x",
                "https://nas.local/x"
            })
    void B9a_1_callbacksAreOnTheOpenInternetAndSecure(String callback) {
        assertThat(terms(Pushing.DEFAULT).refusal(asking(callback, "{}")))
                .hasValueSatisfying(
                        refusal -> assertThat(refusal).startsWith("blocked: the callback is not posted to"));
        assertThat(terms(Pushing.DEFAULT).refusal(asking(CALLBACK, "{}"))).isEmpty();
    }

    @Test
    void B9a_1_callbacksThatTheAdminNamesMayBeAnywhere() {
        var named = new Pushing(true, 1, List.of(URI.create("http://127.0.0.1:7780")), false, Optional.empty());

        assertThat(terms(named).refusal(asking("http://127.0.0.1:7780/push/x", "{}")))
                .isEmpty();
        assertThat(terms(named).refusal(asking("http://127.0.0.1:7781/push/x", "{}")))
                .isPresent();
    }

    @Test
    void B9a_1_aFilterIsCutToWhatItsAuthorMaySee() {
        var wanted = terms(Pushing.DEFAULT)
                .read(asking(CALLBACK, "{\"kinds\":[1,1059,21059]}"))
                .wanted();

        Filter alices = Filter.ALL.kinds(Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP);
        assertThat(wanted)
                .singleElement()
                .satisfies(selection -> assertThat(selection.anyOf())
                        .containsExactlyInAnyOrder(
                                Filter.ALL.kinds(Kind.TEXT_NOTE),
                                alices.tagged('p', List.of(ALICE.publicKey().hex()))));
    }

    @Test
    void B9a_1_aFilterForOthersMessagesIsRefused() {
        String bobs = "{\"kinds\":[1059],\"#p\":[\"" + BOB.publicKey().hex() + "\"]}";

        assertThat(terms(Pushing.DEFAULT).refusal(asking(CALLBACK, bobs)))
                .hasValueSatisfying(refusal -> assertThat(refusal).startsWith("restricted: "));
    }

    @Test
    void B9a_1_whatIsAskedForIsBounded() {
        String[] many = new String[21];
        Arrays.fill(many, "{}");
        String kinds = IntStream.range(0, 1001).mapToObj(String::valueOf).collect(Collectors.joining(","));

        assertThat(terms(Pushing.DEFAULT).refusal(asking(CALLBACK, many))).isPresent();
        assertThat(terms(Pushing.DEFAULT).refusal(asking(CALLBACK)))
                .contains("invalid: a push subscription has a filter");
        assertThat(terms(Pushing.DEFAULT).refusal(asking(CALLBACK, "{\"kinds\":[" + kinds + "]}")))
                .isPresent();
    }

    @Test
    void aRelayThatDoesNotPushSaysSo() {
        var off = new Pushing(false, 1, List.of(), false, Optional.empty());

        assertThat(terms(off).refusal(asking(CALLBACK, "{}")))
                .contains("blocked: this relay tells no other servers of events");
    }

    @Test
    void whatCantBeMeantIsRefused() {
        assertThatThrownBy(() -> new Pushing(true, 0, List.of(), false, Optional.empty()))
                .hasMessageContaining("perAuthor");
        assertThatThrownBy(() -> new Pushing(true, 1, List.of(URI.create("wss://x.org")), false, Optional.empty()))
                .hasMessageContaining("callbacks");
        assertThatThrownBy(
                        () -> new Pushing(true, 1, List.of(), false, Optional.of(URI.create("http://127.0.0.1:9050"))))
                .hasMessageContaining("proxy");
    }
}
