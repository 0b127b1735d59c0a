import type { Field } from "./batch.js";
import type { ClassList } from "./classes.js";
import { indexClasses, namedClasses, parseClasses } from "./classes.js";
import { classWarnings } from "./class-warnings.js";
import { readClassFile } from "./class-file.js";
import { defaultLabel } from "./default-label.js";
import type { Notices } from "./notices.js";
import { dataError, usageError } from "./errors.js";
import type { FormatName } from "./format-name.js";
import { isText } from "./format-name.js";
import type { ColumnTypes, Head } from "./formats/format.js";
import type { Sources } from "./sources.js";
import { learn } from "./learn-classes.js";
import type { ClassesFrom, Facts } from "./plan.js";
import { columnIndex, selectColumns } from "./selectors.js";
import type { Settings } from "./settings.js";
import { readAll } from "./sources.js";
import { typeName } from "./type-name.js";

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
  const head = await commonHead(sources, settings);
  const names = head.columns.map((column) => column.name);
  const soft =
    settings.soft === undefined ? undefined : selectColumns(settings.soft, names, "--soft");
  const types = typesOnDemand(sources, settings, { head, request });
  const label =
    soft === undefined
      ? await labelOf(settings, names, { types, notices: request.notices })
      : undefined;
  const typed = soft !== undefined || !isText(request.outputFormat);
  const { columns, guessed } = typed ? await types() : { columns: head.columns, guessed: [] };
  const classes = await classesOf(sources, settings, {
    head,
    columns,
    label,
    soft,
    signal: request.signal,
  });
  warnOfClasses(classes, label, request);
  const { name, inputs } = sources;
  return {
    input: {
      names: inputs.map((input) => input.name),
      format: name,
      columns,
      guessed,
      metadata: head.metadata,
      dialect: head.dialect,
      plainDialect: head.plainDialect,
      bytes: totalBytes(inputs),
      bytesPerRow: head.bytesPerRow,
    },
    label,
    soft,
    ...classes,
  };
}

