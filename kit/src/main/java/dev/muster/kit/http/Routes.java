package dev.muster.kit.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Who answers what: a method and a path, in which `{name}` stands for any one part.
public final class Routes implements Handler {
    private final List<Route> routes = new ArrayList<>();

    private record Route(String method, List<String> pattern, Handler handler) {
        /// What stands for the names in braces, if the path fits.
        Optional<Map<String, String>> match(List<String> path) {
            if (path.size() != pattern.size()) return Optional.empty();
            Map<String, String> parts = new HashMap<>();
            for (int at = 0; at < path.size(); at++) {
                String wanted = pattern.get(at);
                if (wanted.startsWith("{")) parts.put(wanted.substring(1, wanted.length() - 1), path.get(at));
                else if (!wanted.equals(path.get(at))) return Optional.empty();
            }
            return Optional.of(parts);
        }
    }

    /// Also answers HEAD, without the body.
    public Routes get(String path, Handler handler) {
        return on("GET", path, handler);
    }

    public Routes post(String path, Handler handler) {
        return on("POST", path, handler);
    }

    public Routes on(String method, String path, Handler handler) {
        routes.add(new Route(method, split(path), handler));
        return this;
    }

    private static List<String> split(String path) {
        return List.of(path.split("/", -1));
    }

    @Override
    public Response answer(Request request) throws Exception {
        List<String> path = split(request.path());
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        var allowed = new TreeSet<String>();
        for (Route route : routes) {
            Optional<Map<String, String>> parts = route.match(path);
            if (parts.isEmpty()) continue;
            if (route.method.equals(method)) return route.handler.answer(request.with(parts.get()));
            allowed.add(route.method);
        }
        return allowed.isEmpty()
                ? Response.text(404, "There is nothing here.\n")
                : Response.text(405, "This is not done with " + request.method() + ".\n")
                        .with("allow", String.join(", ", allowed));
    }
}
