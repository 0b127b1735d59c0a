/**
 * What is measured, on which data, and what it should reach. `megabytesPerSecond` counts bytes of input; `ratio` is to
 * the time of an empty Node process.
 */
export const JOBS = [
  job("W1 CSV to Arrow", "w1", ".arrow", { megabytesPerSecond: 100, peakMegabytes: 150 }),
  job("W1 CSV to CSV", "w1", ".csv", { megabytesPerSecond: 100, peakMegabytes: 150 }),
  job("W1x10 CSV to Arrow", "w1x10", ".arrow", { megabytesPerSecond: 100, peakMegabytes: 150 }),
  job("W1x10 CSV to CSV", "w1x10", ".csv", { megabytesPerSecond: 100, peakMegabytes: 150 }),
  job("10,000 classes to Arrow", "wide", ".arrow", { peakMegabytes: 150 }),
  job("ten rows to Arrow", "tiny", ".arrow", { seconds: 0.25 }),
  job("ten rows to CSV", "tiny", ".csv", { seconds: 0.25 }),
  { name: "--version", args: ["--version"], baseArgs: ["-e", "0"], limits: { ratio: 1.5 } },
];

function job(name, data, extension, limits) {
  return { name, data, extension, limits };
}
