/// What a daemon counts, and how Prometheus reads it.
///
/// The only room that names a metrics backend: everybody else is given a
/// [io.micrometer.core.instrument.MeterRegistry].
@NullMarked
package dev.muster.kit.metrics;

import org.jspecify.annotations.NullMarked;
