package dev.muster.bench.load;

import dev.muster.bench.report.Figure;
import java.io.IOException;
import java.util.List;

/// One way of using a relay, and what it costs.
interface Scenario {
    /// What to type for it, and what its figures are called.
    String name();

    List<Figure> measure(Lab lab) throws IOException, InterruptedException;
}
