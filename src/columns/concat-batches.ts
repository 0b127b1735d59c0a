import { Batch, type Column, type Values } from "../batch.js";
import type { Scores } from "../loss/scores.js";
import type { Predictions } from "../predictions/predictions.js";
import { CodedTargets, DenseTargets, isSameTemplates, type Targets } from "../targets.js";
import { Arena } from "./arena.js";
import { concatColumns } from "./concat.js";
import { joined, sum } from "./joined.js";
import type { ValuesConstructor } from "./layout.js";

/**
 * The rows of all batches, one batch after another: columns, label text, targets, predictions and scores, not the source bytes.
 *
 * @param arena Where values, offsets, targets and predictions go.
 */
export function concatBatches(batches: readonly Batch[], arena = new Arena()): Batch {
  const [first] = batches;
  if (batches.length === 1) {
    return first;
  }
  const { labelText, targets, predictions, scores } = first;
  return new Batch({
    rows: sum(batches, (batch) => batch.rows),
    firstRow: first.firstRow,
    columns: first.columns.map((_, at) =>
      concatColumns(
        batches.map((batch) => batch.columns[at]),
        arena,
      ),
    ),
    metadata: first.metadata,
    origin: first.origin,
    labelText:
      labelText &&
      concatColumns(
        batches.map((batch) => batch.labelText as Column),
        arena,
      ),
    targets:
      targets &&
      concatTargets(
        batches.map((batch) => batch.targets as Targets),
        arena,
      ),
    classNames: first.classNames,
    predictions: predictions && {
      ...predictions,
      values: joined(
        batches.map((batch) => (batch.predictions as Predictions).values),
        Float64Array,
        arena,
      ) as Float64Array,
    },
    scores:
      scores &&
      concatScores(
        batches.map((batch) => batch.scores as Scores),
        arena,
      ),
  });
}

/** The targets of all rows; coded as long as all are and share their templates. */
export function concatTargets(parts: readonly Targets[], arena = new Arena()): Targets {
  const [first] = parts;
  if (parts.length === 1) {
    return first;
  }
  if (
    first.kind === "coded" &&
    parts.every((part) => part.kind === "coded" && alike(first, part))
  ) {
    return concatCoded(parts as CodedTargets[], arena);
  }
  const { classes } = first;
  const values = joined(
    parts.map((part) => part.dense()),
    Float64Array,
    arena,
  ) as Float64Array;
  const has = parts.flatMap((part) => Array.from({ length: part.rows }, (_, row) => part.has(row)));
  return new DenseTargets(classes, values, {
    missing: has.includes(false) ? Uint8Array.from(has, (isThere) => (isThere ? 0 : 1)) : undefined,
    multi: first.kind === "dense" && first.multi,
  });
}

/** All parts have what the first one has. */
function concatScores(parts: readonly Scores[], arena: Arena): Scores {
  const [{ predicted, confidence }] = parts;
  const all = <Array extends Values>(arrayOf: (part: Scores) => Array | undefined): Array =>
    joined(
      parts.map((part) => arrayOf(part) as Array),
      (arrayOf(parts[0]) as Array).constructor as ValuesConstructor,
      arena,
    ) as Array;
  return {
    loss: all((part) => part.loss),
    predicted: predicted && all((part) => part.predicted),
    confidence: confidence && all((part) => part.confidence),
  };
}

function concatCoded(parts: readonly CodedTargets[], arena: Arena): CodedTargets {
  const { classes, templates, byRow } = parts[0];
  const codes = joined(
    parts.map((part) => part.codes),
    Int32Array,
    arena,
  ) as Int32Array;
  if (byRow === undefined) {
    return new CodedTargets(classes, codes, templates);
  }
  const epsilons = joined(
    parts.map((part) => part.byRow?.epsilons as Float64Array),
    Float64Array,
    arena,
  ) as Float64Array;
  return new CodedTargets(classes, codes, templates, { ...byRow, epsilons });
}

function alike(one: CodedTargets, other: CodedTargets): boolean {
  return (
    one.classes === other.classes &&
    isSameTemplates(one.templates, other.templates) &&
    one.byRow?.write === other.byRow?.write
  );
}
