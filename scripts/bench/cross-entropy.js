// The cross-entropy of 200,000 rows of 100 logits in memory, beside PyTorch's in float64 on one thread.
// Both take turns, so that what else the machine does falls on both.
//
//   node cross-entropy.js [python]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  ExactSum,
  LogitRow,
  Calibration,
  Confusion,
  meanCrossEntropy,
} from "../../dist/kernels.js";

const ROWS = 200_000;
const CLASSES = 100;
const ROUNDS = 15;
const EPSILON = 0.1;
const OFF = EPSILON / CLASSES;
const ON = 1 - EPSILON + OFF;

const { logits, labels } = makeData();
const peer = startPeer(process.argv[2] ?? "python3");
const jobs = {
  "smooth-dataset, meanCrossEntropy": async () =>
    meanCrossEntropy(logits, CLASSES, labels, { epsilon: EPSILON }),
  "smooth-dataset, rows with nll and uniform part": async () => lossAlone(),
  "smooth-dataset, the same with metrics": async () => lossAndMetrics(),
  "smooth-dataset, exact sum of 20 million": async () => exactSum(),
};
const times = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]));
const peerTimes = [];
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, job] of Object.entries(jobs)) {
    const begin = performance.now();
    await job();
    times[name].push(performance.now() - begin);
  }
  peerTimes.push(await peer.next());
}
peer.stop();
const torch = median(peerTimes);
console.log(`Median of ${ROUNDS} rounds, ${ROWS} rows of ${CLASSES} logits, one thread`);
print("PyTorch, F.cross_entropy in float64", torch);
for (const [name, values] of Object.entries(times)) {
  print(name, median(values));
}

function print(name, milliseconds) {
  const ratio = (milliseconds / torch).toFixed(2);
  console.log(`${name.padEnd(48)} ${milliseconds.toFixed(0).padStart(5)} ms  ${ratio} of PyTorch`);
}

function lossAlone() {
  const row = new LogitRow({ classes: CLASSES });
  const sums = [new ExactSum(), new ExactSum(), new ExactSum()];
  for (let index = 0; index < ROWS; index++) {
    row.read(logits, index * CLASSES);
    addLosses(row, labels[index], sums);
  }
  return sums[0].value() / ROWS;
}

function lossAndMetrics() {
  const row = new LogitRow({ classes: CLASSES });
  const sums = [new ExactSum(), new ExactSum(), new ExactSum()];
  const brier = new ExactSum();
  const calibration = new Calibration();
  const confusion = new Confusion(CLASSES);
  let topFive = 0;
  for (let index = 0; index < ROWS; index++) {
    const label = labels[index];
    row.read(logits, index * CLASSES);
    addLosses(row, label, sums);
    brier.add(row.brier(label));
    topFive += row.rank(label, 5) < 5 ? 1 : 0;
    calibration.add(row.confidence, row.predicted === label);
    confusion.add(label, row.predicted);
  }
  return [sums[0].value() / ROWS, brier.value(), topFive, calibration.expectedError()];
}

function addLosses(row, label, [loss, nll, uniform]) {
  loss.add(row.lossOfTwoValues(label, ON, OFF));
  nll.add(row.nll(label));
  uniform.add(row.uniform / CLASSES);
}

function exactSum() {
  const sum = new ExactSum();
  sum.addAll(logits);
  return sum.value();
}

/** Normal logits with a standard deviation of 3, those of the labels raised: two of three rows are right. */
function makeData() {
  const values = new Float64Array(ROWS * CLASSES);
  const codes = new Int32Array(ROWS);
  for (let index = 0; index < values.length; index += 2) {
    const radius = 3 * Math.sqrt(-2 * Math.log(1 - Math.random()));
    const angle = 2 * Math.PI * Math.random();
    values[index] = radius * Math.cos(angle);
    values[index + 1] = radius * Math.sin(angle);
  }
  for (let row = 0; row < ROWS; row++) {
    codes[row] = Math.floor(Math.random() * CLASSES);
    values[row * CLASSES + codes[row]] += 8.5;
  }
  return { logits: values, labels: codes };
}

/** A process that measures once for each line it is sent. */
function startPeer(python) {
  const folder = mkdtempSync(join(tmpdir(), "smooth-dataset-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const files = [join(folder, "logits"), join(folder, "labels")];
  writeFileSync(files[0], logits);
  writeFileSync(files[1], labels);
  const script = fileURLToPath(new URL("cross-entropy.py", import.meta.url));
  const peerProcess = spawn(python, [script, ...files], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: peerProcess.stdout })[Symbol.asyncIterator]();
  return {
    async next() {
      peerProcess.stdin.write("\n");
      const { value, done } = await lines.next();
      if (done) {
        throw new Error(`${python} with PyTorch is needed: node cross-entropy.js path/to/python`);
      }
      return Number(value.split(" ")[0]);
    },
    stop: () => peerProcess.stdin.end(),
  };
}

function median(values) {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
}
