import { DatasetError } from "../src/errors.js";

/** The DatasetError that `work` throws or its promise rejects with. */
export async function faultOf(work: () => unknown): Promise<DatasetError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DatasetError) {
      return error;
    }
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** The DatasetError that `work` throws at once. */
export function faultIn(work: () => unknown): DatasetError {
  try {
    work();
  } catch (error) {
    if (error instanceof DatasetError) {
      return error;
    }
    throw error;
  }
  throw new Error("nothing was thrown");
}
