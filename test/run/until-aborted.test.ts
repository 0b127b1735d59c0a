import { describe, expect, it } from "vitest";
import { untilAborted } from "../../src/run/until-aborted.js";

const stalled = (): Promise<never> => new Promise(() => {});

describe("untilAborted", () => {
  it("gives the result of the work, or its error", async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(signal, async () => 1)).toBe(1);
    expect(await untilAborted(undefined, async () => 2)).toBe(2);
    const failure = new Error("no");
    await expect(untilAborted(signal, () => Promise.reject(failure))).rejects.toBe(failure);
  });

  it("ends the wait for work that stalls, with the reason", async () => {
    const controller = new AbortController();
    const waiting = untilAborted(controller.signal, stalled);
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  it("begins nothing once it is aborted", async () => {
    const reason = new Error("enough");
    let begun = false;
    const work = async () => {
      begun = true;
    };
    await expect(untilAborted(AbortSignal.abort(reason), work)).rejects.toBe(reason);
    expect(begun).toBe(false);
  });

  it("leaves no unhandled error behind when the work fails after the abort", async () => {
    const controller = new AbortController();
    let fail: ((error: Error) => void) | undefined;
    const waiting = untilAborted(
      controller.signal,
      () => new Promise((_resolve, reject) => (fail = reject)),
    );
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    fail?.(new Error("too late")); // An unhandled rejection fails the test run.
    await new Promise((resolve) => setImmediate(resolve));
  });
});
