package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.FreePort;
import dev.muster.notifier.Guide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Whoever does what the guides for apps say, command by command, has a phone ring.
@NeedsNode(NodeScript.PEER)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class GuideTest {
    private static final String IOS = "ios.md";
    private static final String ANDROID = "android.md";
    private static final String PASSWORD = "lab";
    private static final String SHOWN_CALL = "1f0e6a52-9d5c-4c57-8f0c-6d1d8a3b9c11";
    private static final String SHOWN_END = "1796148045";
    private static final int DEADLINE_SECONDS = 120;

    private final NodePeer phone;
    private final Path folder;
    private final String relay = "127.0.0.1:" + FreePort.any();
    private final String bot = "127.0.0.1:" + FreePort.any();
    private final String gateways = "localhost:" + FreePort.any();
    private final List<Process> terminals = new ArrayList<>();

    /// A folder with all that the commands name. No bot of anybody else may be in the way: each listens elsewhere.
    GuideTest(NodePeer phone, @TempDir Path folder) throws IOException {
        this.phone = phone;
        this.folder = folder;
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path muster =
                Files.writeString(folder.resolve("muster"), """
                    #!/bin/sh
                    exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \\
                      --sun-misc-unsafe-memory-access=allow -cp '%s' dev.muster.cli.Muster "$@"
                    """.formatted(java, System.getProperty("java.class.path")));
        if (!muster.toFile().setExecutable(true)) throw new IOException("can't make " + muster + " a command");
        Path program = Path.of("docs", "apps", "gateways.mjs");
        Files.createDirectories(folder.resolve("docs/apps"));
        Files.copy(Path.of("..").resolve(program), folder.resolve(program));
    }

    @AfterEach
    void closeTerminals() {
        terminals.forEach(each -> each.destroyForcibly().onExit().join());
    }

    private String here(String text) {
        return text.replace("localhost:7443", gateways)
                .replace(" 7443 ", " " + gateways.substring(gateways.indexOf(':') + 1) + " ")
                .replace("127.0.0.1:7780", bot);
    }

    private ProcessBuilder bash(String commands, Map<String, String> variables) {
        var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", here(commands)).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MUSTER_"));
        builder.environment().put("MUSTER_RELAY_NET_LISTEN", relay);
        builder.environment().put("MUSTER_NOTIFIER_LISTEN", bot);
        builder.environment().putAll(variables);
        return builder;
    }

    /// What it has printed.
    private String does(String commands, Map<String, String> variables) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Process process = bash(commands, variables)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean isDone = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(isDone && process.exitValue() == 0)
                .as(commands + "\n" + Files.readString(out))
                .isTrue();
        return Files.readString(out);
    }

    private String does(String commands) throws IOException, InterruptedException {
        return does(commands, Map.of());
    }

    private Path terminal(String command, String name) throws IOException {
        Path out = folder.resolve(name + ".out");
        terminals.add(bash("exec " + command, Map.of())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start());
        return out;
    }

    /// Sets in `muster.toml` what a guide shows, where the file has it: each key once, in its section.
    private void sets(String toml) throws IOException {
        Path file = folder.resolve("muster.toml");
        String content = Files.readString(file);
        String section = toml.lines().findFirst().orElseThrow();
        for (String line : here(toml).lines().skip(1).toList()) {
            String key = line.substring(0, line.indexOf(' '));
            var place = Pattern.compile(
                    "(" + Pattern.quote("\n" + section + "\n") + "(?:(?!\n\\[).)*?\n)#" + key + " = [^\n]*",
                    Pattern.DOTALL);
            Matcher matcher = place.matcher(content);
            assertThat(matcher.find()).as(key + " in " + section).isTrue();
            content = matcher.replaceFirst(found -> Matcher.quoteReplacement(found.group(1) + line));
        }
        Files.writeString(file, content);
    }

    private void startsWhatRunsLong() throws IOException {
        List<String> commands = Guide.block(IOS, "sh", "terminals").lines().toList();
        assertThat(commands).hasSize(2);
        Path first = terminal(commands.getFirst(), "gateways");
        Await.until(() -> pushes(first), lines -> !lines.isEmpty());
        Path second = terminal(commands.getLast(), "up");
        Await.until(() -> content(second), said -> said.contains("ready notifier"));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What the gateways have printed.
    private static List<JsonNode> pushes(Path out) {
        return content(out)
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(Exchange::json)
                .toList();
    }

    private List<JsonNode> taken(String gateway) {
        return pushes(folder.resolve("gateways.out")).stream()
                .filter(push -> push.path("gateway").asString("").equals(gateway))
                .filter(push -> push.path("answer").asString("").equals("taken"))
                .toList();
    }

    private static void isWhatTheGuideShows(JsonNode payload, String file, String name) throws IOException {
        String callId = payload.path("callId").asString("");
        String end = payload.path("expires").asString("");
        assertThat(CallBundle.of(payload).isKnownByItsId()).isTrue();
        assertThat(Instant.ofEpochSecond(Long.parseLong(end)))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(45));
        String shown = Guide.block(file, "json", name);
        assertThat(shown).contains(SHOWN_CALL, SHOWN_END);
        assertThat(payload)
                .isEqualTo(Exchange.json(shown.replace(SHOWN_CALL, callId).replace(SHOWN_END, end)));
    }

    private void isRung(JsonNode push) throws IOException {
        assertThat(push.path("topic").asString("")).isEqualTo("org.example.app.voip");
        assertThat(push.path("type").asString("")).isEqualTo("voip");
        assertThat(push.path("priority").asString("")).isEqualTo("10");
        assertThat(push.path("expiration").asString("")).isEqualTo("0");
        isWhatTheGuideShows(push.path("payload"), IOS, "ring apns-voip camel");
    }

    @Test
    void aKeyMadeByOpensslRingsTheFirstPhoneAndIsDeclined() throws Exception {
        does(Guide.block(IOS, "sh", "try"));
        sets(Guide.block(IOS, "toml", "try"));
        does(Guide.block(ANDROID, "sh", "try"));
        sets(Guide.block(ANDROID, "toml", "try"));
        startsWhatRunsLong();
        Files.writeString(folder.resolve("device.json"), Guide.block(IOS, "json", "register"));

        String said = does(Guide.block(IOS, "sh", "phone"));
        assertThat(said)
                .contains("AuthKey_TRY4567890.p8 at " + gateways + ": knows it")
                .contains("org.example.app: can be rung")
                .contains("firebase.json: Google knows it")
                .contains("anas-phone \"Ana's iPhone\"  org.example.app  apns-voip production")
                .contains("ringing: 1 of 1 devices")
                .doesNotContain("WRONG");
        assertThat(taken("apple")).singleElement().satisfies(this::isRung);

        String callId = taken("apple").getLast().path("payload").path("callId").asString();
        String pass = Pattern.compile("\"accessToken\":\"([^\"]+)\"")
                .matcher(said)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
        does(Guide.block(IOS, "sh", "decline"), Map.of("CALL_ID", callId, "ACCESS_TOKEN", pass));
        assertThat(does(
                        "curl -s http://127.0.0.1:7780/v1/rings/$CALL_ID -H \"Authorization: Bearer $ACCESS_TOKEN\"",
                        Map.of("CALL_ID", callId, "ACCESS_TOKEN", pass)))
                .contains("\"state\":\"declined\"");

        comesWithNostrTools("anas-pixel", Guide.block(ANDROID, "json", "register"));
        comesWithNostrTools(
                "anas-phone",
                Guide.block(IOS, "json", "register")
                        .replace("apns-voip", "apns")
                        .replace("0d1c2b3a", "0d1c2b3b"));
        String ana = does("./muster key show --key ana.key | grep -o 'npub1.*'").strip();
        assertThat(does("./muster ring " + ana)).containsPattern("ringing: [12] of 2 devices");
        List<JsonNode> toGoogle = Await.until(() -> taken("google"), found -> !found.isEmpty());
        assertThat(toGoogle.getFirst().path("priority").asString("")).isEqualToIgnoringCase("high");
        isWhatTheGuideShows(toGoogle.getFirst().path("payload"), ANDROID, "ring fcm camel");

        assertThat(does("./muster device test " + ana))
                .contains("anas-phone  org.example.app  apns  taken", "anas-pixel  org.example.app  fcm  taken");
        assertThat(does("./muster device remove " + ana + " anas-phone"))
                .contains("forgotten: anas-phone (2 ways to it)");
        assertThat(does("./muster device list " + ana)).contains("anas-pixel").doesNotContain("anas-phone");
    }

    /// An app with nostr-tools, as its own library signs.
    private void comesWithNostrTools(String device, String registration) throws Exception {
        String nsec = Files.readString(folder.resolve("ana.key")).strip();
        String hex = phone.ask("decode", nsec).path("data").asString("");
        JsonNode body = Exchange.json(registration);
        String url = "http://" + bot + "/v1/devices/" + device;
        String proof = phone.text("token", hex, url, "PUT", body);
        Files.writeString(folder.resolve("more.json"), body.toString());
        does(
                "curl --fail-with-body -X PUT $URL -H \"Authorization: $PROOF\" --data-binary @more.json",
                Map.of("URL", url, "PROOF", proof));
    }

    @Test
    void seed001_aCertificateMadeByOpensslRingsToo() throws Exception {
        does(Guide.block(IOS, "sh", "try"));
        sets(Guide.block(IOS, "toml", "try").replaceFirst("(?m)^key = .*\n", ""));
        List<String> steps = Guide.block(IOS, "sh", "certificate").lines().toList();
        assertThat(steps).hasSize(4);
        does(steps.getFirst());
        // Here somebody uploads voip.csr, and Apple writes its own subject.
        does("openssl x509 -req -in voip.csr -CA keys/gateways.pem -CAkey keys/gateways.key -CAcreateserial -days 365"
                + " -subj '/UID=org.example.app.voip/CN=VoIP Services: org.example.app' -outform DER"
                + " -out voip_services.cer");
        does(steps.get(1));
        does(steps.get(2).replaceFirst("#.*", "") + " -passout pass:" + PASSWORD);
        does(steps.get(3));
        sets(Guide.block(IOS, "toml", "certificate").replace("the one that it has asked for", PASSWORD));
        startsWhatRunsLong();
        Files.writeString(folder.resolve("device.json"), Guide.block(IOS, "json", "register"));

        assertThat(does(Guide.block(IOS, "sh", "phone")))
                .contains("voip_cert.p12 at " + gateways + ": knows it")
                .contains("is shown no notes, and not told that a ring is over")
                .contains("ringing: 1 of 1 devices")
                .doesNotContain("WRONG");
        assertThat(taken("apple")).singleElement().satisfies(this::isRung);
    }
}
