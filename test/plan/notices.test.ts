import { describe, expect, it, vi } from "vitest";
import type { Warning } from "../../src/errors.js";
import { Notices } from "../../src/plan/notices.js";
import type { Plan } from "../../src/plan/plan.js";
import { faultIn } from "../faults.js";

const GAP: Warning = { code: "INTEGER_GAP", message: "a gap" };

function planOf(bytes: number | undefined, dtype = "float32", offValue = 0.02): Plan {
  return {
    smoothing: { offValue },
    classes: { names: [] },
    output: { bytes, targets: { dtype, layout: "list" } },
  } as unknown as Plan;
}

describe("Notices", () => {
  it("hands each warning on once, and keeps it", () => {
    const onWarning = vi.fn<(warning: Warning) => void>();
    const notices = new Notices({ onWarning });
    notices.warn(GAP);
    notices.warn({ ...GAP });
    notices.warn({ ...GAP, message: "another gap" });
    expect(onWarning.mock.calls).toEqual([[GAP], [{ ...GAP, message: "another gap" }]]);
    expect(notices.warnings).toHaveLength(2);
  });

  it("keeps what to do about a warning where it becomes an error", () => {
    const notices = new Notices({ strict: true });
    expect(faultIn(() => notices.warn({ ...GAP, hint: "Close it." })).hint).toBe(
      "Close it. This is a warning without `strict`.",
    );
  });

  it("makes a warning an error in a strict run", () => {
    const notices = new Notices({ strict: true });
    expect(faultIn(() => notices.warn(GAP))).toMatchObject({
      kind: "data",
      code: "INTEGER_GAP",
      message: "a gap",
      hint: "This is a warning without `strict`.",
    });
  });

  it("hands each notice on once, as no warning and no error", () => {
    const onNotice = vi.fn<(notice: Warning) => void>();
    const notices = new Notices({ strict: true, onNotice });
    notices.tell(GAP);
    notices.tell(GAP);
    expect(onNotice.mock.calls).toEqual([[GAP]]);
    expect(notices.warnings).toEqual([]);
  });

  it("needs nobody to listen", () => {
    const notices = new Notices({});
    notices.warn(GAP);
    notices.tell(GAP);
    expect(notices.warnings).toEqual([GAP]);
  });

  it.each([
    [undefined, 0],
    [1e9, 0],
    [1e9 + 1, 1],
    [2.54e9, 1],
  ])("says how large an output of %s bytes will be (%i times)", (bytes, times) => {
    const onNotice = vi.fn<(notice: Warning) => void>();
    new Notices({ onNotice }).tellPlan(planOf(bytes));
    expect(onNotice).toHaveBeenCalledTimes(times);
  });

  it("says the size in GB", () => {
    const onNotice = vi.fn<(notice: Warning) => void>();
    new Notices({ onNotice }).tellPlan(planOf(2.54e9));
    expect(onNotice.mock.calls[0][0]).toMatchObject({
      code: "LARGE_OUTPUT",
      message: expect.stringContaining("2.5 GB"),
    });
  });

  // 2 ** -14 is the least float16 with all its digits.
  it.each([
    ["float16", 6.1e-5, ["SUBNORMAL_TARGETS"]],
    ["float16", 2 ** -14, []],
    ["float16", 0, []],
    ["float32", 1e-9, []],
  ])("warns of %s targets as small as %s: %j", (dtype, offValue, codes) => {
    const notices = new Notices({});
    notices.tellPlan(planOf(undefined, dtype, offValue));
    expect(notices.warnings.map(({ code }) => code)).toEqual(codes);
  });
});
