package dev.muster.sms.picture;

import static dev.muster.nostr.event.Events.RANDOM;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.muster.kit.desk.Premises;
import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.outside.Bounds;
import dev.muster.kit.outside.Poster;
import dev.muster.kit.outside.Resolver;
import dev.muster.nostr.client.Await;
import dev.muster.sms.Telco;
import dev.muster.sms.carrier.Carrier;
import dev.muster.sms.carrier.Media;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where pictures are kept, with a carrier that has some, and a server; the clock is the test's.
final class Darkroom extends Premises {
    static final String OUR = "+12025550100";
    static final String ANA = "+12025550123";

    /// Nothing else has these letters in it.
    static final String SIGHT = "a picture of the river, 35x19";

    final Telco telco = new Telco("telco");
    final List<Shown> shown = new CopyOnWriteArrayList<>();
    final List<String> missed = new CopyOnWriteArrayList<>();
    final List<String> forgotten = new CopyOnWriteArrayList<>();

    /// What was made ready and what wasn't, by the names that it was handed in with.
    final Map<String, URI> ready = new ConcurrentHashMap<>();

    final Map<String, String> failed = new ConcurrentHashMap<>();

    /// What an operator's client has put where it puts things, and how often that was asked for.
    volatile Response uploaded = Response.text(404, "");

    final AtomicInteger uploads = new AtomicInteger();

    private final HttpClient client = HttpClient.newHttpClient();
    private PicturesConfig config = PicturesConfig.DEFAULT;
    private @Nullable HttpServer server;
    private @Nullable Pictures pictures;
    private @Nullable Arrivals arrivals;
    private @Nullable Departures departures;
    private @Nullable Poster poster;
    private Bounds bounds = Bounds.ANYWHERE;

    static Media jpeg(String sight) {
        byte[] bytes = ("\u00ff\u00d8\u00ff" + sight).getBytes(ISO_8859_1);
        return Media.read(bytes).orElseThrow();
    }

    @Override
    protected void furnish(Ground ground) {
        var routes = new Routes();
        try {
            var here =
                    new HttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Serving.DEFAULT, routes);
            server = here;
            pictures = new Pictures(new Pictures.Means(
                    ground.ledger(), ground.timers(), folder(), config, here::url, this::now, RANDOM));
            poster = new Poster(bounds, Resolver.SYSTEM, this::now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pictures().on(routes);
        routes.get("/upload", _ -> {
            uploads.incrementAndGet();
            return uploaded;
        });
        departures = new Departures(new Departures.Means(
                pictures(), ground.outbox(), poster, this::now, RANDOM, new Departures.Carriage() {
                    @Override
                    public void ready(Change change, String id, Departures.Way way, URI at) {
                        change.afterwards(() -> ready.put(id, at));
                    }

                    @Override
                    public void failed(Change change, String id, String why) {
                        change.afterwards(() -> failed.put(id, why));
                    }
                }));
        arrivals = new Arrivals(new Arrivals.Means(
                pictures(),
                ground.outbox(),
                config,
                name -> Optional.<Carrier>of(telco).filter(it -> it.name().equals(name)),
                this::now,
                RANDOM,
                new Arrivals.Viewers() {
                    @Override
                    public void shown(Change change, String our, String their, Shown picture) {
                        change.afterwards(() -> shown.add(picture));
                    }

                    @Override
                    public void missed(Change change, String our, String their, String why) {
                        change.afterwards(() -> missed.add(why));
                    }

                    @Override
                    public void seen(Change change, String carrier, String key) {
                        change.afterwards(() -> forgotten.add(key));
                    }
                }));
    }

    @Override
    public void stop() throws Exception {
        if (server != null) server.close();
        super.stop();
        if (poster != null) poster.close();
    }

    void uses(PicturesConfig other) throws Exception {
        config = other;
        restart();
    }

    void goesOnlyOutside() throws Exception {
        bounds = Bounds.OPEN_INTERNET;
        restart();
    }

    URI upload() {
        if (server == null) throw new IllegalStateException("not within a test");
        return server.url().resolve("/upload");
    }

    /// An operator sends what lies there.
    void sends(String id, URI at, Lock lock) {
        if (departures == null) throw new IllegalStateException("not within a test");
        Departures here = departures;
        var way = new Departures.Way(OUR, new PhoneNumber(ANA));
        Instant until = now().plus(Duration.ofDays(1));
        data().ledger().alter(change -> here.take(change, id, way, new Shown(at, lock), telco.mediaBytes(), until));
    }

    Path folder() {
        return data().folder().resolve("pictures");
    }

    Pictures pictures() {
        if (pictures == null) throw new IllegalStateException("not within a test");
        return pictures;
    }

    /// Somebody has sent what lies there at the carrier.
    void come(String key, URI... media) {
        if (arrivals == null) throw new IllegalStateException("not within a test");
        Arrivals here = arrivals;
        data().ledger().alter(change -> here.come(change, "telco", key, OUR, ANA, Arrays.asList(media)));
    }

    /// Waits until so many are to be seen, and so many are known not to be.
    void awaits(int seen, int not) {
        Await.until(() -> shown.size() == seen && missed.size() == not);
        settles();
    }

    Optional<URI> keeps(byte[] locked, Duration time) throws IOException {
        Pictures.Laid laid = pictures().lay(locked);
        return data().ledger().change(change -> pictures().keep(change, laid, now().plus(time)));
    }

    HttpResponse<byte[]> fetch(String method, URI at) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at)
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofByteArray());
    }

    List<Path> files() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What lies on the disk with these letters in it.
    List<Path> filesWith(String letters) throws IOException {
        try (Stream<Path> files = Files.walk(data().folder())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, letters))
                    .toList();
        }
    }

    private static boolean contains(Path file, String letters) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1).contains(letters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
