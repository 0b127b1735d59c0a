import { constants } from "node:os";
import { DatasetError } from "../errors.js";
import { removeTemporaryFiles } from "../io/temporary-file.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;
type SignalName = (typeof SIGNALS)[number];

/** How long a run may take to tidy up once a signal has come, in milliseconds. */
const GRACE = 5000;

/** How long a process that has tidied up waits for calls that the system does not return from, in milliseconds. */
const LAST_PAUSE = 20;

/** The signals that can stop a run. */
export interface Interruption {
  /** Aborted by the first of them. The second, or a run that does not end, ends the process on the spot. */
  readonly signal: AbortSignal;
  /** The exit code of a run that has tidied up after a signal; undefined where none has come. Nothing holds it up then. */
  readonly end: () => number | undefined;
}

/** Catches the signals for as long as the process lives. */
export function interruptible(): Interruption {
  const controller = new AbortController();
  let caught: SignalName | undefined;
  const stop = (name: SignalName): void => {
    if (caught !== undefined) {
      endAtOnce(name);
    }
    caught = name;
    endLater(name, GRACE);
    controller.abort(
      new DatasetError(`stopped by ${name}`, { kind: "system", code: "INTERRUPTED" }),
    );
  };
  for (const name of SIGNALS) {
    process.on(name, stop);
  }
  return {
    signal: controller.signal,
    end: () => {
      if (caught === undefined) {
        return undefined;
      }
      endLater(caught, LAST_PAUSE);
      return exitCode(caught);
    },
  };
}

/** Ends a process that has not ended by then. It does so by itself when there is nothing left to wait for. */
function endLater(name: SignalName, delay: number): void {
  setTimeout(() => endAtOnce(name), delay).unref();
}

/** By the signal itself: a thread that waits in the system for a read or for a FIFO holds up a plain exit. */
function endAtOnce(name: SignalName): void {
  removeTemporaryFiles();
  process.removeAllListeners(name);
  process.kill(process.pid, name);
  // As the first process of a container it does not die of a signal.
  process.exit(exitCode(name));
}

function exitCode(name: SignalName): number {
  return 128 + constants.signals[name];
}
