package dev.muster.sms.api;

import dev.muster.kit.http.Request;
import dev.muster.kit.number.Numbers;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.number.Reading;
import dev.muster.sms.carrier.Card;
import dev.muster.sms.carrier.Means;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a request asks for. What is wrong with it is said as what was expected.
record Wanted(PhoneNumber to, String text, Optional<Card> card) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_TEXT = 1600;

    /// @param region where numbers without a plus sign are
    /// @throws IllegalArgumentException if it isn't what was expected
    static Wanted text(Request request, String region) {
        JsonNode json = object(request);
        return new Wanted(number(field(json, "to"), region), words(json), Optional.empty());
    }

    /// @throws IllegalArgumentException if it isn't what was expected
    static Wanted card(Request request, String region) {
        JsonNode json = object(request);
        String title = json.path("cardTitle").asString("");
        String description = json.path("cardDescription").asString("");
        Optional<URI> picture = address(json, "imageURL");
        Optional<URI> action = address(json, "actionURL");
        boolean isCard = !title.isEmpty() || !description.isEmpty() || picture.isPresent() || action.isPresent();
        return new Wanted(
                number(field(json, "to"), region),
                words(json),
                isCard ? Optional.of(new Card(title, description, picture, action)) : Optional.empty());
    }

    /// @throws IllegalArgumentException if it is none
    static PhoneNumber number(String text, String region) {
        return switch (Numbers.read(text, region)) {
            case Reading.Good good -> good.number();
            case Reading.Refused refused ->
                throw new IllegalArgumentException("a number that texts can go to: " + refused.text());
        };
    }

    /// What it is recognised by, should it come again.
    String[] contents(Means by) {
        return Stream.concat(
                        Stream.of(by.name(), to.e164(), text),
                        card.stream()
                                .flatMap(it -> Stream.of(
                                        it.title(),
                                        it.description(),
                                        it.picture().map(URI::toString).orElse(""),
                                        it.action().map(URI::toString).orElse(""))))
                .toArray(String[]::new);
    }

    private static JsonNode object(Request request) {
        try {
            JsonNode json = JSON.readTree(request.body());
            if (json.isObject()) return json;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a JSON object with to and body", e);
        }
        throw new IllegalArgumentException("a JSON object with to and body");
    }

    private static String field(JsonNode json, String name) {
        JsonNode field = json.path(name);
        if (!field.isString() || field.asString().isBlank())
            throw new IllegalArgumentException("a JSON object with to and body: " + name + " is missing");
        return field.asString();
    }

    private static String words(JsonNode json) {
        String words = field(json, "body");
        if (words.length() > LONGEST_TEXT)
            throw new IllegalArgumentException("a body of no more than " + LONGEST_TEXT + " characters");
        return words;
    }

    private static Optional<URI> address(JsonNode json, String name) {
        String text = json.path(name).asString("");
        if (text.isEmpty()) return Optional.empty();
        try {
            URI address = new URI(text);
            if ("https".equalsIgnoreCase(address.getScheme()) && address.getHost() != null) return Optional.of(address);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name + ": an address that begins with https://", e);
        }
        throw new IllegalArgumentException(name + ": an address that begins with https://");
    }

    /// Neither what it says, nor to whom.
    @Override
    public String toString() {
        return "wanted";
    }
}
