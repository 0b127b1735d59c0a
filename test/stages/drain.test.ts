import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, it, vi } from "vitest";
import { drain } from "../../src/stages/drain.js";
import { batchOf, floatColumn } from "../columns-from.js";

describe("drain", () => {
  it("reads everything, and gives the memory of batches back", async () => {
    const release = vi.fn<() => void>();
    const batch = batchOf([floatColumn("x", [1])]);
    await pipeline(Readable.from([batch.releasedBy(release), batch, { x: 1 }, "text"]), drain());
    expect(release).toHaveBeenCalledTimes(1);
  });
});
