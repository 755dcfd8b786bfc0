/// Sentences that callers hear: which there are, in which languages, and the sounds of them. Calls only `tone`.
@NullMarked
package dev.muster.sip.phrase;

import org.jspecify.annotations.NullMarked;
