import type { Warning } from "../errors.js";
import { dataError } from "../errors.js";
import type { HeldTotals, JoinTotals } from "../predictions/join-totals.js";
import type { CrossEntropyResult } from "../loss/loss-result.js";
import type { Plan } from "./plan.js";
import type { SmoothOptions } from "./settings.js";
import { leastTarget } from "../smoothing/least-target.js";
import { andList } from "../wording/and-list.js";
import { option } from "../wording/option.js";

/** An output of this many bytes is worth a word beforehand. */
const LARGE_OUTPUT = 1e9;

/** Smaller float16 numbers have fewer digits. */
const LEAST_NORMAL_FLOAT16 = 2 ** -14;

/** What went through a run. */
interface Totals {
  readonly rows: number;
  readonly ignored: number;
  readonly predictions?: JoinTotals;
  readonly loss?: Pick<CrossEntropyResult, "nll">;
}

/** Hands on what a run has to say while it goes: each thing once, and warnings as errors where that is asked for. */
export class Notices {
  readonly #options: Pick<SmoothOptions, "strict" | "onWarning" | "onNotice">;
  readonly #warnings: Warning[] = [];
  readonly #said = new Set<string>();

  constructor(options: Pick<SmoothOptions, "strict" | "onWarning" | "onNotice">) {
    this.#options = options;
  }

  /** All warnings so far. */
  get warnings(): readonly Warning[] {
    return this.#warnings;
  }

  /**
   * Something that is probably not meant.
   * @throws {DatasetError} If the run is strict.
   */
  warn(warning: Warning): void {
    if (this.#options.strict === true) {
      const hints = [warning.hint, `This is a warning without ${option("strict")}.`];
      throw dataError(warning.code, warning.message, {
        hint: hints.filter((hint) => hint !== undefined).join(" "),
      });
    }
    if (this.#isNew(warning)) {
      this.#warnings.push(warning);
      this.#options.onWarning?.(warning);
    }
  }

  /** Something that was decided. */
  tell(notice: Warning): void {
    if (this.#isNew(notice)) {
      this.#options.onNotice?.(notice);
    }
  }

  /** Says what is worth knowing of a plan before its first row: targets that lose digits, an output that is large. */
  tellPlan({ output, smoothing, classes, loss }: Plan): void {
    const { dtype, layout } = output.targets;
    const isHalf = dtype === "float16" && layout !== "none";
    const { offValue } = smoothing;
    const least = isHalf ? (offValue ?? leastTarget(smoothing, classes.names.length)) : Infinity;
    if (least > 0 && least < LEAST_NORMAL_FLOAT16) {
      const owner = offValue === null ? "of some class" : "of the other classes";
      this.warn({
        code: "SUBNORMAL_TARGETS",
        message: `the target ${least} ${owner} is too small for all digits of a float16`,
        hint: `${option("dtype", "float32")} keeps them.`,
      });
    }
    this.#tellWeights(loss, classes);
    if (output.bytes !== undefined && output.bytes > LARGE_OUTPUT) {
      const size = `${(output.bytes / 1e9).toFixed(1)} GB`;
      this.tell({
        code: "LARGE_OUTPUT",
        message: `the output will take about ${size}`,
      });
    }
  }

  /** Says what is odd about what went through a run. */
  tellTotals({ rows, ignored, predictions, loss }: Totals): void {
    this.#tellHeld(predictions?.held);
    if (loss?.nll === null && ignored < rows) {
      this.warn({
        code: "NOTHING_COUNTED",
        message: `no row counts towards the loss: all ${rows - ignored} that have a target weigh nothing`,
      });
    } else if (loss !== undefined && rows === 0) {
      this.warn({ code: "NOTHING_COUNTED", message: "there is no row to score" });
    } else if (rows > 0 && ignored === rows) {
      this.warn({
        code: "NOTHING_COUNTED",
        message: `every row is ignored (${rows} of ${rows}), so that none has a target`,
        hint: `Is the label column right, and what ${option("ignoreLabel")} or ${option("ignoreIndex")} names?`,
      });
    }
  }

  #tellHeld(held: HeldTotals | undefined): void {
    if (held !== undefined) {
      const size =
        held.bytes < 1e6
          ? `${Math.ceil(held.bytes / 1e3)} kB`
          : `${(held.bytes / 1e6).toFixed(1)} MB`;
      const are = held.extra === 1 ? "is" : "are";
      const extra = held.extra === 0 ? "" : `; ${held.extra} of them ${are} for no row`;
      this.tell({
        code: "HELD_PREDICTIONS",
        message: `${held.rows} predictions were held in memory, about ${size}${extra}`,
      });
    }
  }

  /** A class that balanced weights leave out: nobody gave it none. */
  #tellWeights(loss: Plan["loss"], { names, counts }: Plan["classes"]): void {
    const left = names.filter(
      (_, code) => loss?.classWeights?.[code] === 0 && counts?.[code] === 0,
    );
    if (left.length > 0) {
      this.warn({
        code: "EMPTY_CLASS",
        message: `${andList(left)} ${left.length === 1 ? "has" : "have"} no rows to balance and the class weight 0`,
      });
    }
  }

  #isNew({ code, message }: Warning): boolean {
    const key = `${code} ${message}`;
    const isNew = !this.#said.has(key);
    this.#said.add(key);
    return isNew;
  }
}
