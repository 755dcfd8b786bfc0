package dev.muster.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ConfigurationTest {
    private static final PublicKey ALICE =
            PublicKey.parse("7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e");
    private static final PublicKey BOB =
            PublicKey.parse("166bf3765ebd1fc55decfe395beff2ea3b2a4e0a8946e7eb578512b555737c99");

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    enum Wood {
        OAK,
        RED_BEECH
    }

    record House(
            Path data,
            Door door,
            Set<PublicKey> members,
            Optional<PublicKey> owner,
            @Secret String alarm) {}

    record Door(
            String signText,
            int knocks,
            long weight,
            boolean open,
            Wood wood,
            Optional<Path> key,
            URI url,
            Duration ring,
            List<String> panes) {
        Door {
            if (knocks < 1) throw new IllegalArgumentException("knocks: 1 or more");
            if (open && key.isPresent()) throw new IllegalArgumentException("what is open needs no key");
        }
    }

    record Village(House house) {}

    private static final Village DEFAULT = new Village(new House(
            Path.of("data/house"),
            new Door(
                    "Welcome",
                    3,
                    40,
                    false,
                    Wood.OAK,
                    Optional.empty(),
                    URI.create("ws://a.example"),
                    Duration.ofSeconds(2),
                    List.of("glass")),
            Set.of(),
            Optional.empty(),
            "1234"));

    private House read(String toml, String... sets) throws IOException {
        Files.writeString(folder.resolve("muster.toml"), toml);
        return read(Optional.empty(), sets);
    }

    private House read(Optional<Path> file, String... sets) {
        return Configuration.read(new Sources(file, environment, List.of(sets), folder))
                .onto(DEFAULT)
                .house();
    }

    private AbstractStringAssert<?> complaint(String toml, String... sets) {
        return (AbstractStringAssert<?>) assertThatThrownBy(() -> read(toml, sets))
                .isInstanceOf(BadConfiguration.class)
                .message();
    }

    private String file() {
        return folder.resolve("muster.toml").toString();
    }

    @Test
    void withoutAFileEverythingIsTheDefault() {
        assertThat(read(Optional.empty()))
                .isEqualTo(new House(
                        folder.resolve("data/house"), DEFAULT.house.door, Set.of(), Optional.empty(), "1234"));
    }

    @Test
    void everyTypeIsRead() throws IOException {
        House house = read("""
            [house]
            data = "elsewhere"
            members = ["%s", "%s"]
            owner = "%s"
            alarm = "0000"
            [house.door]
            sign_text = "Ring # twice"
            knocks = 1_000
            weight = 5000000000
            open = false
            wood = "red-beech"
            key = "/etc/key.pem"
            url = "wss://relay.example.org/path"
            ring = "15 min"
            panes = [
              "glass",
              "wood",
            ]
            """.formatted(ALICE.hex(), new Npub(BOB).encode(), ALICE.hex()));
        assertThat(house)
                .isEqualTo(new House(
                        folder.resolve("elsewhere"),
                        new Door(
                                "Ring # twice",
                                1000,
                                5_000_000_000L,
                                false,
                                Wood.RED_BEECH,
                                Optional.of(Path.of("/etc/key.pem")),
                                URI.create("wss://relay.example.org/path"),
                                Duration.ofMinutes(15),
                                List.of("glass", "wood")),
                        Set.of(ALICE, BOB),
                        Optional.of(ALICE),
                        "0000"));
    }

    @Test
    void setWinsOverTheEnvironmentOverTheFile() throws IOException {
        String toml = "house.door.knocks = 4";
        assertThat(read(toml).door().knocks()).isEqualTo(4);
        environment.put("MUSTER_HOUSE_DOOR_KNOCKS", "5");
        assertThat(read(toml).door().knocks()).isEqualTo(5);
        assertThat(read(toml, "house.door.knocks=6", "house.door.knocks=7")
                        .door()
                        .knocks())
                .isEqualTo(7);
    }

    @Test
    void listsOfAVariableHaveCommas() throws IOException {
        environment.put("MUSTER_HOUSE_MEMBERS", new Npub(ALICE).encode() + ", " + BOB.hex());
        assertThat(read("").members()).containsExactlyInAnyOrder(ALICE, BOB);
        assertThat(read("", "house.members=").members()).isEmpty();
    }

    @Test
    void anEmptyVariableIsNone() throws IOException {
        environment.put("MUSTER_HOUSE_DOOR_KNOCKS", "");
        assertThat(read("").door().knocks()).isEqualTo(3);
    }

    @Test
    void anEmptyTextIsNoValueWhereThereNeedsToBeNone() throws IOException {
        assertThat(read("house.door.key = \"\"").door().key()).isEmpty();
    }

    @Test
    void theFileIsTheOneNamedOrTheVariablesOrTheFolders() throws IOException {
        Files.writeString(folder.resolve("muster.toml"), "house.alarm = 'folder'");
        Path named = Files.writeString(folder.resolve("named.toml"), "house.alarm = 'named'");
        Path other = Files.writeString(
                Files.createDirectory(folder.resolve("etc")).resolve("other.toml"), "house.alarm = 'variable'");
        assertThat(read(Optional.empty()).alarm()).isEqualTo("folder");
        environment.put("MUSTER_CONFIG", other.toString());
        assertThat(read(Optional.empty()).alarm()).isEqualTo("variable");
        assertThat(read(Optional.of(named)).alarm()).isEqualTo("named");
    }

    @Test
    void aFileThatWasNamedMustBeThere() {
        Path missing = folder.resolve("missing.toml");
        assertThatThrownBy(() -> read(Optional.of(missing)))
                .isInstanceOf(BadConfiguration.class)
                .hasMessage("there is no file " + missing + " (muster init writes a muster.toml)");
    }

    @Test
    void pathsInTheFileStartFromItsFolder_othersFromWhereOneIs() throws IOException {
        Path etc = Files.createDirectory(folder.resolve("etc"));
        Path file = Files.writeString(etc.resolve("muster.toml"), "house.door.key = 'tls.pem'");
        House house = read(Optional.of(file));
        assertThat(house.door().key()).contains(etc.resolve("tls.pem"));
        assertThat(house.data()).isEqualTo(etc.resolve("data/house"));
        assertThat(read(Optional.of(file), "house.data=here").data()).isEqualTo(folder.resolve("here"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        knocks = "many"       | a whole number
        knocks = 3000000000   | a whole number up to 2147483647
        knocks = 1.5          | a whole number
        knocks = 0            | 1 or more
        knocks = [1, 2]       | one value, not a list
        open = 1              | true or false
        wood = "pine"         | oak, red-beech
        ring = "5 fortnights" | a number with ms, s, min, h, days or weeks, such as "15 min", or 0
        ring = 5              | a number with ms, s, min, h, days or weeks, such as "15 min", or 0
        url = "example"       | an address such as wss://relay.example.org
        """)
    void whatIsNotAllowedIsNamedWithItsLineAndWhatIs(String assignment, String allowed) {
        String[] parts = assignment.split(" = ", -1);
        complaint("[house]\n\n[house.door]\n" + assignment)
                .startsWith(file() + " line 4: house.door." + parts[0] + " = ")
                .endsWith(" can't be used; allowed is " + allowed);
    }

    @Test
    void variablesAndSetsAreNamedToo() {
        complaint("", "house.door.knocks=x")
                .isEqualTo("--set: house.door.knocks = \"x\" can't be used; allowed is a whole number");
        environment.put("MUSTER_HOUSE_DOOR_OPEN", "yes");
        complaint("")
                .isEqualTo("variable MUSTER_HOUSE_DOOR_OPEN: house.door.open = \"yes\" can't be used;"
                        + " allowed is true or false");
    }

    @Test
    void whatARecordRefusesAsAWholeIsSaidOfItsTable() {
        complaint("[house.door]\nopen = true\nkey = 'k'").isEqualTo("house.door: what is open needs no key");
    }

    @Test
    void anUnknownKeyIsRefusedAndTheNearestSuggested() {
        complaint("[house.door]\nsigntext = 'x'")
                .isEqualTo(file() + " line 2: there is no key house.door.signtext; did you mean house.door.sign_text?");
        complaint("", "house.member=x").isEqualTo("--set: there is no key house.member; did you mean house.members?");
        environment.put("MUSTER_HOUSE_DATE", "x");
        complaint("")
                .isEqualTo(
                        "variable MUSTER_HOUSE_DATE: there is no such variable;" + " did you mean MUSTER_HOUSE_DATA?");
    }

    @Test
    void variablesOfOthersAreNotOurs() throws IOException {
        environment.put("MUSTER_KEY", "nsec1");
        environment.put("HOUSE_DOOR", "x");
        assertThat(read("")).isNotNull();
    }

    @Test
    void neitherSecretsNorPastedKeysAreRepeated() {
        complaint("house.owner = 'nsec1qqqq'")
                .doesNotContain("nsec1qqqq")
                .contains("line 1: house.owner can't be used");
        complaint("house.alarm = ['5678']").doesNotContain("5678").contains("line 1: house.alarm can't be used");
    }

    @Test
    void whatIsNotTomlIsNamedWithItsLine() {
        complaint("[house]\nalarm = 'a'\nalarm = 'b'").isEqualTo(file() + " line 3 is not TOML: Duplicate key");
        complaint("[house]\n#alarm = 'a'\n[house]\nalarm = 'b'")
                .isEqualTo(file() + " line 3 begins a section that the file already has: set its keys there");
    }

    @Test
    void aSetWithoutEqualsSaysHowItIsDone() {
        complaint("", "house.alarm").startsWith("--set takes key=value");
    }

    @Test
    void itTellsWhatCanBeSetAndWhatTheFileSets() throws IOException {
        Files.writeString(folder.resolve("muster.toml"), "[house]\nalarm = 'a'\ndoor.knocks = 4\n[house.door.x]\n");
        var configuration = Configuration.read(new Sources(Optional.empty(), environment, List.of(), folder));
        assertThat(configuration.keysInFile()).containsExactly("house.alarm", "house.door.knocks");
        assertThat(Configuration.keysOf(Village.class))
                .hasSize(13)
                .contains("house.data", "house.door.sign_text", "house.members");
    }

    @ParameterizedTest
    @CsvSource({"0,PT0S", "2s,PT2S", "15 min,PT15M", "90 days,PT2160H", "1 day,PT24H", "250ms,PT0.25S", "2 weeks,PT336H"
    })
    void timeSpansAreWrittenAsOneSaysThem(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    record Bell(LocalTime at, ZoneId zone) {}

    record Tower(Bell bell) {}

    private Bell bell(String toml) throws IOException {
        Files.writeString(folder.resolve("muster.toml"), toml);
        var defaults = new Tower(new Bell(LocalTime.NOON, ZoneId.of("UTC")));
        return Configuration.read(new Sources(Optional.empty(), environment, List.of(), folder))
                .onto(defaults)
                .bell();
    }

    @Test
    void timesOfDayAndTimeZonesAreReadToo() throws IOException {
        assertThat(bell("[bell]\nat = '21:00'\nzone = 'Europe/Prague'"))
                .isEqualTo(new Bell(LocalTime.of(21, 0), ZoneId.of("Europe/Prague")));
        assertThatThrownBy(() -> bell("[bell]\nat = '9 pm'")).hasMessageEndingWith("a time of day such as 21:00");
        assertThatThrownBy(() -> bell("[bell]\nzone = 'Praha'"))
                .hasMessageEndingWith("a time zone such as Europe/Prague");
    }

    private Door readWithAliases(String... sets) {
        var aliases = List.of(
                new Alias("DOOR_SIGN", "house.door.sign_text"),
                new Alias("DOOR_WOOD", "house.door.wood", text -> text.toLowerCase(Locale.ROOT)));
        return Configuration.read(new Sources(Optional.empty(), environment, List.of(sets), folder))
                .with(aliases)
                .onto(DEFAULT)
                .house()
                .door();
    }

    record Roof(String tiles, int slope) {
        Roof {
            if (slope > 60) throw new IllegalArgumentException("slope: 60 or less");
        }
    }

    record Shed(@Flat Roof roof, boolean locked) {}

    record Yard(Shed shed) {}

    @Test
    void theKeysOfAFlatRecordStandAmongThoseAroundIt() throws IOException {
        var defaults = new Yard(new Shed(new Roof("red", 30), true));
        Path file = Files.writeString(folder.resolve("muster.toml"), "[shed]\nslope = 45\nlocked = false");
        var configuration = Configuration.read(new Sources(Optional.empty(), environment, List.of(), folder));

        assertThat(Configuration.keysOf(Yard.class)).containsExactly("shed.locked", "shed.slope", "shed.tiles");
        assertThat(configuration.onto(defaults)).isEqualTo(new Yard(new Shed(new Roof("red", 45), false)));

        Files.writeString(file, "[shed]\nslope = 70");
        var steep = Configuration.read(new Sources(Optional.empty(), environment, List.of(), folder));
        assertThatThrownBy(() -> steep.onto(defaults))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageEndingWith("line 2: shed.slope = \"70\" can't be used; allowed is 60 or less");
    }

    @Test
    void anAliasSetsAKeyInItsOwnWords() {
        environment.put("DOOR_SIGN", " Go away ");
        environment.put("DOOR_WOOD", "RED-BEECH");

        assertThat(readWithAliases().signText()).isEqualTo("Go away");
        assertThat(readWithAliases().wood()).isEqualTo(Wood.RED_BEECH);
    }

    @Test
    void theKeyUnderItsOwnNameWinsOverItsAlias() throws IOException {
        environment.put("DOOR_SIGN", "Go away");
        assertThat(readWithAliases("house.door.sign_text=Come in").signText()).isEqualTo("Come in");

        Files.writeString(folder.resolve("muster.toml"), "[house.door]\nsign_text = 'Do come in'");
        assertThat(readWithAliases().signText()).isEqualTo("Do come in");

        environment.put("MUSTER_HOUSE_DOOR_SIGN_TEXT", "Please");
        assertThat(readWithAliases().signText()).isEqualTo("Please");
    }

    @Test
    void anEmptyAliasSetsNothingAndABadOneIsNamed() {
        environment.put("DOOR_SIGN", " ");
        assertThat(readWithAliases().signText()).isEqualTo("Welcome");

        environment.put("DOOR_WOOD", "PINE");
        assertThatThrownBy(this::readWithAliases)
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("variable DOOR_WOOD: house.door.wood");
    }
}
