package dev.muster.kit.http;

/// Answers requests, each on a virtual thread of its own: it may block.
@FunctionalInterface
public interface Handler {
    /// What it throws is logged, and answered with 500.
    Response answer(Request request) throws Exception;
}
