/// What programs ask of the bridge over HTTP: BuildIt's apps as their clients do it (`/api/pstn/…` behind a token in
/// the
/// address), and ours (`/v1/calls`).
@NullMarked
package dev.muster.sip.api;

import org.jspecify.annotations.NullMarked;
