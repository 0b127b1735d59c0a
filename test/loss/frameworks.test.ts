import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FRAMEWORK_NAMES, type FrameworkName } from "../../src/frameworks.js";
import type { PredictionKind } from "../../src/predictions/predictions.js";
import { type Scenario, scored } from "./scored.js";

type Found = number | "NaN" | "Infinity" | "-Infinity";

/** A case of frameworks.json: what a framework said of some rows. */
interface Case {
  readonly like: FrameworkName;
  readonly input: string;
  readonly target: "codes" | "soft" | "multi";
  readonly epsilon: number;
  readonly prediction: PredictionKind;
  readonly codes?: readonly number[];
  readonly ignoreIndex?: number;
  readonly classWeights?: readonly number[];
  readonly sampleWeights?: readonly number[];
  readonly rows?: readonly (Found | null)[];
  readonly sum?: Found;
  readonly mean?: Found;
  readonly tolerance: number;
  readonly obtained: string;
  readonly note?: string;
}

type Matrix = readonly (readonly number[])[];

interface Golden {
  readonly inputs: Readonly<Record<string, Readonly<Record<string, Matrix | readonly number[]>>>>;
  readonly cases: readonly Case[];
}

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "../golden/frameworks.json"), "utf8"),
) as Golden;

/** Cases of the frameworks that can be asked for. Numbers of float32 probabilities are not what is read here. */
const cases = golden.cases.filter(
  ({ like, note = "" }) => FRAMEWORK_NAMES.includes(like) && !note.startsWith("float32"),
);

describe.each(FRAMEWORK_NAMES)("like %s", (like) => {
  const own = cases.filter((each) => each.like === like);

  it("is compared with what the framework said", () => {
    expect(own.length).toBeGreaterThan(3);
  });

  it.each(own.map((each) => [titleOf(each), each] as const))("%s", async (_, each) => {
    const scenario = scenarioOf(each);
    const { rows, result } = await scored(scenario);
    const found: [string, number, Found | undefined][] = [
      ...expectedRows(each, scenario.kept).map(
        (expected, at) =>
          [`row ${scenario.kept[at]}`, rows[at], expected] as [string, number, Found],
      ),
      ["sum", result.sum, scenario.kept.length === rowCount(each) ? each.sum : undefined],
      [
        "mean",
        result.mean ?? Number.NaN,
        scenario.kept.length === rowCount(each) ? each.mean : undefined,
      ],
    ];
    expect(found.filter(([, value, expected]) => !isNear(value, expected, each.tolerance))).toEqual(
      [],
    );
  });
});

/** The loss of each row that is kept, times its weight: Keras alone weighs what it gives one by one. */
function expectedRows(each: Case, kept: readonly number[]): (Found | undefined)[] {
  const { rows = [], like, sampleWeights } = each;
  return kept.map((row) => {
    if (each.ignoreIndex !== undefined && codesOf(each)?.[row] === each.ignoreIndex) {
      return "NaN";
    }
    const weight = like === "keras" ? 1 : (sampleWeights?.[row] ?? 1);
    const expected = rows[row] ?? undefined;
    return expected === undefined || weight === 1 ? expected : weight * Number(expected);
  });
}

function isNear(found: number, expected: Found | undefined, tolerance: number): boolean {
  const wanted = Number(expected);
  return (
    expected === undefined ||
    Object.is(found, wanted) ||
    Math.abs(found - wanted) <= tolerance * Math.max(1, Math.abs(wanted))
  );
}

function codesOf({ codes, target, input }: Case): readonly number[] | undefined {
  return target === "codes"
    ? (codes ?? (golden.inputs[input].codes as readonly number[]))
    : undefined;
}

function rowCount({ input, prediction }: Case): number {
  return golden.inputs[input][prediction].length;
}

/** The rows of a case, but those that are refused because they are no distribution. */
function scenarioOf(each: Case): Scenario & { readonly kept: readonly number[] } {
  const { input, prediction, target, like, epsilon, ignoreIndex } = each;
  const inputs = golden.inputs[input] as Readonly<Record<string, Matrix>>;
  const kept = inputs[prediction].flatMap((row, at) =>
    prediction === "logits" || target === "multi" || isDistribution(row) ? [at] : [],
  );
  const { classWeights, sampleWeights } = each;
  const codes = codesOf(each)?.map((code) => (code === ignoreIndex ? -1 : code));
  const pick = <Item>(items: readonly Item[]): Item[] => kept.map((row) => items[row]);
  return {
    kept,
    predictions: pick(inputs[prediction]),
    kind: prediction,
    codes: codes && pick(codes),
    soft: target === "codes" ? undefined : pick(inputs[target]),
    multi: target === "multi",
    smoothing: { epsilon, method: like === "fairseq" ? "others" : "uniform" },
    sampleWeights: sampleWeights && pick(sampleWeights),
    loss: { like, classWeights },
  };
}

function isDistribution(row: readonly number[]): boolean {
  return Math.abs(row.reduce((sum, each) => sum + each, 0) - 1) < 1e-3;
}

function titleOf({ input, target, epsilon, prediction, obtained, note, ...rest }: Case): string {
  const extras = ["classWeights", "sampleWeights", "ignoreIndex"].filter((name) => name in rest);
  return [`${input}, ${target} and ${prediction}, epsilon ${epsilon}`, ...extras, note, obtained]
    .filter((part) => part !== undefined)
    .join("; ");
}
