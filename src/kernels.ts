export { multiHot } from "./kernels/multi-hot.js";
export { oneHot, type Probabilities } from "./kernels/one-hot.js";
export {
  smooth,
  smoothOthers,
  smoothProbability,
  smoothProbabilityOthers,
} from "./kernels/smooth.js";
export {
  smoothMultiLabel,
  smoothOrdinal,
  smoothThrough,
  smoothTowards,
} from "./kernels/smooth-towards.js";
export { fromFloat16, toFloat16 } from "./kernels/float16.js";
export {
  crossEntropy,
  meanCrossEntropy,
  type CrossEntropyOptions,
} from "./kernels/cross-entropy.js";
export {
  binaryCrossEntropy,
  type BinaryCrossEntropyOptions,
} from "./kernels/binary-cross-entropy.js";
export { crossEntropyFloor, entropy } from "./kernels/entropy.js";
export { type PredictionRow, type PredictionRowOptions } from "./kernels/prediction-row.js";
export { type PredictionFault } from "./kernels/prediction-fault.js";
export { LogitRow } from "./kernels/logit-row.js";
export {
  clippedAt,
  type ProbabilityLimits,
  ProbabilityRow,
  type ProbabilityRowOptions,
} from "./kernels/probability-row.js";
export {
  Calibration,
  type CalibrationBin,
  type CalibrationConvention,
  type CalibrationOptions,
} from "./kernels/calibration.js";
export { Confusion, type ConfusionCell } from "./kernels/confusion.js";
export { ExactSum } from "./kernels/exact-sum.js";
