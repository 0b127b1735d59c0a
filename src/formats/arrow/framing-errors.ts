import { dataError, type DatasetError } from "../../errors.js";

/** The error for no bytes at all. */
export function emptyInput(): DatasetError {
  return dataError("EMPTY_INPUT", "the input is empty, expected Arrow data", {
    hint: "Check the step that should have written it.",
  });
}

/** The error for Arrow data that ends before its end. */
export function truncated(position: number): DatasetError {
  return dataError(
    "TRUNCATED",
    `the Arrow data ends after ${position} bytes, before its end mark`,
    { hint: "The file is cut off: copy or make it again." },
  );
}

/** The error for data that begins as no Arrow data does. */
export function notArrow(bytes: Uint8Array): DatasetError {
  const known = FOREIGN.find(
    ([start]) => start === String.fromCharCode(...bytes.subarray(0, start.length)),
  );
  const start = [...bytes.subarray(0, 6)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join(" ");
  const found = known === undefined ? `begins with the bytes ${start}` : `is ${known[1]}`;
  return dataError("NOT_ARROW", `the input ${found}, expected an Arrow IPC file or stream`, {
    hint: "Arrow data begins with ARROW1 or ff ff ff ff; streams written before Arrow 0.15 must be converted first.",
  });
}

const FOREIGN = [
  ["PAR1", "a Parquet file"],
  ["FEA1", "a Feather file of version 1"],
  ["Obj\u0001", "an Avro file"],
  ["ORC", "an ORC file"],
] as const;

/** The error for a file that makes sense by its footer alone, where that is out of reach. */
export function needsFooter(fault: string): DatasetError {
  return dataError(
    "NEEDS_FOOTER",
    `the Arrow file ${fault}: it cannot be read from its beginning to its end`,
    {
      hint: "Give it as a file instead of a pipe, or write it as a stream.",
    },
  );
}
