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
