export { concatColumns } from "./columns/concat.js";
export { concatBatches, concatTargets } from "./columns/concat-batches.js";
export { sliceBatch, sliceColumn } from "./columns/slice.js";
