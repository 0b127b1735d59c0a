import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { freemem, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { JOBS } from "./jobs.js";
import { compare, measure } from "./measure.js";
import { printTable } from "./print-table.js";

const COMMAND = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const MAKE_DATA = fileURLToPath(new URL("make-data.js", import.meta.url));
const MEMORY_DISK = "/dev/shm";
const ROOM_BYTES = 6e9;

const { runs, warmUps, only } = readOptions();
if (!existsSync(COMMAND)) {
  console.error("There is no built command: run `npm run build` first.");
  process.exit(2);
}

const folder = mkdtempSync(join(roomyFolder(), "smooth-dataset-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => process.exit(1));
}
const load = loadavg()[0].toFixed(1);
console.log(`Node ${process.version}, data in ${folder}, load of the machine before: ${load}`);
console.log(`Median of ${runs} runs, ${warmUps} before them to warm up\n`);
printTable(JOBS.filter(({ name }) => name.includes(only)).map(measured));

/** A job with its result. */
function measured(job) {
  console.error(`${job.name} ...`);
  return { ...job, result: job.base === undefined ? runJob(job) : runComparison(job) };
}

function runJob({ data, extension, args }) {
  const input = inputOf(data);
  const output = join(folder, `output${extension}`);
  const result = measure([COMMAND, ...args(input, output)], { input, output, runs, warmUps });
  rmSync(output, { force: true });
  return result;
}

function runComparison({ data, args, base }) {
  const input = data === undefined ? undefined : inputOf(data);
  const settings = { runs: runs * (base.runs ?? 1), warmUps };
  return compare([COMMAND, ...args(input)], base.args(input), settings);
}

/** The file of a data set, made when it is first asked for. */
function inputOf(data) {
  const input = join(folder, `${data}.csv`);
  if (!existsSync(input)) {
    makeData(data, input);
  }
  return input;
}

/** In a process of its own, whose memory nothing that is measured inherits. */
function makeData(name, path) {
  const { status } = spawnSync(process.execPath, [MAKE_DATA, name, path], { stdio: "inherit" });
  if (status !== 0) {
    throw new Error(`the data set ${name} could not be made in ${path}`);
  }
}

/** Memory, where there is enough of it, so that no disk is measured. */
function roomyFolder() {
  if (!existsSync(MEMORY_DISK)) {
    return tmpdir();
  }
  const { bavail, bsize } = statfsSync(MEMORY_DISK);
  return Math.min(bavail * bsize, freemem()) >= ROOM_BYTES ? MEMORY_DISK : tmpdir();
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "5" },
      "warm-ups": { type: "string", default: "1" },
      /** Part of the names of the jobs to run. */
      only: { type: "string", default: "" },
    },
  });
  return {
    runs: wholeNumber(values.runs, 1),
    warmUps: wholeNumber(values["warm-ups"], 0),
    only: values.only,
  };
}

function wholeNumber(text, least) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) {
    console.error(`"${text}" is no whole number of at least ${least}.`);
    process.exit(2);
  }
  return value;
}
