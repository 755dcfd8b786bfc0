/// When people are not to be woken: where they are, not where we are.
@NullMarked
package dev.muster.sms.hours;

import org.jspecify.annotations.NullMarked;
