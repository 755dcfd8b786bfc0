/// A small HTTP server: routes, bodies of bounded size, handlers that may block, each on a virtual thread of its own.
///
/// For what a daemon offers beside its main business: commands on its control socket, webhooks, a page.
/// [HttpServer] takes connections, [Routes] say who answers, a [Request] comes and a [Response] goes. Only
/// [HttpServer] and its package-private neighbours see Netty.
@NullMarked
package dev.muster.kit.http;

import org.jspecify.annotations.NullMarked;
