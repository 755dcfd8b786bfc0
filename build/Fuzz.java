import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Fuzzes every {@code @FuzzTest} of a module, each in a JVM of its own (libFuzzer starts only once in one), as many at
 * a time as there are processors. Reports like surefire, to target/fuzz-reports.
 */
class Fuzz {
    private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs in");
    private static final Pattern FINDING =
            Pattern.compile("\n==[\\d= ]+(?:ERROR: )?(.*?)(?=\n== libFuzzer|\\z)", Pattern.DOTALL);
    private static final Pattern FOREIGN_FRAME =
            Pattern.compile("\\s+at (app//)?(java\\.base|org\\.junit|com\\.code_intelligence).*");
    private static final Pattern INPUT = Pattern.compile("Test unit written to (.*)");

    /** After so many seconds an input counts as one that never ends. */
    private static final int LONGEST_INPUT = 120;

    private final Path module;
    private final Path reports;
    private final long seconds;

    private Fuzz(Path module, long seconds) {
        this.module = module;
        this.reports = module.resolve("target/fuzz-reports");
        this.seconds = seconds;
    }

    /** How one of them went; no failure is an empty one. */
    private record Result(Method target, String failure, double time) {}

    public static void main(String[] args) throws Exception {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly)));
        System.exit(new Fuzz(Path.of(args[0]), Long.parseLong(args[1])).run() ? 0 : 1);
    }

    /** Says whether nothing was found. */
    private boolean run() throws Exception {
        Files.createDirectories(reports);
        List<Result> results = new ArrayList<>();
        try (var workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Result>> running = new ArrayList<>();
            for (Method target : targets()) running.add(workers.submit(() -> fuzz(target)));
            for (Future<Result> result : running) results.add(result.get());
        }
        report(results);
        return results.stream().allMatch(result -> result.failure.isEmpty());
    }

    private List<Method> targets() throws IOException, ClassNotFoundException {
        Path root = module.resolve("target/test-classes");
        List<Method> targets = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String name = root.relativize(file).toString();
                if (!name.endsWith("FuzzTest.class")) continue;
                String className = name.replace(".class", "").replace('/', '.');
                Arrays.stream(Class.forName(className, false, Fuzz.class.getClassLoader())
                                .getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                        .sorted(Comparator.comparing(Method::getName))
                        .forEach(targets::add);
            }
        }
        return targets;
    }

    private Result fuzz(Method target) throws IOException, InterruptedException {
        String className = target.getDeclaringClass().getName();
        String name = target.getDeclaringClass().getSimpleName() + "." + target.getName();
        Path log = reports.resolve(name + ".log");
        long start = System.nanoTime();
        Process jazzer = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        // In a short run the optimizing compiler costs more than it gains.
                        seconds < 60 ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation",
                        "-XX:+UseSerialGC",
                        "-Xmx1g",
                        "-XX:+EnableDynamicAgentLoading",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-classpath",
                        absoluteClassPath(),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + className,
                        "--target_method=" + target.getName(),
                        "-max_total_time=" + seconds,
                        "-timeout=" + LONGEST_INPUT,
                        "-artifact_prefix=" + reports.toAbsolutePath() + "/" + name + "-")
                .directory(module.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        // On a busy machine Jazzer takes minutes to start and to stop.
        if (!jazzer.waitFor(seconds + 600, TimeUnit.SECONDS))
            jazzer.destroyForcibly().waitFor();
        double time = (System.nanoTime() - start) / 1e9;

        String output = Files.readString(log);
        Matcher runs = RUNS.matcher(output);
        if (jazzer.exitValue() == 0 && runs.find()) {
            System.out.printf("%s: %,d runs%n", name, Long.parseLong(runs.group(1)));
            return new Result(target, "", time);
        }
        Matcher finding = FINDING.matcher(output);
        String failure = finding.find()
                ? FOREIGN_FRAME.matcher(finding.group(1)).replaceAll("").strip()
                : "no finding, but no end either (status %d)".formatted(jazzer.exitValue());
        Matcher input = INPUT.matcher(output);
        if (input.find()) failure += "%nThe input is now %s".formatted(keep(Path.of(input.group(1)), target));
        System.out.printf("%s: FAILED, see %s%n%s%n", name, log, failure);
        return new Result(target, failure, time);
    }

    /** Moves an input that breaks the target to where Jazzer looks for inputs that every test run tries. */
    private Path keep(Path input, Method target) throws IOException {
        String inputs = target.getDeclaringClass().getName().replace('.', '/') + "Inputs";
        Path folder = module.resolve("src/test/resources", inputs, target.getName());
        Files.createDirectories(folder);
        String name = input.getFileName().toString();
        return Files.move(input, folder.resolve(name.substring(name.lastIndexOf('-', name.lastIndexOf('-') - 1) + 1)));
    }

    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void report(List<Result> results) throws IOException, XMLStreamException {
        try (var file = Files.newBufferedWriter(reports.resolve("TEST-fuzz.xml"))) {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(file);
            xml.writeStartElement("testsuite");
            for (Result result : results) {
                xml.writeStartElement("testcase");
                xml.writeAttribute(
                        "classname", result.target.getDeclaringClass().getName());
                xml.writeAttribute("name", result.target.getName());
                xml.writeAttribute("time", "%.3f".formatted(result.time));
                if (!result.failure.isEmpty()) {
                    xml.writeStartElement("failure");
                    xml.writeAttribute("message", result.failure);
                    xml.writeEndElement();
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.close();
        }
    }
}
