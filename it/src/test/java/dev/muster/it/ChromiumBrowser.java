package dev.muster.it;

import static dev.muster.it.BrowserWire.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Chromium, by the DevTools protocol.
final class ChromiumBrowser implements Browser {
    private static final Set<String> COMPLAINTS = Set.of("error", "warning", "assert");

    /// What Chromium says if it is asked something of a page that is just being left.
    private static final String LEFT = "Inspected target navigated or closed";

    private final BrowserProcess process;
    private final BrowserWire wire;
    private final Map<String, List<String>> complaints = new ConcurrentHashMap<>();

    /// Of service workers, by the session that has seen them.
    private final Map<String, String> registrations = new ConcurrentHashMap<>();

    /// How service workers got on with what they were pushed.
    private final List<String> pushes = new CopyOnWriteArrayList<>();

    ChromiumBrowser(Path program, Path folder) throws IOException {
        this(program, folder, List.of());
    }

    /// @param more of what it is started with
    ChromiumBrowser(Path program, Path folder, List<String> more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                // Which takes rights that few containers give. The pages are ours.
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(more);
        command.add("about:blank");
        process = BrowserProcess.start(command, Map.of("TMPDIR", folder.toString()), folder, "DevTools listening on ");
        wire = new BrowserWire(process.line(), this::hear);
    }

    private void hear(JsonNode event) {
        if (event.path("method").asString("").equals("ServiceWorker.workerRegistrationUpdated")) {
            event.path("params")
                    .path("registrations")
                    .forEach(found -> registrations.put(
                            event.path("sessionId").asString(""),
                            found.path("registrationId").asString("")));
        }
        JsonNode done = event.path("params").path("backgroundServiceEvent");
        if (done.path("eventName").asString("").equals("Push event completed")) {
            pushes.add(done.path("eventMetadata").path(0).path("value").asString(""));
        }
        List<String> here = complaints.get(event.path("sessionId").asString(""));
        if (here == null) return;
        JsonNode params = event.path("params");
        switch (event.path("method").asString("")) {
            case "Runtime.exceptionThrown" ->
                here.add(params.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (COMPLAINTS.contains(params.path("type").asString("")))
                    here.add(params.path("args").toString());
            }
            case "Log.entryAdded" -> {
                JsonNode entry = params.path("entry");
                if (COMPLAINTS.contains(entry.path("level").asString("")))
                    here.add(entry.path("text").asString(""));
            }
            default -> {
                // News that no test asks for.
            }
        }
    }

    @Override
    public Tab newcomer() {
        String context = wire.ask("Target.createBrowserContext", object())
                .path("browserContextId")
                .asString();
        String target = wire.ask(
                        "Target.createTarget",
                        object().put("url", "about:blank").put("browserContextId", context))
                .path("targetId")
                .asString();
        String session = wire.ask(
                        "Target.attachToTarget",
                        object().put("targetId", target).put("flatten", true))
                .path("sessionId")
                .asString();
        complaints.put(session, new CopyOnWriteArrayList<>());
        var tab = new ChromiumTab(context, session);
        tab.ask("Page.enable", object());
        tab.ask("Runtime.enable", object());
        tab.ask("Log.enable", object());
        return tab;
    }

    /// What a service worker of that page's is given, and how it is asked.
    Worker worker(Tab tab) {
        return new Worker((ChromiumTab) tab);
    }

    /// A newcomer who has allowed notifications.
    Tab newcomerWhoIsNotified() {
        ChromiumTab tab = (ChromiumTab) newcomer();
        var permission = object().put("browserContextId", tab.context);
        permission.putArray("permissions").add("notifications");
        wire.ask("Browser.grantPermissions", permission);
        return tab;
    }

    /// Has each page that is opened there find that script's work done, as an extension does it.
    void extend(Tab tab, String script) {
        ((ChromiumTab) tab).ask("Page.addScriptToEvaluateOnNewDocument", object().put("source", script));
    }

    /// The service worker behind a tab, without which nothing but a push service speaks to it.
    final class Worker {
        private final ChromiumTab tab;

        private Worker(ChromiumTab tab) {
            this.tab = tab;
            tab.ask("ServiceWorker.enable", object());
            var service = object().put("service", "pushMessaging");
            tab.ask("BackgroundService.startObserving", service);
            tab.ask("BackgroundService.setRecording", service.deepCopy().put("shouldRecord", true));
        }

