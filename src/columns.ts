export { concatBatches, concatColumns, concatTargets } from "./columns/concat.js";
export { sliceBatch, sliceColumn } from "./columns/slice.js";
