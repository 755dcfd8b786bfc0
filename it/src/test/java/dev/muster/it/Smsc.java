package dev.muster.it;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// An SMSC that others wrote, on a port of its own: what phones would get comes to it, and what phones would send comes
/// from it. What isn't taken from it, it brings again, as the network does.
final class Smsc {
    private final NodePeer node;
    private final int port;

    /// A text as a phone shows it, put together if it came in parts.
    ///
    /// @param to without the plus sign
    /// @param ids what the SMSC has called it, one for each part
    record Text(String from, String to, String text, List<String> ids) {}

    private Smsc(NodePeer node, int port) {
        this.node = node;
        this.port = port;
    }

    /// A new one; the one before is gone.
    static Smsc start(NodePeer node) {
        return new Smsc(node, node.ask("start", Map.of()).asInt());
    }

    int port() {
        return port;
    }

    /// @param behaviour as `smsc.mjs` names it, such as `latency` and `throttleEvery`
    void behave(Map<String, Object> behaviour) {
        node.ask("behave", behaviour);
    }

    /// Ends every connection, and is there again at once.
    void hangUp() {
        node.ask("hangUp");
    }

    void goAway() {
        node.ask("goAway");
    }

    void comeBack() {
        node.ask("comeBack");
    }

    /// What has come since this was asked last.
    List<Text> texts() {
        return StreamSupport.stream(node.ask("texts").spliterator(), false)
                .map(text -> new Text(
                        text.path("from").asString(),
                        text.path("to").asString(),
                        text.path("text").asString(),
                        StreamSupport.stream(text.path("ids").spliterator(), false)
                                .map(JsonNode::asString)
                                .toList()))
                .toList();
    }

    /// The next one that comes, which is the only one.
    Text text() {
        List<Text> texts = Await.until(this::texts, come -> !come.isEmpty());
        if (texts.size() > 1) throw new AssertionError("more than one text came: " + texts.size());
        return texts.getFirst();
    }

    /// Somebody's phone sends a text, by the way of a network that doesn't forget it.
    ///
    /// @param from without a plus sign
    void say(String from, String to, String text) {
        node.ask("say", from, to, text, 66);
    }

    /// What became of a message.
    ///
    /// @param stat such as `DELIVRD`
    void receipt(Text text, String id, String stat) {
        node.ask("receipt", id, stat, text.to(), text.from());
    }

    /// One of `binds`, `submitted`, `accepted`, `throttled`, `mostUnderWay`, `waiting` (to be taken from it),
    /// `sessions`.
    int count(String name) {
        return node.ask("counts").path(name).asInt();
    }

    /// What came that no strict SMSC would take.
    List<String> complaints() {
        return node.texts("complaints");
    }

    /// The statuses that were answered to what it brought.
    List<String> answers() {
        return node.texts("answers");
    }
}
