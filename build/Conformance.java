import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says which rule of which NIP is held by which test: every test that is named after a rule, its name turned into words.
 *
 * <pre>
 * java build/Conformance.java            writes docs/conformance.md
 * java build/Conformance.java --print    prints it instead
 * </pre>
 *
 * Fails when a rule has no test and isn't among those that wait, or when a test names a rule that there isn't.
 */
class Conformance {
    private static final Path DOCUMENT = Path.of("docs/conformance.md");

    /** The rules of each paper: B01.1 to B01.28, and so on. */
    private static final Map<String, Paper> PAPERS = new LinkedHashMap<>();

    private record Paper(String title, int rules) {}

    static {
        PAPERS.put("01", new Paper("NIP-01: events, requests, answers", 28));
        PAPERS.put("04", new Paper("NIP-04: legacy direct messages", 1));
        PAPERS.put("09", new Paper("NIP-09: deletion", 6));
        PAPERS.put("11", new Paper("NIP-11: what a relay says of itself", 5));
        PAPERS.put("13", new Paper("NIP-13: proof of work", 1));
        PAPERS.put("17", new Paper("NIP-17: private messages", 7));
        PAPERS.put("40", new Paper("NIP-40: expiration", 3));
        PAPERS.put("42", new Paper("NIP-42: authentication", 8));
        PAPERS.put("43", new Paper("NIP-43: membership", 3));
        PAPERS.put("44", new Paper("NIP-44: what is encrypted", 1));
        PAPERS.put("45", new Paper("NIP-45: counts", 1));
        PAPERS.put("50", new Paper("NIP-50: search", 1));
        PAPERS.put("52", new Paper("NIP-52: calendars", 1));
        PAPERS.put("53", new Paper("NIP-53: rooms", 1));
        PAPERS.put("59", new Paper("NIP-59: gift wraps", 5));
        PAPERS.put("62", new Paper("NIP-62: requests to vanish", 3));
        PAPERS.put("65", new Paper("NIP-65: relay lists", 1));
        PAPERS.put("67", new Paper("NIP-67: whether that was all", 1));
        PAPERS.put("70", new Paper("NIP-70: protected events", 2));
        PAPERS.put("77", new Paper("NIP-77: syncs", 3));
        PAPERS.put("86", new Paper("NIP-86: management", 1));
        PAPERS.put("98", new Paper("NIP-98: HTTP authentication", 1));
        PAPERS.put("9a", new Paper("NIP-9a (draft): push subscriptions", 1));
    }

    /** What is not built yet, in full or in part. */
    private static final Map<String, String> WAITING = Map.of(
            "B43.1", "membership comes later",
            "B43.2", "membership comes later",
            "B43.3", "membership comes later; until then 43 is not advertised",
            "B50.1", "search comes later; until then it is refused",
            "B52.1", "what a calendar means is the bots' part, which comes later",
            "B53.1", "what a room means is the bots' part, which comes later",
            "B86.1", "management over HTTP comes later",
            "B98.1", "used by management, which comes later");

    private static final Pattern TEST = Pattern.compile("void (B[0-9a-z]+)_([0-9]+)_([A-Za-z0-9]+)\\(");

    private record Test(String rule, String words, Path file) {
        String row() {
            String name = file.getFileName().toString().replace(".java", "");
            return words + " | [" + name + "](../" + file.toString().replace('\\', '/') + ")";
        }
    }

    public static void main(String[] args) throws IOException {
        Map<String, List<Test>> tests = tests();
        String document = document(tests);
        if (args.length > 0 && args[0].equals("--print")) System.out.print(document);
        else Files.writeString(DOCUMENT, document);

        Set<String> rules = rules();
        Set<String> untested = new TreeSet<>(rules);
        untested.removeAll(tests.keySet());
        untested.removeAll(WAITING.keySet());
        Set<String> unknown = new TreeSet<>(tests.keySet());
        unknown.removeAll(rules);
        if (!untested.isEmpty()) System.err.println("rules without a test: " + String.join(", ", untested));
        if (!unknown.isEmpty()) System.err.println("tests of rules that there aren't: " + String.join(", ", unknown));
        if (!untested.isEmpty() || !unknown.isEmpty()) System.exit(1);
    }

    private static Set<String> rules() {
        return PAPERS.entrySet().stream()
                .flatMap(paper -> rules(paper.getKey(), paper.getValue()))
                .collect(Collectors.toSet());
    }

    private static Stream<String> rules(String number, Paper paper) {
        return Stream.iterate(1, rule -> rule <= paper.rules(), rule -> rule + 1).map(rule -> "B" + number + "." + rule);
    }

    /** All tests by their rule, in the order of their files, and within a file as they stand. */
    private static Map<String, List<Test>> tests() throws IOException {
        var tests = new TreeMap<String, List<Test>>();
        for (Path file : sources()) {
            Matcher test = TEST.matcher(Files.readString(file));
            while (test.find()) {
                String rule = test.group(1) + "." + test.group(2);
                tests.computeIfAbsent(rule, _ -> new ArrayList<>()).add(new Test(rule, words(test.group(3)), file));
            }
        }
        return tests;
    }

    private static List<Path> sources() throws IOException {
        var sources = new ArrayList<Path>();
        try (Stream<Path> modules = Files.list(Path.of(""))) {
            for (Path module : (Iterable<Path>) modules::iterator) {
                Path folder = module.resolve("src/test/java");
                if (!Files.isDirectory(folder)) continue;
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().endsWith("Test.java")).forEach(sources::add);
                }
            }
        }
        // By name: the same on every machine, and the same rules of a paper stay together.
        sources.sort((a, b) -> {
            int byName = a.getFileName().compareTo(b.getFileName());
            return byName != 0 ? byName : a.compareTo(b);
        });
        return sources;
    }

    /** `anIdHasUpTo64Characters`: an id has up to 64 characters. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static String document(Map<String, List<Test>> tests) {
        var text = new StringBuilder(
                """
                # Conformance

                Which rule is held by which tests: the tests' own names, in words. Written by `java build/Conformance.java`; a test
                fails when it is out of date, or when a rule has neither a test nor a reason to wait. Where a rule left a choice, or
                two papers disagree, [the decision](decisions/relay-rules.md) says what we do and why.
                """);
        PAPERS.forEach((number, paper) -> {
            text.append("\n## ").append(paper.title()).append("\n\n| rule | what its tests say | where |\n|---|---|---|\n");
            rules(number, paper).forEach(rule -> section(text, rule, tests.getOrDefault(rule, List.of())));
        });
        return text.toString();
    }

    private static void section(StringBuilder text, String rule, List<Test> tests) {
        String name = rule;
        for (Test test : tests) {
            text.append("| ").append(name).append(" | ").append(test.row()).append(" |\n");
            name = "";
        }
        String waiting = WAITING.get(rule);
        if (waiting != null) text.append("| ").append(name).append(" | *").append(waiting).append("* | |\n");
    }
}
