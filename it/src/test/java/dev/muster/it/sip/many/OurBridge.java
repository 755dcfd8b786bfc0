package dev.muster.it.sip.many;

import dev.muster.it.House;
import dev.muster.it.sip.Sipp;
import dev.muster.nostr.client.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/// Our bridge as a process of its own, asked by HTTP; SIPp is all telephones, as far as they speak SIP.
final class OurBridge implements Server {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int FIRST = 2_000_000;

    private final House house;
    private final Sipp sipp;
    private final String token;
    private final Path folder;
    private final Map<Integer, String> ids = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private OurBridge(House house, Sipp sipp, String token, Path folder) {
        this.house = house;
        this.sipp = sipp;
        this.token = token;
        this.folder = folder;
    }

    /// @param java what Java itself is told
    /// @param calls how many there will be from the first to the last
    static OurBridge start(Path folder, List<String> java, List<Telephone> telephones, int calls)
            throws IOException, InterruptedException {
        int trunk = FreePort.any();
        int first = FreePort.any();
        int most = 2 * telephones.size() + 10;
        House house = House.in(
                Files.createDirectory(folder.resolve("house")),
                java,
                "sip.trunk.uri=sip:127.0.0.1:" + trunk,
                "sip.trunk.check=false",
                "sip.agent.port=" + FreePort.any(),
                "sip.media.first_port=" + first,
                // Some of them may be in use.
                "sip.media.last_port=" + (first + 2 * most + 400),
                "sip.gate.allow=+1",
                "sip.gate.in_all=" + most,
                "sip.gate.per_person=" + most,
                "sip.gate.per_minute=100000",
                "sip.numbers=+12025550100=operators");
        try {
            house.relay().start();
            house.telephones().start();
            String token = house.says("access", "create", "page", "--opens", "pstn");
            Path said = Files.createDirectory(folder.resolve("sipp"));
            Sipp sipp = Sipp.picksUp(
                    said, trunk, telephones.stream().map(Telephone::port).toList(), calls);
            return new OurBridge(house, sipp, token, folder);
        } catch (IOException | InterruptedException | RuntimeException e) {
            house.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "muster";
    }

    @Override
    public String call(int number, String offer, Telephone telephone) throws IOException, InterruptedException {
        String answer = post("/v1/calls", Map.of("to", "+1202" + (FIRST + number), "sdp", offer));
        var json = JSON.readTree(answer);
        ids.put(number, json.path("id").asString());
        return json.path("sdp").asString();
    }

    @Override
    public void hangUp(int number) throws IOException, InterruptedException {
        var _ = post("/v1/calls/" + ids.remove(number) + "/end", Map.of());
    }

    /// By how many of them there are in each state, and why they ended.
    @Override
    public String calls() throws IOException, InterruptedException {
        Map<String, Integer> states = new TreeMap<>();
        for (var call : JSON.readTree(ask(request("/v1/calls").GET())).path("calls"))
            states.merge(
                    call.path("state").asString() + " " + call.path("reason").asString(""), 1, Integer::sum);
        return states.toString();
    }

    private String post(String path, Map<String, String> what) throws IOException, InterruptedException {
        return ask(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(what))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + token);
    }

    private String ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) throw new AssertionError(answer.statusCode() + " " + answer.body());
        return answer.body();
    }

    private URI at(String path) {
        return house.calls().resolve(path);
    }

    /// How many calls it says that go on.
    double going() {
        try {
            String metrics = http.send(HttpRequest.newBuilder(at("/metrics")).build(), BodyHandlers.ofString())
                    .body();
            return metrics.lines()
                    .filter(line -> line.startsWith("muster_sip_calls "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The other side of the trunk has nothing to complain of.
    void ended() throws IOException, InterruptedException {
        sipp.end();
    }

    String logs() throws IOException {
        return house.logs();
    }

    Path folder() {
        return folder;
    }

    @Override
    public Proc proc() {
        return Proc.of(house.telephones().pid());
    }

    @Override
    public void close() {
        http.close();
        sipp.close();
        house.close();
    }
}
