package dev.muster.kit.lifecycle;

import static java.lang.invoke.MethodHandleProxies.asInterfaceInstance;
import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.publicLookup;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationTargetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the process does when it is signalled.
///
/// Java has no way but `sun.misc.Signal`, and javac warns of that class wherever it is named, whatever one suppresses:
/// so it is not named, but found.
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /// Has this done, on a thread of its own, whenever the signal comes.
    ///
    /// @param name such as `TERM`
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = publicLookup()
                    .findVirtual(Runnable.class, "run", methodType(void.class))
                    .bindTo(action);
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            asInterfaceInstance(handler, dropArguments(run, 0, signal)));
        } catch (InvocationTargetException e) {
            // An operating system without this signal, or a JVM that was told to leave signals alone (-Xrs).
            LOG.warn("no reaction to SIG{}: {}", name, String.valueOf(e.getCause()));
        } catch (ReflectiveOperationException e) {
            LOG.warn("no reaction to SIG{}", name, e);
        }
    }
}
