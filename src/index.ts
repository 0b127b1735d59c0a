export { Batch } from "./batch.js";
export type {
  Column,
  ColumnType,
  Dialect,
  DialectOptions,
  Field,
  TimeUnit,
  Values,
} from "./batch.js";
export type { CsvType } from "./columns/csv-type.js";
export type { ClassCount, ClassList } from "./classes/classes.js";
export type { ValuesByClass } from "./classes/given-values.js";
export type { LabelTotals } from "./classes/label-meaning.js";
export { DatasetError } from "./errors.js";
export type { ErrorKind, ErrorPlace, Warning } from "./errors.js";
export { ArrowDecoder, type ArrowDecoderOptions } from "./formats/arrow/decode.js";
export { ArrowEncoder, type ArrowEncoderOptions } from "./formats/arrow/encode.js";
export { toArrow } from "./formats/arrow/to-arrow.js";
export { CsvDecoder, type CsvDecoderOptions } from "./formats/csv/decode.js";
export { CsvEncoder, type CsvEncoderOptions } from "./formats/csv/encode.js";
export { multiHot } from "./kernels/multi-hot.js";
export { oneHot } from "./kernels/one-hot.js";
export { smooth, smoothOthers } from "./kernels/smooth.js";
export {
  smoothMultiLabel,
  smoothOrdinal,
  smoothThrough,
  smoothTowards,
} from "./kernels/smooth-towards.js";
export { learnClasses, type LearnClassesOptions } from "./classes/learn-classes.js";
export type { PredictionKind, Predictions } from "./predictions/predictions.js";
export { score, smoothDataset } from "./pipeline.js";
export { planDataset } from "./run/plan-dataset.js";
export type { Plan } from "./plan/plan.js";
export type { SmoothOptions } from "./plan/settings.js";
export type { MatrixByClass } from "./smoothing/given-matrix.js";
export type { Smoothing, SmoothingMethod, SmoothingOptions } from "./smoothing/smoothing.js";
export type { ScoringOptions } from "./plan/score-settings.js";
export type { Framework, FrameworkName } from "./frameworks.js";
export type { LossOptions } from "./loss/loss-settings.js";
export type {
  ClassLoss,
  CrossEntropyResult,
  Denominator,
  GroupLoss,
  Losses,
} from "./loss/loss-result.js";
export type { Metrics } from "./loss/metrics-tally.js";
export type { ScoreOutput } from "./loss/score-columns.js";
export type { Scores } from "./loss/scores.js";
export { CrossEntropy, type CrossEntropyOptions } from "./stages/cross-entropy.js";
export { BatchesToRows, type BatchesToRowsOptions, type Row } from "./stages/batches-to-rows.js";
export { drain } from "./stages/drain.js";
export type { HeldTotals, JoinTotals } from "./predictions/join-totals.js";
export { JoinPredictions, type JoinPredictionsOptions } from "./stages/join-predictions.js";
export { LabelSmoother } from "./stages/label-smoother.js";
export { MultiHotEncoder, type MultiHotEncoderOptions } from "./stages/multi-hot-encoder.js";
export { OneHotEncoder, type OneHotEncoderOptions } from "./stages/one-hot-encoder.js";
export type { BatchOrigin, RowSource } from "./row-source.js";
export { RowsToBatches, type RowsToBatchesOptions } from "./stages/rows-to-batches.js";
export { SoftTargetReader, type SoftTargetReaderOptions } from "./stages/soft-target-reader.js";
export type {
  ClosedSummary,
  FailedSummary,
  RowTotals,
  ScoredSummary,
  Summary,
} from "./summary/summary.js";
export { CodedTargets, DenseTargets } from "./targets.js";
export type { TargetDtype, TargetLayout, TargetOutput, Targets } from "./targets.js";
export type { Value } from "./columns/values.js";
export { VERSION } from "./version.js";
