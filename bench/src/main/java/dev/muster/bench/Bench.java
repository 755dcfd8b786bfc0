package dev.muster.bench;

import dev.muster.bench.load.Load;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;

/// What the jar runs: `load …` measures a relay, anything else is JMH's.
final class Bench {
    private Bench() {}

    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        List<String> arguments = List.of(args);
        if (!arguments.isEmpty() && arguments.getFirst().equals("load")) {
            System.exit(Load.run(arguments.subList(1, arguments.size()), System.out, System.err));
        }
        Nostr.main(args);
    }
}
