package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.relay.policy.Access;
import dev.muster.relay.policy.Access.WrapSenders;
import dev.muster.relay.policy.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// NIP-11: what is said is what is in force.
@Timeout(60)
class InformationTest {
    private static final PublicKey KEY =
            PublicKey.parse("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    @Test
    void B11_3_everyLimitIsNamed() {
        JsonNode limitation = json(information(limits(Duration.ofDays(4), 8, 2), Access.DEFAULT))
                .get("limitation");

        assertThat(limitation.get("max_message_length").intValue()).isEqualTo(1001);
        assertThat(limitation.get("max_subscriptions").intValue()).isEqualTo(1002);
        assertThat(limitation.get("max_subid_length").intValue()).isEqualTo(64);
        assertThat(limitation.get("default_limit").intValue()).isEqualTo(1005);
        assertThat(limitation.get("max_limit").intValue()).isEqualTo(1006);
        assertThat(limitation.get("max_event_tags").intValue()).isEqualTo(1007);
        assertThat(limitation.get("max_content_length").intValue()).isEqualTo(1008);
        assertThat(limitation.get("min_pow_difficulty").intValue()).isEqualTo(8);
        assertThat(limitation.get("created_at_lower_limit").intValue()).isEqualTo(4 * 86_400);
        assertThat(limitation.get("created_at_upper_limit").intValue()).isEqualTo(600);
        assertThat(limitation.get("auth_required").booleanValue()).isFalse();
        assertThat(limitation.get("payment_required").booleanValue()).isFalse();
        assertThat(limitation.get("restricted_writes").booleanValue()).isTrue();
    }

    @Test
    void B11_4_noLowerLimitIsSaidWhereThereIsNone() {
        JsonNode limitation =
                json(information(limits(Duration.ZERO, 0, 2), Access.DEFAULT)).get("limitation");

        assertThat(limitation.has("created_at_lower_limit")).isFalse();
        assertThat(limitation.get("restricted_writes").booleanValue()).isFalse();
    }

    @Test
    void B11_2_onlyWhatIsOnIsSupported() {
        assertThat(information(limits(Duration.ZERO, 0, 2), Access.DEFAULT).nips())
                .containsExactly(1, 4, 9, 11, 17, 40, 42, 45, 59, 62, 65, 67, 70, 77);
        assertThat(information(limits(Duration.ZERO, 8, 0), access(Set.of(), WrapSenders.ANYONE, false))
                        .nips())
                .contains(13)
                .doesNotContain(4, 77);
        assertThat(information(limits(Duration.ZERO, 0, 0), access(Set.of(), WrapSenders.WORK, true))
                        .nips())
                .contains(4, 13);
    }

    @Test
    void B11_2_theyAreIntegersButForNamesOfLetters() {
        JsonNode nips = json(information(Limits.DEFAULT, Access.DEFAULT)).get("supported_nips");

        assertThat(nips.isArray()).isTrue();
        for (JsonNode nip : nips) {
            assertThat(nip.isIntegralNumber() || nip.asString().equals("9a")).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(WrapSenders.class)
    void B11_3_aConditionForWritingIsSaid(WrapSenders senders) {
        Information information = information(Limits.DEFAULT, access(Set.of(), senders, true));

        boolean restricted =
                json(information).get("limitation").get("restricted_writes").booleanValue();
        assertThat(restricted).isEqualTo(senders != WrapSenders.ANYONE);
    }

    @Test
    void B11_3_membersAreAConditionToo() {
        Information information = information(Limits.DEFAULT, access(Set.of(KEY), WrapSenders.ANYONE, true));

        assertThat(json(information).get("limitation").get("restricted_writes").booleanValue())
                .isTrue();
    }

    @Test
    void whatIsNotSetIsLeftOut() {
        JsonNode json = json(information(Limits.DEFAULT, Access.DEFAULT));

        assertThat(json.get("name").stringValue()).isEqualTo("Muster");
        assertThat(json.has("pubkey")).isFalse();
        assertThat(json.has("self")).isFalse();
        assertThat(json.has("contact")).isFalse();
        assertThat(json.has("icon")).isFalse();
    }

    @Test
    void whatIsSetIsThere() {
        var description = new Description(
                "Ours", "A \"quoted\"\nline, é", "mailto:a@b.example", Optional.of(KEY), "https://i.example/i.png");
        JsonNode json =
                json(new Information(description, Limits.DEFAULT, Access.DEFAULT, true, Optional.of(KEY), "1.2.3"));

        assertThat(json.get("description").stringValue()).isEqualTo("A \"quoted\"\nline, é");
        assertThat(json.get("pubkey").stringValue()).isEqualTo(KEY.hex());
        assertThat(json.get("self").stringValue()).isEqualTo(KEY.hex());
        assertThat(json.get("contact").stringValue()).isEqualTo("mailto:a@b.example");
        assertThat(json.get("icon").stringValue()).isEqualTo("https://i.example/i.png");
        assertThat(json.get("version").stringValue()).isEqualTo("1.2.3");
    }

    private static Information information(Limits limits, Access access) {
        return new Information(Description.DEFAULT, limits, access, true, Optional.empty(), "1.2.3");
    }

    private static JsonNode json(Information information) {
        return new JsonMapper().readTree(new String(information.json(), UTF_8));
    }

    private static Access access(Set<PublicKey> members, WrapSenders senders, boolean legacyMessages) {
        Access d = Access.DEFAULT;
        return new Access(
                members,
                Set.of(),
                senders,
                d.wrapWork(),
                d.wrapsOnlyForMembers(),
                d.unauthenticatedInboxes(),
                legacyMessages,
                d.tellIfNobodyListens());
    }

    private static Limits limits(Duration oldest, int work, int syncs) {
        Limits d = Limits.DEFAULT;
        return new Limits(
                1001,
                1002,
                d.filters(),
                d.filterValues(),
                1005,
                1006,
                1007,
                1008,
                oldest,
                Duration.ofMinutes(10),
                d.wrapFuture(),
                work,
                d.eventsPerSecond(),
                d.eventBurst(),
                d.wrapsPerSecond(),
                d.wrapBurst(),
                d.requestsPerSecond(),
                d.requestBurst(),
                syncs,
                d.syncEvents(),
                d.syncIdle());
    }
}
