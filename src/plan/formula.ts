import { Smoother } from "../smoothing/smoother.js";
import type { Smoothing } from "../smoothing/smoothing.js";
import { CodedTargets } from "../targets.js";
import { showValue } from "../wording/show-value.js";
import type { Facts, Plan } from "./plan.js";

/** What is to be smoothed. */
export interface FormulaTargets extends Pick<Facts, "classes" | "soft"> {
  /** Whether each class is a question of its own. */
  readonly isMulti: boolean;
}

/** The smoothing of one row with its numbers filled in. */
export function formulaOf(smoothing: Plan["smoothing"], targets: FormulaTargets): string {
  const { classEpsilons, epsilonColumn, epsilon } = smoothing;
  const soft = targets.soft !== undefined;
  const isMixed = soft && !targets.isMulti && classEpsilons !== undefined;
  const target = isMixed ? "one_hot(c)" : targetName(targets);
  const mass = epsilon === null ? `epsilon${isMixed ? "(c)" : ""}` : String(epsilon);
  const row = `(1 - ${mass}) * ${target} + ${shareOf(smoothing, { ...targets, target, mass })}`;
  const formula = isMixed ? `the sum over the classes c of target[c] * (${row})` : row;
  const from =
    epsilonColumn === undefined ? "" : `, epsilon from the column ${showValue(epsilonColumn)}`;
  return `${formula}${from}${exampleOf(smoothing, targets)}`;
}

function targetName({ soft, isMulti }: FormulaTargets): string {
  if (soft !== undefined) {
    return "target";
  }
  return isMulti ? "multi_hot" : "one_hot";
}

interface Parts extends FormulaTargets {
  readonly target: string;
  readonly mass: string;
}

function shareOf({ method, sigma }: Smoothing, { classes, target, mass, isMulti }: Parts): string {
  const count = classes.names.length;
  if (isMulti) {
    return `${mass} / 2`;
  }
  switch (method) {
    case "uniform":
      return `${mass} / ${count}`;
    case "others":
      return `${mass} * (1 - ${target}) / ${count - 1}`;
    case "prior":
      return `${mass} * prior`;
    case "ordinal":
      return `${mass} * ${target} * G, G[y, c] ~ exp(-(c - y)^2 / (2 * ${sigma}^2)) for c other than y`;
    case "matrix":
      return `${mass} * ${target} * matrix`;
  }
}

/** Numbers beyond these are not shown. */
const SHOWN = 8;

function exampleOf(
  smoothing: Plan["smoothing"],
  { classes, soft, isMulti }: FormulaTargets,
): string {
  const { onValue, offValue, epsilonColumn, classEpsilons } = smoothing;
  if (onValue !== null && offValue !== null) {
    const [on, off] = [shown(onValue), shown(offValue)];
    if (soft !== undefined) {
      return "";
    }
    return isMulti
      ? `: ${on} for the classes of the row, ${off} for each other`
      : `: ${on} for the class of the row, ${off} for each other`;
  }
  if (isMulti) {
    return "";
  }
  const epsilon = epsilonColumn === undefined ? undefined : 0.1;
  const first = new CodedTargets(classes.names.length, Int32Array.of(0));
  const row = new Smoother(smoothing, first).apply(first, epsilon && Float64Array.of(epsilon));
  const values = [...row.dense().subarray(0, SHOWN)].map(shown);
  const more = classes.names.length > SHOWN ? " …" : "";
  const own = epsilon ?? classEpsilons?.[0];
  const at = own === undefined ? "" : ` at epsilon ${own}`;
  return `: ${values.join(" ")}${more} for the class ${showValue(classes.names[0])}${at}`;
}

/** A number to read. The plan holds it to the last bit beside. */
function shown(value: number): number {
  return Number(value.toPrecision(6));
}
