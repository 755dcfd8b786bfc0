package dev.muster.it;

import dev.muster.notifier.push.apns.PretendApple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A phone with an app such as CallBundle's, as far as gateways know it.
sealed interface Phone {
    String name();

    /// What it tells the bot, once for each of its tokens.
    ///
    /// @param more such as its style, or the key that it reads by
    List<Map<String, Object>> registrations(Map<String, String> more);

    /// What has made it ring, in order. One call may do so twice; it shows each once.
    List<JsonNode> rings();

    /// What has come without being shown, in order.
    List<JsonNode> unseen();

    /// What has been shown, in order.
    List<JsonNode> notes();

    /// Its tokens, which nobody else should know.
    List<String> tokens();

    /// The calls that it was told are over, and why.
    default List<String> cancels(Call call) {
        return unseen().stream()
                .filter(push -> push.path("type").asString("").equals("call_cancelled"))
                .filter(push -> push.path("callId").asString("").equals(call.id()))
                .map(push -> push.path("reason").asString(""))
                .toList();
    }

    default List<JsonNode> rings(Call call) {
        return rings().stream()
                .filter(push -> CallBundle.of(push).callId().equals(call.id()))
                .toList();
    }

    private static Map<String, Object> registration(
            Phone phone, String platform, String token, Map<String, String> more) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("device", phone.name());
        fields.put("platform", platform);
        fields.put("app", Exchange.APP);
        fields.put("token", token);
        fields.putAll(more);
        return fields;
    }

    record Apple(Exchange exchange, String name, String ringing, String showing) implements Phone {
        @Override
        public List<Map<String, Object>> registrations(Map<String, String> more) {
            return List.of(registration(this, "apns-voip", ringing, more), registration(this, "apns", showing, more));
        }

        private Stream<PretendApple.Push> taken(String token, String type) {
            return exchange.apple().pushes().stream()
                    .filter(PretendApple.Push::wasTaken)
                    .filter(push -> push.token().equals(token))
                    .filter(push -> push.header("apns-push-type").equals(type));
        }

        @Override
        public List<JsonNode> rings() {
            return taken(ringing, "voip").map(PretendApple.Push::json).toList();
        }

        @Override
        public List<JsonNode> unseen() {
            return taken(showing, "background").map(PretendApple.Push::json).toList();
        }

        @Override
        public List<JsonNode> notes() {
            return taken(showing, "alert").map(PretendApple.Push::json).toList();
        }

        @Override
        public List<String> tokens() {
            return List.of(ringing, showing);
        }
    }

    record Android(Exchange exchange, String name, String token) implements Phone {
        @Override
        public List<Map<String, Object>> registrations(Map<String, String> more) {
            return List.of(registration(this, "fcm", token, more));
        }

        private Stream<JsonNode> data() {
            return exchange.google().stream()
                    .filter(message -> message.path("token").asString().equals(token))
                    .map(message -> message.path("data"));
        }

        private List<JsonNode> data(String type) {
            return data().filter(data -> data.path("type").asString("").equals(type))
                    .toList();
        }

        @Override
        public List<JsonNode> rings() {
            return data("incoming_call");
        }

        @Override
        public List<JsonNode> unseen() {
            return data("call_cancelled");
        }

        @Override
        public List<JsonNode> notes() {
            return data().filter(data -> data.has("title")).toList();
        }

        @Override
        public List<String> tokens() {
            return List.of(token);
        }
    }

    /// What pushes are encrypted for (RFC 8291).
    record Keys(String p256dh, String auth) {}

    /// One that is reached at an address of its own.
    record Web(Exchange exchange, String name, String platform, String endpoint, Optional<Keys> keys) implements Phone {
        @Override
        public List<Map<String, Object>> registrations(Map<String, String> more) {
            var subscription = new LinkedHashMap<String, Object>();
            subscription.put("endpoint", endpoint);
            keys.ifPresent(known -> subscription.put("keys", Map.of("p256dh", known.p256dh(), "auth", known.auth())));
            var fields = new LinkedHashMap<String, Object>();
            fields.put("device", name);
            fields.put("platform", platform);
            fields.put("app", Exchange.APP);
            if (platform.equals("webpush")) fields.put("webpush", subscription);
            else fields.putAll(subscription);
            fields.putAll(more);
            return List.of(fields);
        }

        /// All that has come, as it came.
        List<JsonNode> pushes() {
            return exchange.service().stream()
                    .filter(push -> endpoint.endsWith(push.path("path").asString("")))
                    .toList();
        }

        private Stream<JsonNode> opened() {
            return pushes().stream().map(push -> Exchange.json(push.path("text").asString("{}")));
        }

        private List<JsonNode> opened(String type) {
            return opened().filter(data -> data.path("type").asString("").equals(type))
                    .toList();
        }

        @Override
        public List<JsonNode> rings() {
            return opened("incoming_call");
        }

        @Override
        public List<JsonNode> unseen() {
            return opened("call_cancelled");
        }

        @Override
        public List<JsonNode> notes() {
            return opened().filter(data -> data.has("title")).toList();
        }

        @Override
        public List<String> tokens() {
            return Stream.concat(
                            Stream.of(endpoint, endpoint.substring(endpoint.lastIndexOf('/') + 1)),
                            keys.stream().flatMap(known -> Stream.of(known.p256dh(), known.auth())))
                    .toList();
        }
    }
}
