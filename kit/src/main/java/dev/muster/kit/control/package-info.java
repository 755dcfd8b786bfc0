/// Commands to a running daemon, through a Unix domain socket that only its owner can open.
///
/// Only one process can have a daemon's data open, so a command that needs them asks the daemon. What can be
/// asked is an [Operation] with a record going in and a record coming out; [ControlSocket] is the daemon's
/// side, [ControlClient] the command's. In between is HTTP: the arguments as a JSON object, then lines:
///
/// ```
/// {"progress":{"done":500,"total":2000}}
/// {"id":"…                                  a line of output, as it is
/// {"result":{"events":2000}}                or {"error":"there is no such folder"}: the last one
/// ```
///
/// For a person at a keyboard: `curl --unix-socket data/relay/control.sock -X POST http://daemon/stats`.
@NullMarked
package dev.muster.kit.control;

import org.jspecify.annotations.NullMarked;
