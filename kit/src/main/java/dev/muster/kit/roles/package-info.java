/// Who may do what: roles are given in the configuration, or by an admin's message.
@NullMarked
package dev.muster.kit.roles;

import org.jspecify.annotations.NullMarked;
