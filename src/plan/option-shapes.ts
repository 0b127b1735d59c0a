import {
  CALLBACK,
  checkOptions,
  FLAG,
  NUMBER,
  required,
  type Shape,
  type Shapes,
  TEXT,
  TEXT_OR_TEXTS,
  TYPES,
} from "../wording/shapes.js";
import { TEXT_OR_VALUES } from "../classes/given-values.js";
import { TEXT_OR_MATRIX } from "../smoothing/given-matrix.js";
import type { Task } from "./score-settings.js";
import type { SmoothOptions } from "./settings.js";

const INPUT: Shape = {
  expected: "a path, a file: URL, several of them, or a stream of bytes (Readable.from makes one)",
  fits: (value) =>
    isPlace(value) || has(value, "pipe") || (Array.isArray(value) && value.every(isPlace)),
};

const PLACE: Shape = { expected: "a path or a file: URL", fits: isPlace };

const OUTPUT: Shape = {
  expected: "a path, a file: URL or a stream that takes bytes",
  fits: (value) => isPlace(value) || (has(value, "write") && has(value, "end")),
};

const TYPES_OR_TEXT: Shape = {
  expected: 'a string such as "age=float64" or an object such as { age: "float64" }',
  fits: (value) => TEXT.fits(value) || TYPES.fits(value),
};

const SIGNAL: Shape = {
  expected: "an AbortSignal",
  fits: (value) => has(value, "addEventListener") && "aborted" in (value as object),
};

const SHAPES: Shapes<SmoothOptions> = {
  input: required(INPUT),
  output: OUTPUT,
  from: TEXT,
  to: TEXT,
  label: TEXT,
  classes: TEXT_OR_TEXTS,
  numClasses: NUMBER,
  maxClasses: NUMBER,
  soft: TEXT_OR_TEXTS,
  multiLabel: FLAG,
  labelSeparator: TEXT,
  ignoreIndex: NUMBER,
  ignoreLabel: TEXT,
  epsilon: NUMBER,
  method: TEXT,
  classEpsilons: TEXT_OR_VALUES,
  epsilonColumn: TEXT,
  prior: TEXT_OR_VALUES,
  sigma: NUMBER,
  matrix: TEXT_OR_MATRIX,
  layout: TEXT,
  positive: TEXT,
  targetName: TEXT,
  dtype: TEXT,
  codes: TEXT,
  pred: TEXT_OR_TEXTS,
  predKind: TEXT,
  predFile: PLACE,
  on: TEXT,
  like: TEXT,
  classWeights: TEXT_OR_VALUES,
  sampleWeight: TEXT,
  meanOver: TEXT,
  clip: NUMBER,
  by: TEXT,
  eceBins: NUMBER,
  eceConvention: TEXT,
  lossName: TEXT,
  keep: TEXT_OR_TEXTS,
  drop: TEXT_OR_TEXTS,
  types: TYPES_OR_TEXT,
  delimiter: TEXT,
  quote: TEXT,
  escape: TEXT,
  comment: TEXT,
  header: FLAG,
  nullText: TEXT,
  chunkRows: NUMBER,
  tempDir: TEXT,
  allowResmooth: FLAG,
  keepDatasets: FLAG,
  summary: PLACE,
  strict: FLAG,
  signal: SIGNAL,
  onWarning: CALLBACK,
  onNotice: CALLBACK,
  onProgress: CALLBACK,
};

/**
 * Refuses what no compiler has refused: options that there are not, and values of another type.
 * @throws {DatasetError} As `checkOptions`.
 */
export function checkShapes(options: SmoothOptions, task: Task): void {
  checkOptions(task === "score" ? "score" : "smoothDataset", options, SHAPES);
}

function isPlace(value: unknown): boolean {
  return typeof value === "string" || value instanceof URL;
}

function has(value: unknown, method: string): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Record<string, unknown>)[method] === "function"
  );
}
