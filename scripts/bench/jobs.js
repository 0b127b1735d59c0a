import { fileURLToPath } from "node:url";

const READ_COLUMNS = fileURLToPath(new URL("read-columns.js", import.meta.url));

/**
 * What is measured, on which data, and what it should reach. `megabytesPerSecond` counts bytes of input; `ratio` is to
 * the time of what `base` runs.
 */
export const JOBS = [
  job("W1 CSV to Arrow", "w1", ".arrow", { megabytesPerSecond: 100, peakMegabytes: 150 }),
  job("W1 CSV to CSV", "w1", ".csv", { megabytesPerSecond: 100, peakMegabytes: 150 }),
  job("W1x10 CSV to Arrow", "w1x10", ".arrow", { megabytesPerSecond: 100, peakMegabytes: 150 }),
  job("W1x10 CSV to CSV", "w1x10", ".csv", { megabytesPerSecond: 100, peakMegabytes: 150 }),
  job("10,000 classes to Arrow", "wide", ".arrow", { peakMegabytes: 150 }),
  job("ten rows to Arrow", "tiny", ".arrow", { seconds: 0.25 }),
  job("ten rows to CSV", "tiny", ".csv", { seconds: 0.25 }),
  {
    ...job("1,000 classes to loss", "thousand", "", { peakMegabytes: 150 }),
    args: (input) => scoring(input, 1000),
  },
  {
    name: "W2 CSV to loss",
    data: "w2",
    args: (input) => scoring(input, 100),
    base: { name: "reading", args: (input) => [READ_COLUMNS, input] },
    limits: { ratio: 4 / 3 },
  },
  {
    name: "--version",
    args: () => ["--version"],
    // A process that does nothing takes so little time that more runs are needed to tell two apart.
    base: { name: "node -e 0", args: () => ["-e", "0"], runs: 4 },
    limits: { ratio: 1.5 },
  },
];

function job(name, data, extension, limits) {
  return { name, data, extension, limits, args: (input, output) => [input, output] };
}

function scoring(input, classes) {
  return ["score", input, "--pred", "logit_*", "--num-classes", String(classes), "--eps", "0.1"];
}
