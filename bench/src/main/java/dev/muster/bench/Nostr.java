package dev.muster.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks of the protocol library on one thread, and prints what each costs beside one
/// verification of a signature by libsecp256k1. Takes JMH's own options, too.
final class Nostr {
    private static final String YARDSTICK = "EventBenchmark.libraryVerify";

    private Nostr() {}

    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        var given = new CommandLineOptions(args);
        var options = new OptionsBuilder()
                .parent(given)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .warmupIterations(given.getWarmupIterations().orElse(10))
                .warmupTime(given.getWarmupTime().orElse(TimeValue.seconds(1)))
                .measurementIterations(given.getMeasurementIterations().orElse(7))
                .measurementTime(given.getMeasurementTime().orElse(TimeValue.seconds(1)))
                .forks(given.getForkCount().orElse(1))
                .threads(1)
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                .build();
        var costs = new TreeMap<String, Double>();
        for (RunResult result : new Runner(options).run()) {
            String name = result.getParams().getBenchmark().replace("dev.muster.bench.", "");
            costs.put(name, result.getPrimaryResult().getStatistics().getPercentile(50));
        }
        print(costs);
    }

    private static void print(Map<String, Double> costs) {
        double yardstick = costs.getOrDefault(YARDSTICK, Double.NaN);
        System.out.printf("%n%-34s %10s %15s%n", "median of the iterations", "µs", "verifications");
        costs.forEach((name, cost) -> System.out.printf("%-34s %10.2f %15.3f%n", name, cost, cost / yardstick));
    }
}
