package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/// Somebody's browser, as far as a join link needs one.
final class Guest implements AutoCloseable {
    private final URI link;
    private final HttpClient http = HttpClient.newHttpClient();

    /// Java's own CookieManager sends it back in a form that no browser uses.
    private Optional<String> cookie = Optional.empty();

    Guest(URI link) {
        this.link = link;
    }

    HttpResponse<String> open() throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
    }

    /// Presses the button: led to the room (303), if all goes well.
    HttpResponse<String> join() throws IOException, InterruptedException {
        return post("join");
    }

    /// What the page says every half minute.
    HttpResponse<String> stays() throws IOException, InterruptedException {
        return post("here");
    }

    HttpResponse<String> leave() throws IOException, InterruptedException {
        return post("leave");
    }

    private HttpResponse<String> post(String what) throws IOException, InterruptedException {
        String token = link.getQuery().replaceFirst("^t=", "");
        var request = HttpRequest.newBuilder(link.resolve(link.getPath() + "/" + what))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("t=" + URLEncoder.encode(token, UTF_8)));
        cookie.ifPresent(own -> request.header("cookie", own));
        var answer = http.send(request.build(), BodyHandlers.ofString());
        cookie = answer.headers()
                .firstValue("set-cookie")
                .map(line -> line.substring(0, line.indexOf(';')))
                .or(() -> cookie);
        return answer;
    }

    @Override
    public void close() {
        http.close();
    }
}
