/// Calls, with browsers, telephones and exchanges that others wrote.
@NullMarked
package dev.muster.it.sip;

import org.jspecify.annotations.NullMarked;
