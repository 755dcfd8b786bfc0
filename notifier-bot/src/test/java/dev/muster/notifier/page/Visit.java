package dev.muster.notifier.page;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/// What a browser asks for, without its script and its cookies.
record Visit(HttpClient client) implements AutoCloseable {
    Visit() {
        this(HttpClient.newHttpClient());
    }

    HttpResponse<String> get(URI address, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address).GET(), headers);
    }

    HttpResponse<String> post(URI address, String body, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(body)), headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws IOException, InterruptedException {
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /// As a browser sends it back.
    static String cookie(HttpResponse<?> response) {
        String header = header(response, "set-cookie");
        return header.substring(0, header.indexOf(';'));
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        client.close();
    }
}