        /// As if its push service had brought them right one after the other, and they were opened already. Comes back
        /// when it is done with all: Chromium forgets a notification if asked for them while that one comes up.
        void hears(String... news) {
            int before = pushes.size();
            String registration = Await.until(() -> registrations.getOrDefault(tab.session, ""), id -> !id.isEmpty());
            String origin = tab.evaluate("location.origin");
            for (String push : news) {
                tab.ask(
                        "ServiceWorker.deliverPushMessage",
                        object().put("origin", origin)
                                .put("registrationId", registration)
                                .put("data", push));
            }
            Await.until(pushes::size, size -> size == before + news.length);
            assertThat(pushes).containsOnly("Success");
        }

        /// What an expression comes to there, awaited, as text.
        String evaluate(String expression) {
            String target = Await.until(this::target, id -> !id.isEmpty());
            String session = wire.ask(
                            "Target.attachToTarget",
                            object().put("targetId", target).put("flatten", true))
                    .path("sessionId")
                    .asString();
            var question = object().put("expression", expression).put("awaitPromise", true);
            JsonNode answer = wire.ask(object().put("sessionId", session)
                    .put("method", "Runtime.evaluate")
                    .set("params", question));
            if (answer.has("exceptionDetails"))
                throw new AssertionError(answer.path("exceptionDetails").toString());
            wire.ask("Target.detachFromTarget", object().put("sessionId", session));
            return answer.path("result").path("value").asString("");
        }

        private String target() {
            return wire.ask("Target.getTargets", object())
                    .path("targetInfos")
                    .valueStream()
                    .filter(info -> info.path("type").asString("").equals("service_worker"))
                    .filter(info -> info.path("browserContextId").asString("").equals(tab.context))
                    .map(info -> info.path("targetId").asString(""))
                    .findFirst()
                    .orElse("");
        }
    }

    private final class ChromiumTab implements Tab {
        private final String context;
        private final String session;

        ChromiumTab(String context, String session) {
            this.context = context;
            this.session = session;
        }

        private JsonNode ask(String method, ObjectNode params) {
            return wire.ask(
                    object().put("sessionId", session).put("method", method).set("params", params));
        }

        @Override
        public void open(URI address) {
            ask("Page.navigate", object().put("url", address.toString()));
            Await.until(() -> evaluate("location.href + ' ' + document.readyState"), (address + " complete")::equals);
        }

        @Override
        public void bringToFront() {
            ask("Page.bringToFront", object());
        }

        @Override
        public void resize(int width, int height) {
            ask(
                    "Emulation.setDeviceMetricsOverride",
                    object().put("width", width)
                            .put("height", height)
                            .put("deviceScaleFactor", 1)
                            .put("mobile", false));
        }

        /// The same words if the page is left meanwhile: nobody knows then what has been done of it.
        @Override
        public String evaluate(String expression) {
            JsonNode said = wire.say(object().put("sessionId", session)
                    .put("method", "Runtime.evaluate")
                    .set("params", object().put("expression", "String(" + expression + ")")));
            if (said.path("error").path("message").asString("").equals(LEFT)) return LEFT;
            return BrowserWire.result(said).path("result").path("value").asString("");
        }

        @Override
        public void press(Key key) {
            var down = object().put("type", "keyDown");
            var up = object().put("type", "keyUp");
            for (ObjectNode event : List.of(down, up)) {
                switch (key) {
                    case TAB -> event.put("key", "Tab").put("code", "Tab").put("windowsVirtualKeyCode", 9);
                    case ENTER -> event.put("key", "Enter").put("code", "Enter").put("windowsVirtualKeyCode", 13);
                }
            }
            if (key == Key.ENTER) down.put("text", "\r");
            ask("Input.dispatchKeyEvent", down);
            ask("Input.dispatchKeyEvent", up);
        }

        @Override
        public byte[] picture() {
            String data = ask("Page.captureScreenshot", object().put("captureBeyondViewport", true))
                    .path("data")
                    .asString();
            return Base64.getDecoder().decode(data);
        }

        @Override
        public List<String> complaints() {
            return complaints.getOrDefault(session, List.of());
        }
    }

    @Override
    public String sound() {
        return Sound.BY_WEB_AUDIO;
    }

    @Override
    public void close() {
        wire.close();
        process.close();
    }
}
