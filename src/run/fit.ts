import type { Field } from "../batch.js";
import { defaultLabel } from "../classes/default-label.js";
import type { Notices } from "../plan/notices.js";
import { dataError, placed } from "../errors.js";
import { fitClasses } from "./fit-classes.js";
import { fitPredictions, predictionColumns } from "./fit-predictions.js";
import { fitClassWeights, fitValues } from "./fit-values.js";
import { labelAsSpelled } from "./fit-label-type.js";
import type { FormatName } from "../format-name.js";
import { isText } from "../format-name.js";
import type { ColumnTypes, Head } from "../formats/format.js";
import { showValue } from "../wording/show-value.js";
import type { Sources } from "./sources.js";
import type { Facts } from "../plan/plan.js";
import { columnIndex, selectColumns } from "../selectors.js";
import type { Settings } from "../plan/settings.js";
import { typeName } from "../columns/type-name.js";
import { option } from "../wording/option.js";

/** How far to look, and whom to tell. */
export interface FitRequest {
  readonly outputFormat: FormatName;
  /** Whether column types must hold for every row, because the output cannot be started over. */
  readonly wholeTypes: boolean;
  readonly signal?: AbortSignal;
  readonly notices: Notices;
}

/** Looks at the data as far as the settings need it: header and schema, column types, label column, classes. */
export async function fit(
  sources: Sources,
  settings: Settings,
  request: FitRequest,
): Promise<Facts> {
  const valuesByClass = await fitValues(settings.smoothing);
  const classWeights = await fitClassWeights(settings.loss);
  const head = await commonHead(sources, settings);
  warnOfOneColumn(sources, head, request.notices);
  const types = typesOnDemand(sources, settings, { head, request });
  const { notices } = request;
  const { label, soft } = await targetColumns(settings, head, { types, notices }).catch(
    (error: unknown) => {
      throw placed(error, { file: sources.inputs[0].name });
    },
  );
  const typed = soft !== undefined || !isText(request.outputFormat);
  const found = typed ? await types() : { columns: head.columns, guessed: [] };
  const classes = await fitClasses(sources, settings, {
    head,
    columns: found.columns,
    label,
    soft,
    signal: request.signal,
    notices,
  });
  const predicted = await fitPredictions(sources, settings, {
    ...classes,
    columns: found.columns,
    label,
    notices,
  });
  const columns =
    label === undefined || settings.numClasses !== undefined
      ? found.columns
      : labelAsSpelled({ ...found, label: label.index, classes: classes.classes.names });
  const { name, inputs } = sources;
  return {
    input: {
      names: inputs.map((input) => input.name),
      format: name,
      columns,
      guessed: found.guessed,
      metadata: head.metadata,
      dialect: head.dialect,
      plainDialect: head.plainDialect,
      bytes: totalBytes(inputs),
      bytesPerRow: head.bytesPerRow,
    },
    label,
    soft,
    valuesByClass,
    classWeights,
    ...classes,
    ...predicted,
  };
}

/** The head of the first input, once all others are known to have the same columns. */
async function commonHead({ inputs, name, format }: Sources, { dialect }: Settings): Promise<Head> {
  // Text has no types before somebody looks for them.
  const describe = isText(name) ? shownName : shownField;
  const [first, ...others] = inputs;
  const head = await format.inspect(first, dialect);
  const expected = head.columns.map(describe);
  for (const input of others) {
    const found = (await format.inspect(input, dialect)).columns.map(describe);
    const differing = expected.findIndex((column, index) => column !== found[index]);
    if (differing !== -1 || found.length !== expected.length) {
      const place = differing === -1 ? expected.length : differing;
      throw dataError(
        "HEADER_MISMATCH",
        `column ${place + 1} is ${found[place] ?? "missing"}; expected ${expected[place] ?? "none"}, as in ${first.name}`,
        { file: input.name, hint: "All inputs must have the same columns in the same order." },
      );
    }
  }
  return head;
}

function shownName({ name }: Field): string {
  return JSON.stringify(name);
}

function shownField({ name, type }: Field): string {
  return `${JSON.stringify(name)} (${typeName(type)})`;
}

/** Column types, looked up when they are first asked for. */
function typesOnDemand(
  { inputs, format }: Sources,
  { types }: Settings,
  { head, request }: { head: Head; request: FitRequest },
): () => Promise<ColumnTypes> {
  let found: Promise<ColumnTypes> | undefined;
  return () => {
    found ??= format
      .types(inputs, {
        head,
        given: types,
        whole: request.wholeTypes,
        signal: request.signal,
      })
      .catch((error: unknown) => {
        throw placed(error, { file: inputs[0].name });
      });
    return found;
  };
}

/** A header that is a single column with another delimiter in its name was probably meant to be several. */
function warnOfOneColumn({ name, inputs }: Sources, { columns }: Head, notices: Notices): void {
  const found = /[;\t|,]/u.exec(columns[0]?.name ?? "")?.[0];
  if (isText(name) && columns.length === 1 && found !== undefined) {
    notices.warn({
      code: "ONE_COLUMN",
      message: `${inputs[0].name} has a single column, ${showValue(columns[0].name)}. If ${JSON.stringify(found)} separates its fields, say so with ${option("delimiter")}.`,
    });
  }
}

/** The columns that the targets are made of. */
async function targetColumns(
  settings: Settings,
  { columns }: Head,
  sight: Sight,
): Promise<Pick<Facts, "label" | "soft">> {
  const names = columns.map((column) => column.name);
  const taken = predictionColumns(settings, names);
  return settings.soft === undefined
    ? { label: await labelOf(settings, names, { ...sight, taken }) }
    : { soft: selectColumns(settings.soft, names, "soft") };
}

interface Sight {
  readonly types: () => Promise<ColumnTypes>;
  readonly notices: Notices;
}

interface LabelSight extends Sight {
  /** The places of columns that hold something else. */
  readonly taken: readonly number[];
}

async function labelOf(
  { label }: Settings,
  names: readonly string[],
  { types, notices, taken }: LabelSight,
): Promise<{ index: number; name: string }> {
  if (label !== undefined) {
    return { index: columnIndex(label, names, "label"), name: label };
  }
  const lastIsFractional = async (): Promise<boolean> => (await types()).lastIsFractional();
  const { index, reason } = await defaultLabel({ names, taken, lastIsFractional });
  columnIndex(names[index], names, "label"); // The stages know the label by its name.
  notices.tell({
    code: "DEFAULT_LABEL",
    message: `the label column is ${JSON.stringify(names[index])} (${reason})`,
  });
  return { index, name: names[index] };
}

function totalBytes(inputs: Sources["inputs"]): number | undefined {
  const sizes = inputs.map((input) => input.size);
  return sizes.every((size) => size !== undefined)
    ? sizes.reduce((sum, size) => sum + size, 0)
    : undefined;
}
