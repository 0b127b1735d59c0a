import { spawnSync } from "node:child_process";
import { rmSync, statSync } from "node:fs";

const REPORT_PEAK = new URL("report-peak.js", import.meta.url).href;

/**
 * Runs a job's command several times, after some runs that do not count.
 * Where the command fails, what it said is all there is.
 *
 * @param {string[]} args What Node is called with.
 * @param {{input: string, output: string, runs: number, warmUps: number}} settings
 */
export function measure(args, { input, output, runs, warmUps }) {
  const seconds = [];
  let peakBytes = 0;
  for (let run = -warmUps; run < runs; run++) {
    // Cutting an existing file back to nothing takes time that is none of the command's.
    rmSync(output, { force: true });
    const result = runOnce(["--import", REPORT_PEAK, ...args]);
    if (result.failure !== undefined) {
      return { failure: result.failure };
    }
    if (run >= 0) {
      seconds.push(result.seconds);
    }
    // A process inherits the peak of the one that started it: this script has to stay small.
    peakBytes = Math.max(peakBytes, Number(result.channel) * 1024);
  }
  return { ...spread(seconds), peakBytes, bytes: statSync(input).size };
}

/**
 * Runs two commands in turn and compares them.
 * @param {string[]} args
 * @param {string[]} baseArgs
 * @param {{runs: number, warmUps: number}} settings
 */
export function compare(args, baseArgs, { runs, warmUps }) {
  const seconds = { own: [], base: [] };
  for (let run = -warmUps; run < runs; run++) {
    const own = runOnce(args);
    const base = runOnce(baseArgs);
    if (own.failure !== undefined) {
      return { failure: own.failure };
    }
    if (run >= 0) {
      seconds.own.push(own.seconds);
      seconds.base.push(base.seconds);
    }
  }
  const own = spread(seconds.own);
  return { ...own, ratio: own.median / spread(seconds.base).median };
}

function runOnce(args) {
  const start = performance.now();
  const { status, stderr, output, error } = spawnSync(process.execPath, args, {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  const seconds = (performance.now() - start) / 1000;
  const failure =
    status === 0 ? undefined : (error?.message ?? (stderr.trim() || `exit ${status}`));
  return { seconds, channel: output?.[3], failure };
}

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}
