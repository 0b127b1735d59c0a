import { Writable } from "node:stream";
import type { Output } from "./output.js";

/** Somewhere for a run that writes nothing. */
export function noOutput(): Output {
  return {
    name: "nowhere",
    stream: new Writable({ write: (_chunk, _encoding, done) => done() }),
    bytesWritten: 0,
    canRestart: true,
    restart: doNothing,
    save: doNothing,
    publish: doNothing,
    discard: doNothing,
  };
}

async function doNothing(): Promise<void> {}
