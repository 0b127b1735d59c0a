const COLUMNS = ["job", "MB/s", "median s", "min", "max", "peak MB", "limits", "verdict"];

/**
 * One line a job, with a verdict on each of its limits.
 * @param {{name: string, limits: object, result: object}[]} measured
 */
export function printTable(measured) {
  const lines = [COLUMNS, ...measured.map(cells)];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines) {
    console.log(
      line
        .map((cell, column) => pad(cell, widths[column], column))
        .join("  ")
        .trimEnd(),
    );
  }
  for (const { name, result } of measured) {
    if (result.failure !== undefined) {
      console.log(`\n${name} failed:\n${result.failure}`);
    }
  }
}

/** The limits of a job, each with what was measured against it. */
function checks({ limits, base, result }) {
  const { median, bytes, peakBytes, ratio } = result;
  const speed = bytes / 1e6 / median;
  return [
    { limit: limits.megabytesPerSecond, text: (at) => `>= ${at} MB/s`, met: (at) => speed >= at },
    { limit: limits.peakMegabytes, text: (at) => `< ${at} MB`, met: (at) => peakBytes < at * 1e6 },
    { limit: limits.seconds, text: (at) => `<= ${at} s`, met: (at) => median <= at },
    {
      limit: limits.ratio,
      text: (at) => `<= ${Number(at.toFixed(2))} x ${base.name}`,
      met: (at) => ratio <= at,
    },
  ].filter(({ limit }) => limit !== undefined);
}

function cells(job) {
  const { name, limits, result } = job;
  const { failure, median, min, max, bytes, peakBytes, ratio } = result;
  const limited = checks(job);
  const wanted = limited.map(({ limit, text }) => text(limit)).join(", ");
  if (failure !== undefined) {
    return [name, "", "", "", "", "", wanted, "FAILED"];
  }
  const verdicts = limited.map(({ limit, met }) => (met(limit) ? "met" : "MISSED")).join(", ");
  return [
    name,
    limits.megabytesPerSecond === undefined ? "" : (bytes / 1e6 / median).toFixed(1),
    ...[median, min, max].map((seconds) => seconds.toFixed(3)),
    peakBytes === undefined ? "" : (peakBytes / 1e6).toFixed(0),
    wanted,
    ratio === undefined ? verdicts : `${verdicts} (${ratio.toFixed(2)})`,
  ];
}

function pad(cell, width, column) {
  const numeric = column >= 1 && column <= 5;
  return numeric ? cell.padStart(width) : cell.padEnd(width);
}
