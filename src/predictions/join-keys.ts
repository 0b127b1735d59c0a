import { usageError } from "../errors.js";
import { option } from "../wording/option.js";
import { showValue } from "../wording/show-value.js";
import type { JoinKeys } from "./keyed-predictions.js";

/**
 * The columns that predictions are joined by: `id` on both sides, or `id=image_id`. A backslash takes an equals sign
 * literally.
 * @throws {DatasetError} If a name is empty, or there are more than two (`BAD_KEY`).
 */
export function parseJoinKeys(text: string): JoinKeys {
  const names = text
    .split(/(?<!\\)=/u)
    .map((name) => name.replace(/\\(?<kept>[\\=])/gu, "$<kept>"));
  if (names.length > 2 || names.includes("")) {
    throw usageError("BAD_KEY", `${option("on")}: ${showValue(text)} names no columns to join by`, {
      hint: `Expected one name, as in ${option("on", "id")}, or that of the data and that of the predictions, as in ${option("on", "id=image_id")}.`,
    });
  }
  const [data, predictions = data] = names;
  return { data, predictions };
}
