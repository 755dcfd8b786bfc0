import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Sums up the test reports of all modules. The last line says how many tests passed, failed and were skipped. */
class Summary {
    private static final int LONGEST_REASON = 200;

    private enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    private record Test(String name, Outcome outcome, String reason, double seconds) {}

    public static void main(String[] args) throws Exception {
        System.out.printf("%n%-20s %8s %8s %8s %8s%n", "", "passed", "failed", "skipped", "seconds");
        List<Test> tests = new ArrayList<>();
        try (Stream<Path> folders = Files.list(Path.of(""))) {
            for (Path module : (Iterable<Path>) folders.sorted()::iterator) {
                tests.addAll(row(module.toString(), module.resolve("target/surefire-reports")));
                tests.addAll(row(module + ", fuzzed", module.resolve("target/fuzz-reports")));
            }
        }
        list(Outcome.SKIPPED, tests);
        list(Outcome.FAILED, tests);
        System.out.printf(
                "%n%d passed, %d failed, %d skipped%n",
                count(Outcome.PASSED, tests), count(Outcome.FAILED, tests), count(Outcome.SKIPPED, tests));
    }

    private static List<Test> row(String title, Path reports) throws Exception {
        List<Test> tests = read(reports);
        if (tests.isEmpty()) return tests;
        System.out.printf(
                "%-20s %8d %8d %8d %8.1f%n",
                title,
                count(Outcome.PASSED, tests),
                count(Outcome.FAILED, tests),
                count(Outcome.SKIPPED, tests),
                tests.stream().mapToDouble(Test::seconds).sum());
        return tests;
    }

    private static void list(Outcome outcome, List<Test> tests) {
        if (count(outcome, tests) == 0) return;
        System.out.printf("%n%s:%n", outcome.name().toLowerCase(Locale.ROOT));
        for (Test test : tests) if (test.outcome == outcome) System.out.printf("  %s: %s%n", test.name, test.reason);
    }

    private static long count(Outcome outcome, List<Test> tests) {
        return tests.stream().filter(test -> test.outcome == outcome).count();
    }

    private static List<Test> read(Path reports) throws Exception {
        List<Test> tests = new ArrayList<>();
        if (!Files.isDirectory(reports)) return tests;
        try (var files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
            for (Path file : files) {
                NodeList cases = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile())
                        .getElementsByTagName("testcase");
                for (int i = 0; i < cases.getLength(); i++) tests.add(test((Element) cases.item(i)));
            }
        }
        return tests;
    }

    private static Test test(Element testcase) {
        String className = testcase.getAttribute("classname");
        String name = className.substring(className.lastIndexOf('.') + 1) + "." + testcase.getAttribute("name");
        double seconds = Double.parseDouble(testcase.getAttribute("time").replace(",", ""));
        for (Node node = testcase.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (!(node instanceof Element child)) continue;
            switch (child.getTagName()) {
                case "failure", "error" -> {
                    return new Test(name, Outcome.FAILED, reason(child), seconds);
                }
                case "skipped" -> {
                    return new Test(name, Outcome.SKIPPED, reason(child), seconds);
                }
                default -> {}
            }
        }
        return new Test(name, Outcome.PASSED, "", seconds);
    }

    /** What the test said, on one line: its message, or what stands before its stack trace. */
    private static String reason(Element outcome) {
        String message = outcome.getAttribute("message");
        if (message.isBlank())
            message = outcome.getTextContent().split("\\n\\s*at ", 2)[0].replaceFirst("^[\\w.$]+: ", "");
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + " …";
    }
}
