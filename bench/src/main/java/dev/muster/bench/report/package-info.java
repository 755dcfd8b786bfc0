/// What was measured, for readers: a table, a chart, and lines of JSON for programs. Imports nothing of ours but JSON.
@NullMarked
package dev.muster.bench.report;

import org.jspecify.annotations.NullMarked;
