import type { Field } from "../batch.js";
import { readClassFile } from "./class-file.js";
import { countClasses } from "./count-classes.js";
import { classWarnings } from "../classes/class-warnings.js";
import type { ClassList } from "../classes/classes.js";
import { indexClasses, namedClasses, parseClasses } from "../classes/classes.js";
import { refuseIgnoredClasses } from "../classes/ignored-labels.js";
import { dataError, placed, usageError } from "../errors.js";
import type { Head } from "../formats/format.js";
import { learn, type LearnedClasses } from "../classes/learn-classes.js";
import { refuseIdleSeparator } from "../plan/refuse-idle.js";
import { countsListed } from "../plan/counted-classes.js";
import type { Notices } from "../plan/notices.js";
import type { ClassesFrom } from "../plan/plan.js";
import type { Settings } from "../plan/settings.js";
import { checkSoftColumns, softClassNames, softCount } from "../classes/soft-classes.js";
import { readAll, type Sources } from "./sources.js";
import { option } from "../wording/option.js";

/** The classes of a run and where they come from. */
export interface ClassFacts {
  readonly classes: ClassList;
  readonly classesFrom: ClassesFrom;
  readonly rows?: number;
}

/** What classes are looked for in. */
export interface ClassRequest {
  readonly head: Head;
  readonly columns: readonly Field[];
  readonly label?: { readonly index: number; readonly name: string };
  readonly soft?: readonly number[];
  readonly signal?: AbortSignal;
  readonly notices: Notices;
}

/** The classes that were named, or those of the data; what is odd about them is said. */
export async function fitClasses(
  sources: Sources,
  settings: Settings,
  request: ClassRequest,
): Promise<ClassFacts> {
  try {
    checkSoftColumns(request);
    if (request.label !== undefined) {
      refuseIdleSeparator(settings, request.head.columns[request.label.index]);
    }
  } catch (error) {
    throw placed(error, { file: sources.inputs[0].name });
  }
  const facts = await countedFacts(sources, settings, request);
  const { numClasses, multiLabel, ignored = {} } = settings;
  if (request.soft === undefined) {
    refuseIgnoredClasses(facts.classes.names, ignored, numClasses !== undefined);
  }
  const about = { rows: facts.rows, isMulti: multiLabel !== undefined };
  for (const warning of classWarnings(facts.classes, about)) {
    request.notices.warn(warning);
  }
  return facts;
}

/** The same, with counts where something goes by them. */
async function countedFacts(
  sources: Sources,
  settings: Settings,
  request: ClassRequest,
): Promise<ClassFacts> {
  const facts = await classFacts(sources, settings, request);
  const { head, label, signal } = request;
  return label !== undefined && countsListed(settings)
    ? {
        ...facts,
        ...(await countClasses(facts.classes, sources, { settings, head, label, signal })),
      }
    : facts;
}

async function classFacts(
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
  try {
    if (request.soft !== undefined) {
      const names = softClassNames({ ...request, metadata: request.head.metadata });
      return { classes: namedClasses(names), classesFrom: "columns" };
    }
    return { ...(await learnedClasses(sources, settings, request)), classesFrom: "learned" };
  } catch (error) {
    throw placed(error, { file: sources.inputs[0].name });
  }
}

/** The classes that the labels of all inputs are of. */
async function learnedClasses(
  sources: Sources,
  { maxClasses, multiLabel, ignored }: Settings,
  { label, head, signal }: ClassRequest,
): Promise<LearnedClasses> {
  const { index, name } = label as NonNullable<typeof label>;
  const { dialect } = head;
  const batches = readAll(sources, { fields: [], labelText: index, dialect, signal });
  const learned = await learn(batches, {
    label: name,
    maxClasses,
    multiLabel: multiLabel !== undefined,
    ...multiLabel,
    ...ignored,
  });
  refuseStrangeClasses(learned.classes, name);
  return learned;
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
      `${option("classes")} names ${names.length} classes; expected ${expected}`,
    );
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
        hint: `Is the header repeated within the file? Drop that row, or list the classes with ${option("classes")}.`,
      },
    );
  }
  if (names.includes("-100")) {
    throw dataError(
      "IGNORED_LABEL",
      "a row has the label -100, which customarily marks rows to be ignored",
      {
        column: label,
        hint: `Keep such rows without targets with ${option("ignoreLabel", "-100")}, drop them first, or list the classes with ${option("classes")}.`,
      },
    );
  }
}
