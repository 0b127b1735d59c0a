import type { Field } from "../batch.js";
import { plainField } from "../columns/plain-field.js";
import { isText } from "../format-name.js";
import { keyKind } from "../predictions/key-reader.js";
import type { Facts, Plan } from "./plan.js";

/** What is settled of a run before it is known what has to be read. */
export interface DecodeRequest {
  readonly output: Plan["output"];
  readonly predictions: Plan["predictions"];
  /** The place of the column that holds the epsilon of each row. */
  readonly epsilonIndex?: number;
  /** The places of the columns that the loss is reckoned with. */
  readonly lossIndices: readonly number[];
}

/** A column that is read, and as what. */
type Decoded = Plan["decode"]["fields"][number];

/** The columns that are written, or read for targets and predictions, and the types that they are read as. */
export function bindDecode(facts: Facts, request: DecodeRequest): Plan["decode"] {
  const { input, label, soft = [] } = facts;
  const { output, predictions, epsilonIndex, lossIndices } = request;
  const isCopied = output.road === "rows" || output.road === "fields";
  const written = isCopied ? [] : output.fields;
  const names = input.columns.map(({ name }) => name);
  const own = predictions?.file === undefined ? (predictions?.columns ?? []) : [];
  const predicted = own.map((name) => names.indexOf(name));
  const key = predictions?.on === undefined ? [] : [names.indexOf(predictions.on.data)];
  const others = epsilonIndex === undefined ? lossIndices : [epsilonIndex, ...lossIndices];
  const wanted = new Set([...soft, ...others, ...predicted, ...key, ...written]);
  const typed = new Set(output.road === "columns" ? [] : [...soft, ...written]);
  const fields = [...wanted]
    .toSorted((a, b) => a - b)
    .map((index): Decoded => {
      const field = input.columns[index];
      const isKnown = typed.has(index) || written.includes(index);
      if (isText(input.format) && predicted.includes(index) && !isKnown && !soft.includes(index)) {
        return { index, field: numberField(field), guessed: false, numbers: true };
      }
      if (!typed.has(index) && isText(input.format)) {
        return { index, field: textField(field), guessed: false };
      }
      const guessed = input.guessed.includes(index);
      const isTarget = soft.includes(index) && !written.includes(index);
      return { index, field: targetField(plainField(field), guessed && isTarget), guessed };
    });
  fields.filter(({ index }) => key.includes(index)).forEach(({ field }) => keyKind(field));
  return { fields, labelText: label?.index };
}

/** Targets that began as 0 and 1 may go on as fractions, where their type was guessed. */
function targetField(field: Field, isGuessed: boolean): Field {
  return isGuessed && field.type.kind === "int" ? numberField(field) : field;
}

function textField({ name }: Field): Field {
  return { name, type: { kind: "utf8" }, nullable: true };
}

function numberField({ name }: Field): Field {
  return { name, type: { kind: "float", bits: 64 }, nullable: true };
}
