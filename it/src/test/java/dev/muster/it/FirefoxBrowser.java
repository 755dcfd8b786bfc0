package dev.muster.it;

import static dev.muster.it.BrowserWire.object;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Firefox, by WebDriver BiDi.
final class FirefoxBrowser implements Browser {
    /// Where `./verify` unpacks it.
    private static final Path FETCHED =
            Path.of("../build/peers/firefox/firefox").toAbsolutePath().normalize();

    private static final List<String> NAMES = List.of("firefox", "firefox-esr");
    private static final Set<String> COMPLAINTS = Set.of("error", "warn", "warning");

    /// It is to speak with the page, and with nobody else.
    private static final String SILENCE = """
        user_pref("app.normandy.enabled", false);
        user_pref("app.update.enabled", false);
        user_pref("browser.safebrowsing.malware.enabled", false);
        user_pref("browser.safebrowsing.phishing.enabled", false);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("extensions.systemAddon.update.enabled", false);
        user_pref("network.captive-portal-service.enabled", false);
        user_pref("network.connectivity-service.enabled", false);
        user_pref("network.prefetch-next", false);
        user_pref("services.settings.server", "data:,");
        """;

    private final BrowserProcess process;
    private final BrowserWire wire;
    private final Map<String, List<String>> complaints = new ConcurrentHashMap<>();

    static Optional<Path> installed() {
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(Stream.of(FETCHED), onPath)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// With its push service at that port, and notifications allowed.
    static FirefoxBrowser pushedBy(int port, Path program, Path folder) throws IOException {
        // A browser that is driven has no push service, unless nothing is set for it that is recommended for such ones;
        // then it has to be kept from greeting us instead of opening pages.
        return new FirefoxBrowser(program, folder, """
            user_pref("dom.push.serverURL", "ws://127.0.0.1:%d/");
            user_pref("dom.push.testing.allowInsecureServerURL", true);
            user_pref("remote.prefs.recommended", false);
            user_pref("browser.aboutwelcome.enabled", false);
            user_pref("browser.preonboarding.enabled", false);
            user_pref("browser.shell.checkDefaultBrowser", false);
            user_pref("browser.startup.page", 0);
            user_pref("datareporting.policy.dataSubmissionPolicyBypassNotification", true);
            user_pref("startup.homepage_welcome_url", "about:blank");
            user_pref("termsofuse.bypassNotification", true);
            user_pref("permissions.default.desktop-notification", 1);
            """.formatted(port));
    }

    FirefoxBrowser(Path program, Path folder) throws IOException {
        this(program, folder, "");
    }

    /// @param more lines of its file of preferences
    FirefoxBrowser(Path program, Path folder, String more) throws IOException {
        Path profile = Files.createDirectory(folder.resolve("profile"));
        Files.writeString(profile.resolve("user.js"), SILENCE + more);
        process = BrowserProcess.start(
                List.of(
                        program.toString(),
                        "--headless",
                        "--no-remote",
                        "--remote-debugging-port",
                        "0",
                        "--profile",
                        profile.toString()),
                Map.of("HOME", folder.toString(), "MOZ_CRASHREPORTER_DISABLE", "1"),
                folder,
                "WebDriver BiDi listening on ");
        wire = new BrowserWire(process.line().resolve("/session"), this::hear);
        wire.ask("session.new", object().set("capabilities", object()));
        var events = object();
        events.putArray("events").add("log.entryAdded");
        wire.ask("session.subscribe", events);
    }

    private void hear(JsonNode event) {
        if (!event.path("method").asString("").equals("log.entryAdded")) return;
        JsonNode entry = event.path("params");
        List<String> here = complaints.get(entry.path("source").path("context").asString(""));
        if (here != null && COMPLAINTS.contains(entry.path("level").asString(""))) {
            here.add(entry.path("text").asString(""));
        }
    }

    @Override
    public Tab newcomer() {
        String person = wire.ask("browser.createUserContext", object())
                .path("userContext")
                .asString();
        String context = wire.ask(
                        "browsingContext.create", object().put("type", "tab").put("userContext", person))
                .path("context")
                .asString();
        complaints.put(context, new CopyOnWriteArrayList<>());
        return new FirefoxTab(context);
    }

    private final class FirefoxTab implements Tab {
        private final String context;

        FirefoxTab(String context) {
            this.context = context;
        }

        private ObjectNode here() {
            return object().put("context", context);
        }

        @Override
        public void open(URI address) {
            wire.ask(
                    "browsingContext.navigate",
                    here().put("url", address.toString()).put("wait", "complete"));
        }

        @Override
        public void bringToFront() {
            wire.ask("browsingContext.activate", here());
        }

        @Override
        public void resize(int width, int height) {
            ObjectNode size = object().put("width", width).put("height", height);
            wire.ask("browsingContext.setViewport", here().set("viewport", size));
        }

        @Override
        public String evaluate(String expression) {
            ObjectNode script =
                    object().put("expression", "String(" + expression + ")").put("awaitPromise", false);
            return wire.ask("script.evaluate", script.set("target", here()))
                    .path("result")
                    .path("value")
                    .asString("");
        }

        @Override
        public void press(Key key) {
            String value = switch (key) {
                case TAB -> "\uE004";
                case ENTER -> "\uE007";
            };
            ObjectNode keyboard = object().put("type", "key").put("id", "keyboard");
            var actions = keyboard.putArray("actions");
            actions.add(object().put("type", "keyDown").put("value", value));
            actions.add(object().put("type", "keyUp").put("value", value));
            ObjectNode perform = here();
            perform.putArray("actions").add(keyboard);
            bringToFront();
            wire.ask("input.performActions", perform);
        }

        @Override
        public byte[] picture() {
            String data = wire.ask("browsingContext.captureScreenshot", here().put("origin", "document"))
                    .path("data")
                    .asString();
            return Base64.getDecoder().decode(data);
        }

        @Override
        public List<String> complaints() {
            return complaints.getOrDefault(context, List.of());
        }
    }

    @Override
    public String sound() {
        return Sound.BY_RECORDER;
    }

    @Override
    public void close() {
        wire.close();
        process.close();
    }
}
