import type { ScoredSummary } from "../summary/summary.js";

/** The most classes, groups and mistakes that a table lists. */
const MOST_LINES = 20;
const MOST_MISTAKES = 5;

/** What a person wants to know of predictions that were scored. */
export function scoreTable(summary: ScoredSummary): string {
  const { loss, metrics } = summary;
  return [
    aligned(lossRows(summary)),
    ...(metrics === null ? [] : [aligned(metricRows(metrics))]),
    ...(loss.by === undefined ? [] : [groupTable(summary)]),
    ...(loss.byClass === undefined ? [] : [classTable(loss.byClass)]),
    ...(metrics === null ? [] : mistakes(metrics.confusion)),
  ].join("\n\n");
}

type Cells = readonly (string | undefined)[];

function lossRows({ loss, rows, plan, smoothing }: ScoredSummary): Cells[] {
  const counted = rows.read - rows.ignored;
  const ignored = rows.ignored === 0 ? "" : `, ${rows.ignored.toLocaleString("en")} ignored`;
  const epsilon = smoothing.epsilon === null ? "" : ` ${smoothing.epsilon}`;
  const smoothed = smoothing.epsilon === 0 ? "" : `, ${smoothing.method} smoothing${epsilon}`;
  const of = `${counted.toLocaleString("en")} ${counted === 1 ? "row" : "rows"}${ignored}, ${plan.classes.names.length} classes`;
  return [
    ["loss", number(loss.mean), `like ${loss.like}${smoothed}; ${of}`],
    ["  sum", number(loss.sum), `divided by ${denominator(loss.denominator)}`],
    ["  nll", number(loss.nll), "without smoothing"],
    ["  uniform", number(loss.uniform), "all mass smoothed away"],
    ["  floor", number(loss.entropyFloor), "the least that predictions can reach"],
    ["  above it", number(loss.kl), undefined],
    ...(loss.infinite === 0
      ? []
      : [["  infinite", loss.infinite.toLocaleString("en"), "rows whose class was impossible"]]),
  ];
}

function denominator({ name, value }: ScoredSummary["loss"]["denominator"]): string {
  const what = {
    weights: `the summed weights, ${number(value)}`,
    rows: `${value.toLocaleString("en")} rows`,
    nonzero: `${value.toLocaleString("en")} rows with a weight`,
    none: "nothing",
  };
  return what[name];
}

function metricRows(metrics: NonNullable<ScoredSummary["metrics"]>): Cells[] {
  return [
    ["accuracy", number(metrics.accuracy)],
    ["top 5", number(metrics.top5)],
    ["Brier", number(metrics.brier)],
    ["ECE", number(metrics.ece)],
    ["MCE", number(metrics.mce)],
  ];
}

function groupTable({ loss, plan }: ScoredSummary): string {
  const groups = loss.by ?? [];
  const rows = groups.map(({ value, rows: count, mean, accuracy }) => [
    value ?? "(none)",
    count.toLocaleString("en"),
    number(mean),
    accuracy === null ? undefined : number(accuracy),
  ]);
  const hasAccuracy = groups.some(({ accuracy }) => accuracy !== null);
  const header = [plan.loss?.by ?? "", "rows", "loss", hasAccuracy ? "accuracy" : undefined];
  return shortened([header, ...rows]);
}

function classTable(classes: NonNullable<ScoredSummary["loss"]["byClass"]>): string {
  const rows = classes.map(({ name, count, mean }) => [
    name,
    count.toLocaleString("en"),
    number(mean),
  ]);
  return shortened([["class", "rows", "loss"], ...rows]);
}

/** Which classes are taken for which others most often. */
function mistakes(confusion: NonNullable<ScoredSummary["metrics"]>["confusion"]): string[] {
  const wrong = confusion
    .filter(([truth, predicted]) => truth !== predicted)
    .toSorted(([, , one], [, , other]) => other - one)
    .slice(0, MOST_MISTAKES);
  return wrong.length === 0
    ? []
    : [
        aligned([
          ["mistaken for", "", "rows"],
          ...wrong.map(([truth, predicted, count]) => [
            truth,
            predicted,
            count.toLocaleString("en"),
          ]),
        ]),
      ];
}

function shortened([header, ...rows]: readonly Cells[]): string {
  const left = rows.length - MOST_LINES;
  const table = aligned([header, ...rows.slice(0, MOST_LINES)]);
  return left > 0 ? `${table}\n… and ${left} more, all of them with --json` : table;
}

/** Six digits, as many as anybody reads. */
function number(value: number | null): string {
  return value === null ? "none" : String(Number(value.toPrecision(6)));
}

/** Rows of cells, each column as wide as its widest cell, columns of numbers to the right. */
function aligned(rows: readonly Cells[]): string {
  const count = Math.max(...rows.map((row) => row.length));
  const columns = Array.from({ length: count }, (_, at) => rows.map((row) => row[at] ?? ""));
  const styles = columns.map((cells) => ({
    width: Math.max(...cells.map((cell) => cell.length)),
    // The first row may be a header.
    isRight: cells.slice(1).every((cell) => NUMBER.test(cell)),
  }));
  return rows.map((row) => styledLine(row, styles)).join("\n");
}

const NUMBER = /^(?:-?[\d.,]+(?:e[+-]\d+)?|-?Infinity|none|)$/u;

function styledLine(
  row: Cells,
  styles: readonly { readonly width: number; readonly isRight: boolean }[],
): string {
  return row
    .map((cell = "", at) => {
      const { width, isRight } = styles[at];
      return isRight ? cell.padStart(width) : cell.padEnd(width);
    })
    .join("  ")
    .trimEnd();
}
