import type { Settings } from "./settings.js";

/** Whether the labels are read in a pass before: to learn the classes, or to count those that are listed. */
export function readsLabelsFirst(settings: Settings): boolean {
  const { classes, numClasses, soft } = settings;
  const learns = classes === undefined && numClasses === undefined && soft === undefined;
  return learns || countsListed(settings);
}

/** Whether something goes by the rows of each class, and the classes are listed without any counts. */
export function countsListed(settings: Settings): boolean {
  const { classes, numClasses, soft, multiLabel, smoothing, loss } = settings;
  const isFile = typeof classes === "string" && classes.startsWith("@");
  const isListed = (classes !== undefined || numClasses !== undefined) && !isFile;
  const isWanted =
    (smoothing.method === "prior" && smoothing.prior === undefined) ||
    loss?.classWeights === "balanced";
  return isListed && isWanted && soft === undefined && multiLabel === undefined;
}
