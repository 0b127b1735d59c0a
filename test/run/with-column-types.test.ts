import { describe, expect, it } from "vitest";
import { dataError } from "../../src/errors.js";
import type { FormatName } from "../../src/format-name.js";
import type { Input } from "../../src/io/input.js";
import type { Output } from "../../src/io/output.js";
import type { Sources } from "../../src/run/sources.js";
import { withColumnTypes } from "../../src/run/with-column-types.js";
import { faultOf } from "../faults.js";

interface Case {
  readonly from?: FormatName;
  readonly format?: FormatName;
  readonly seekable?: boolean;
  readonly canRestart?: boolean;
}

/** Work whose guessed types do not fit, and what it was asked for; `restart` where the output was started over. */
function misfitting({ from = "csv", format = "arrow", seekable = true, canRestart = true }: Case) {
  const steps: unknown[] = [];
  const road = {
    sources: { name: from, inputs: [{ seekable } as Input] } as unknown as Sources,
    format,
    output: { canRestart, restart: async () => void steps.push("restart") } as unknown as Output,
  };
  const work = async (wholeTypes: boolean): Promise<string> => {
    steps.push(wholeTypes);
    if (!wholeTypes) {
      throw dataError("TYPE_MISMATCH", "x is no int64");
    }
    return "done";
  };
  return { road, work, steps };
}

describe("withColumnTypes", () => {
  it("starts the output over with types that hold for every row where a guess was wrong", async () => {
    const { road, work, steps } = misfitting({});
    expect(await withColumnTypes(road, work)).toBe("done");
    expect(steps).toEqual([false, "restart", true]);
  });

  it("looks at every row first where the output cannot be started over", async () => {
    const { road, work, steps } = misfitting({ canRestart: false });
    expect(await withColumnTypes(road, work)).toBe("done");
    expect(steps).toEqual([true]);
  });

  it("cannot do either where the input comes once", async () => {
    for (const canRestart of [true, false]) {
      const { road, work, steps } = misfitting({ seekable: false, canRestart });
      expect((await faultOf(() => withColumnTypes(road, work))).code).toBe("TYPE_MISMATCH");
      expect(steps).toEqual([false]);
    }
  });

  it("looks no further than it must where nothing is guessed", async () => {
    for (const formats of [{ from: "arrow" }, { format: "csv" }] as const) {
      const { road, steps } = misfitting({ ...formats, canRestart: false });
      await withColumnTypes(road, async (wholeTypes) => void steps.push(wholeTypes));
      expect(steps).toEqual([false]);
    }
  });

  it("repeats nothing for any other error, or once it is aborted", async () => {
    const { road, work, steps } = misfitting({});
    const failing = withColumnTypes(road, () => Promise.reject(dataError("FIELD_COUNT", "odd")));
    expect((await faultOf(() => failing)).code).toBe("FIELD_COUNT");
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(withColumnTypes({ ...road, signal }, work)).rejects.toThrow("enough");
    expect(steps).toEqual([false]);
  });
});
