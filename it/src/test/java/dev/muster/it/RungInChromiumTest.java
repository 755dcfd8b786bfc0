package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.Browser.Tab;
import dev.muster.it.ChromiumBrowser.Worker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What people see and do in Chromium's notifications when they are called. Its own push service is Google's: here
/// another one opens what the bot pushes, and Chromium is handed that.
@NeedsNode(NodeScript.PUSH)
@Timeout(180)
class RungInChromiumTest {
    /// As a click on a button of the notification: nobody else may make one that is believed.
    private static final String CLICK = """
        (async () => {
          const [notification] = await registration.getNotifications({ tag: "%s" });
          const click = new NotificationEvent("notificationclick", { notification, action: "%s" });
          let done = null;
          click.waitUntil = (promise) => { done = promise; };
          self.dispatchEvent(click);
          await done.catch((e) => { if (e.name !== "InvalidAccessError") throw e; });
        })()\
        """;

    /// As the push service does it that has dropped the subscription.
    private static final String CHANGE = """
        (async () => {
          const change = new ExtendableEvent("pushsubscriptionchange");
          let done = null;
          change.waitUntil = (promise) => { done = promise; };
          self.dispatchEvent(change);
          await done;
        })()\
        """;

    private static final String SHOWN = """
        registration.getNotifications().then((all) =>
          all.map((it) => [it.title, it.tag, it.requireInteraction, it.actions.map((action) => action.title)].join()).join(";"))\
        """;

    private final NodePeer service;
    private final List<String> pushes = new ArrayList<>();

    /// To which subscription each of them went.
    private final List<String> devices = new ArrayList<>();

    private final Callee callee;
    private final ChromiumBrowser chromium;

    RungInChromiumTest(NodePeer service, @TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Chromium.installed().isPresent(), "Chromium is missing: install it, or let ./verify fetch it");
        this.service = service;
        // What a call of an earlier test has brought since it was over.
        service.ask("pushes");
        callee = new Callee(Files.createDirectory(folder.resolve("house")));
        chromium = new ChromiumBrowser(
                Chromium.installed().orElseThrow().program(), Files.createDirectory(folder.resolve("chromium")));
    }

    @AfterEach
    void close() {
        chromium.close();
        callee.close();
    }

    private static String text(Tab tab, String id) {
        return tab.evaluate("document.getElementById('" + id + "').textContent");
    }

    private static void click(Tab tab, String id) {
        tab.evaluate("document.getElementById('" + id + "').click()");
    }

    private static void awaitSeen(Tab tab, String id) {
        Await.until(() -> tab.evaluate("document.getElementById('" + id + "').getClientRects().length"), "1"::equals);
    }

    /// What the bot has pushed of that type, opened; in which order its pushes come is nobody's promise.
    private String pushed(String type) {
        return Await.until(
                () -> {
                    service.ask("pushes").forEach(push -> {
                        pushes.add(push.path("text").asString(""));
                        devices.add(push.path("device").asString(""));
                    });
                    return pushes.stream()
                            .filter(push -> push.contains(type))
                            .findFirst()
                            .orElse("");
                },
                push -> !push.isEmpty());
    }

    /// Has the browser subscribe there under that name.
    private String subscribing(String name) {
        JsonNode keys = service.ask("service");
        return """
            PushManager.prototype.subscribe = () => Promise.resolve({ toJSON: () => ({
              endpoint: "%s%s", keys: { p256dh: "%s", auth: "%s" } }) })\
            """.formatted(
                        keys.path("endpoint").asString(),
                        name,
                        keys.path("p256dh").asString(),
                        keys.path("auth").asString());
    }

    private Tab registered() throws InterruptedException {
        Tab tab = chromium.newcomerWhoIsNotified();
        tab.open(callee.link());
        awaitSeen(tab, "ring");
        tab.evaluate(subscribing("chromium"));
        click(tab, "ring");
        awaitSeen(tab, "on");
        return tab;
    }

    @Test
    void ring_aNotificationIsDeclinedWithoutThePage() throws Exception {
        Tab tab = registered();
        Worker worker = chromium.worker(tab);
        tab.open(URI.create("about:blank"));

        String callId = callee.isCalled();
        worker.hears(pushed("incoming_call"));
        Await.until(() -> worker.evaluate(SHOWN), ("Ana is calling," + callId + ",true,Answer,Decline")::equals);
        worker.evaluate(CLICK.formatted(callId, "decline"));

        callee.anaHears(callId, "declined");
        assertThat(worker.evaluate(SHOWN)).isEmpty();
    }

    @Test
    void ring_answerOpensThePageWhichTakesTheCall() throws Exception {
        Tab tab = registered();
        Worker worker = chromium.worker(tab);

        String callId = callee.isCalled();
        worker.hears(pushed("incoming_call"));
        Await.until(() -> text(tab, "who"), "Ana is calling"::equals);
        Await.until(() -> worker.evaluate(SHOWN), shown -> shown.contains(callId));
        worker.evaluate(CLICK.formatted(callId, "answer"));

        callee.anaHears(callId, "answered");
        awaitSeen(tab, "further");
        assertThat(worker.evaluate(SHOWN)).isEmpty();
    }

    @Test
    void ring_whoseSubscriptionChangesIsStillRung() throws Exception {
        Tab tab = registered();
        Worker worker = chromium.worker(tab);
        tab.open(URI.create("about:blank"));

        worker.evaluate(subscribing("renewed"));
        worker.evaluate(CHANGE);

        callee.isCalled();
        pushed("incoming_call");
        assertThat(devices).containsExactly("renewed");
    }

    @Test
    void ring_whoHasAnExtensionThatSignsNeedsNoLink() throws Exception {
        Tab tab = chromium.newcomerWhoIsNotified();
        chromium.extend(tab, callee.extension());
        tab.open(callee.page());
        awaitSeen(tab, "sign");
        tab.evaluate(subscribing("chromium"));
        click(tab, "sign");

        awaitSeen(tab, "on");
        assertThat(text(tab, "npub")).isEqualTo(callee.npub());
        callee.isCalled();
        pushed("incoming_call");
    }

    @Test
    void ring_whatEndsACallTakesItsNotificationAway() throws Exception {
        Tab tab = registered();
        Worker worker = chromium.worker(tab);

        String callId = callee.isCalled();
        worker.hears(pushed("incoming_call"));
        Await.until(() -> worker.evaluate(SHOWN), shown -> shown.contains(callId));
        callee.isHungUp(callId);
        worker.hears(pushed("call_cancelled"));

        Await.until(() -> worker.evaluate(SHOWN), shown -> !shown.contains(callId));
        Await.until(() -> text(tab, "fate"), "This call is over."::equals);
    }

    @Test
    void ring_whatIsOverAtOnceLeavesNoNotification() throws Exception {
        Tab tab = registered();
        Worker worker = chromium.worker(tab);
        tab.open(URI.create("about:blank"));
        String callId = callee.isCalled();
        String ring = pushed("incoming_call");
        callee.isHungUp(callId);
        String over = pushed("call_cancelled");

        for (String other : List.of("one", "two", "three", "four", "five")) {
            worker.hears(ring.replace(callId, other), over.replace(callId, other));
            assertThat(worker.evaluate(SHOWN)).doesNotContain(other);
        }
        worker.hears(over.replace(callId, "six"), ring.replace(callId, "six"));
        assertThat(worker.evaluate(SHOWN)).doesNotContain("six");
        worker.hears(ring.replace(callId, "seven"));
        assertThat(worker.evaluate(SHOWN)).contains("seven");
    }
}
