/// Who may call what, and how much: a telephone costs money, and there are people who live from dialling on other
/// people's lines.
@NullMarked
package dev.muster.sip.gate;

import org.jspecify.annotations.NullMarked;
