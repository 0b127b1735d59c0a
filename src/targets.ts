import type { CodedTargets } from "./targets/coded-targets.js";
import type { DenseTargets } from "./targets/dense-targets.js";

export { CodedTargets, NO_TARGET, type RowSmoothing } from "./targets/coded-targets.js";
export { DenseTargets } from "./targets/dense-targets.js";
export { positivePlace } from "./targets/positive.js";
export {
  defaultTargetName,
  LINE_NAMES,
  resolveTargetOutput,
  TARGET_DTYPES,
  TARGET_LAYOUTS,
  type TargetDtype,
  type TargetLayout,
  targetNames,
  type TargetOutput,
} from "./targets/target-output.js";
export { isSameTemplates, type Templates, TwoValues } from "./targets/templates.js";

/** One target row for each row of a batch. */
export type Targets = CodedTargets | DenseTargets;
