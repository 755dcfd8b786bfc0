package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.config.Alias;
import dev.muster.kit.config.Configuration;
import dev.muster.kit.config.Sources;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class OtherNamesTest {
    /// Every variable of the deployment guide, with the value it has there; but its SMPP_PASSWORD has a character more
    /// than SMPP has room for, and its INBOUND_WEBHOOK_TOKEN is one that can be guessed.
    private static final List<Variable> GUIDE = List.of(
            Variable.read(
                    "SFU_ENDPOINT",
                    "wss://sfu.yourdomain.com",
                    config -> config.notifier().sessions().room(),
                    "https://sfu.yourdomain.com"),
            Variable.later("TURN_REALM", "turn.yourdomain.com"),
            Variable.read(
                    "PBX_AUTH_TOKEN",
                    "secure-pbx-token",
                    config -> config.sip().recording().intakeToken(),
                    "secure-pbx-token"),
            Variable.read(
                    "TURN_SHARED_SECRET",
                    "generate-random-64-char-string",
                    config -> config.sip().turn().secret(),
                    "generate-random-64-char-string"),
            Variable.read(
                    "TURN_STATIC_SECRET",
                    "generate-random-64-char-string",
                    config -> config.sip().turn().secret(),
                    "generate-random-64-char-string"),
            Variable.read(
                    "TURN_SERVER_URL",
                    "turn:turn.yourdomain.com:3478",
                    config -> config.sip().turn().urls(),
                    List.of("turn:turn.yourdomain.com:3478")),
            Variable.read(
                    "SIP_TRUNK_URI",
                    "sip:provider@carrier.com",
                    config -> config.sip().trunk().uri(),
                    "sip:provider@carrier.com"),
            Variable.read("SMS_MODE", "HTTP", config -> config.sms().mode().name(), "HTTP"),
            Variable.read(
                    "CARRIER_HTTP_BASEURL",
                    "https://api.carrier.com",
                    config -> config.sms().http().address(),
                    Optional.of(URI.create("https://api.carrier.com"))),
            Variable.read(
                    "CARRIER_HTTP_KEY",
                    "your-key",
                    config -> config.sms().http().key(),
                    "your-key"),
            Variable.read(
                    "INBOUND_WEBHOOK_TOKEN",
                    "webhook-secret-of-ours",
                    config -> config.sms().http().tokens(),
                    List.of("webhook-secret-of-ours")),
            Variable.read(
                    "SMPP_HOST",
                    "carrier.smpp.example.com",
                    config -> config.sms().smpp().host(),
                    "carrier.smpp.example.com"),
            Variable.read("SMPP_PORT", "2775", config -> config.sms().smpp().port(), 2775),
            Variable.read(
                    "SMPP_SYSTEM_ID", "your-id", config -> config.sms().smpp().systemId(), "your-id"),
            Variable.read(
                    "SMPP_PASSWORD", "yourpass", config -> config.sms().smpp().password(), "yourpass"),
            Variable.read(
                    "SMPP_BIND",
                    "transceiver",
                    config -> config.sms().smpp().bind().name(),
                    "TRANSCEIVER"),
            Variable.read(
                    "TEN_DLC_BRAND_ID",
                    "B1234567",
                    config -> config.sms().tenDlc().brandId(),
                    "B1234567"),
            Variable.read(
                    "TEN_DLC_CAMPAIGN_ID",
                    "C1234567",
                    config -> config.sms().tenDlc().campaignId(),
                    "C1234567"),
            Variable.read(
                    "MMS_MEDIA_MAX_MB", "5", config -> config.sms().twilio().mediaMaxMb(), 5));

    @TempDir
    private Path folder;

    /// @param meaning what it sets; empty as long as no key says the same
    record Variable(String name, String value, Optional<Meaning> meaning) {
        static Variable read(String name, String value, Function<MusterConfig, Object> key, Object expected) {
            return new Variable(name, value, Optional.of(new Meaning(key, expected)));
        }

        static Variable later(String name, String value) {
            return new Variable(name, value, Optional.empty());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    record Meaning(Function<MusterConfig, Object> key, Object expected) {}

    static List<Variable> guide() {
        return GUIDE;
    }

    @ParameterizedTest
    @MethodSource("guide")
    void f2_31_eachVariableOfTheGuideSetsItsKeyOrIsNamedAsUnread(Variable variable) {
        Map<String, String> environment = Map.of(variable.name(), variable.value());
        MusterConfig config = Configuration.read(new Sources(Optional.empty(), environment, List.of(), folder))
                .with(OtherNames.ALIASES)
                .onto(MusterConfig.DEFAULT);

        if (variable.meaning().isPresent()) {
            var meaning = variable.meaning().get();
            assertThat(meaning.key().apply(config)).isEqualTo(meaning.expected());
            assertThat(OtherNames.unread(environment)).isEmpty();
        } else {
            assertThat(OtherNames.unread(environment)).containsExactly(variable.name());
        }
    }

    @Test
    void theTablesNameTheGuidesVariablesAndNoOthers() {
        var names = new ArrayList<>(OtherNames.UNREAD);
        OtherNames.ALIASES.stream().map(Alias::variable).forEach(names::add);
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(
                        GUIDE.stream().map(Variable::name).toList());
    }

    @Test
    void eachAliasIsOfAKeyThatIsThere() {
        assertThat(Configuration.keysOf(MusterConfig.class))
                .containsAll(OtherNames.ALIASES.stream().map(Alias::key).toList());
    }
}