/** The head of the first input, once all others are known to have the same columns. */
async function commonHead({ inputs, format }: Sources, { dialect }: Settings): Promise<Head> {
  const [first, ...others] = inputs;
  const head = await format.inspect(first, dialect);
  const expected = describe(head.columns);
  for (const input of others) {
    const found = describe((await format.inspect(input, dialect)).columns);
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

function describe(columns: readonly Field[]): string[] {
  return columns.map(({ name, type }) => `${JSON.stringify(name)} (${typeName(type)})`);
}

/** Column types, looked up when they are first asked for. */
function typesOnDemand(
  { inputs, format }: Sources,
  { types }: Settings,
  { head, request }: { head: Head; request: FitRequest },
): () => Promise<ColumnTypes> {
  let found: Promise<ColumnTypes> | undefined;
  return () => {
    found ??= format.types(inputs, {
      head,
      given: types,
      whole: request.wholeTypes,
      signal: request.signal,
    });
    return found;
  };
}

async function labelOf(
  { label }: Settings,
  names: readonly string[],
  { types, notices }: { types: () => Promise<ColumnTypes>; notices: Notices },
): Promise<{ index: number; name: string }> {
  if (label !== undefined) {
    return { index: columnIndex(label, names, "--label"), name: label };
  }
  const lastIsFractional = async (): Promise<boolean> => (await types()).lastIsFractional;
  const { index, reason } = await defaultLabel({ names, lastIsFractional });
  notices.tell({
    code: "DEFAULT_LABEL",
    message: `the label column is ${JSON.stringify(names[index])} (${reason})`,
  });
  return { index, name: names[index] };
}

interface ClassFacts {
  readonly classes: ClassList;
  readonly classesFrom: ClassesFrom;
  readonly rows?: number;
}

interface ClassRequest {
  readonly head: Head;
  readonly columns: readonly Field[];
  readonly label?: { readonly index: number; readonly name: string };
  readonly soft?: readonly number[];
  readonly signal?: AbortSignal;
}

async function classesOf(
  sources: Sources,
  settings: Settings,
  request: ClassRequest,
): Promise<ClassFacts> {
  const { classes, numClasses } = settings;
  if (classes !== undefined) {
    const given = await givenClasses(classes, request.label?.name);
    checkCount(given.classes, numClasses ?? softCount(request));
    return given;
  }
  if (numClasses !== undefined) {
    return { classes: indexClasses(numClasses), classesFrom: "indices" };
  }
  if (request.soft !== undefined) {
    return { classes: namedClasses(softClassNames(request)), classesFrom: "columns" };
  }
  const { index, name } = request.label as { index: number; name: string };
  const batches = readAll(sources, {
    fields: [],
    labelText: index,
    dialect: request.head.dialect,
    signal: request.signal,
  });
  return {
    ...(await learn(batches, { label: name, maxClasses: settings.maxClasses })),
    classesFrom: "learned",
  };
}

async function givenClasses(
  classes: string | readonly string[],
  label: string | undefined,
): Promise<ClassFacts> {
  if (typeof classes !== "string") {
    return { classes: namedClasses(classes), classesFrom: "given" };
  }
  return classes.startsWith("@")
    ? {
        classes: await readClassFile(classes.slice(1), label),
        classesFrom: `file ${classes.slice(1)}`,
      }
    : { classes: parseClasses(classes), classesFrom: "given" };
}

function checkCount({ names }: ClassList, expected: number | undefined): void {
  if (expected !== undefined && names.length !== expected) {
    throw usageError(
      "CLASS_COUNT",
      `--classes names ${names.length} classes; expected ${expected}`,
    );
  }
}

function warnOfClasses(
  { classes, classesFrom, rows }: ClassFacts,
  label: ClassRequest["label"],
  { notices }: FitRequest,
): void {
  if (classesFrom === "indices" || classesFrom === "columns") {
    return;
  }
  if (classesFrom === "learned" && label !== undefined) {
    refuseStrangeClasses(classes, label.name);
  }
  for (const warning of classWarnings(classes, rows)) {
    notices.warn(warning);
  }
}

/** Learned classes that show that the file is not what it seems to be. */
function refuseStrangeClasses({ names }: ClassList, label: string): void {
  if (names.includes(label)) {
    throw dataError(
      "REPEATED_HEADER",
      `a row has the label ${JSON.stringify(label)}, the name of the label column itself`,
      {
        column: label,
        hint: "Is the header repeated within the file? Drop that row, or list the classes with --classes.",
      },
    );
  }
  if (names.includes("-100")) {
    throw dataError(
      "IGNORED_LABEL",
      "a row has the label -100, which customarily marks rows to be ignored",
      {
        column: label,
        hint: "Drop those rows first, or list the classes with --classes.",
      },
    );
  }
}

/** How many classes the soft columns stand for; undefined where only the rows of a list column tell. */
function softCount({ soft, columns }: ClassRequest): number | undefined {
  if (soft?.length !== 1) {
    return soft?.length;
  }
  const { type } = columns[soft[0]];
  return type.kind === "fixed-list" ? type.size : undefined;
}

/** Class names for soft columns: what is left of their names behind the prefix they have in common. */
function softClassNames(request: ClassRequest): string[] {
  const { soft = [], columns } = request;
  if (soft.length === 1) {
    const { name, type } = columns[soft[0]];
    if (type.kind !== "fixed-list") {
      throw usageError(
        "SOFT_COLUMNS",
        `--soft: ${JSON.stringify(name)} is a ${typeName(type)}; expected a column for each class or one list column`,
        {
          column: name,
          hint: "Name the classes of a list column of variable size with --classes.",
        },
      );
    }
    return Array.from({ length: type.size }, (_, code) => String(code));
  }
  const names = soft.map((index) => columns[index].name);
  const prefix = commonPrefix(names);
  return names.map((name) => name.slice(prefix.length));
}

/** The longest common beginning that ends in a mark such as `_`, so that `p_cat` and `p_cow` become cat and cow. */
function commonPrefix(names: readonly string[]): string {
  let length = 0;
  while (length < names[0].length && names.every((name) => name[length] === names[0][length])) {
    length++;
  }
  const common = /^.*[^\p{L}\p{N}]/su.exec(names[0].slice(0, length))?.[0] ?? "";
  return names.some((name) => name.length === common.length) ? "" : common;
}

function totalBytes(inputs: Sources["inputs"]): number | undefined {
  const sizes = inputs.map((input) => input.size);
  return sizes.every((size) => size !== undefined)
    ? sizes.reduce((sum, size) => sum + size, 0)
    : undefined;
}
