import { ExactSum } from "../kernels/exact-sum.js";
import type { Targets } from "../targets.js";
import { FastaiSums } from "./fastai.js";
import type { ClassLoss, CrossEntropyResult, GroupLoss } from "./loss-result.js";
import { frameworkOf, type LossSettings } from "./loss-settings.js";
import { MetricsTally } from "./metrics-tally.js";
import type { RowGroups } from "./row-groups.js";
import type { RowScorer } from "./row-scorer.js";
import { type MeanRule, RowSums } from "./row-sums.js";

/** The rows of a group. */
interface Group {
  readonly sums: RowSums;
  correct: number;
}

/** The rows of a class. */
interface ClassSum {
  readonly loss: ExactSum;
  rows: number;
}

/** The losses and metrics of a dataset, taken up row by row. */
export class LossTally {
  readonly #rule: MeanRule;
  readonly #sums: RowSums;
  readonly #byClass: (ClassSum | undefined)[] = [];
  readonly #groups = new Map<number, Group>();
  readonly #metrics?: MetricsTally;

  /** @param targets Those of the dataset, or some of the same kind. */
  constructor(settings: LossSettings, targets: Targets, classWeights: Float64Array) {
    const framework = frameworkOf(settings);
    const hasLabels = targets.kind === "coded";
    const denominator = settings.meanOver ?? framework.denominator[hasLabels ? "labels" : "soft"];
    this.#rule = { framework, denominator, classWeights, hasLabels };
    this.#sums = this.#newSums();
    if (!(targets.kind === "dense" && targets.multi)) {
      this.#metrics = new MetricsTally(targets.classes, settings);
    }
  }

  /** Rows that count so far. */
  get counted(): number {
    return this.#sums.counted;
  }

  /**
   * Takes up the row that was scored last.
   * @param row.weight What the row weighs.
   * @param row.group Where groups are told apart, which one it is in.
   * @returns What it adds to the sum of losses.
   */
  add(scorer: RowScorer, row: { readonly weight: number; readonly group?: number }): number {
    const { weight, group } = row;
    const loss = this.#sums.add(scorer, weight);
    if (group !== undefined) {
      this.#addToGroup(scorer, group, weight);
    }
    if (this.#metrics !== undefined && weight !== 0) {
      this.#metrics.add(scorer);
      this.#addToClass(scorer.truth, loss);
    }
    return loss;
  }

  /** Takes up a row that is ignored: its uniform part, where the framework counts that. */
  addIgnored(scorer: RowScorer): void {
    if (this.#sums instanceof FastaiSums) {
      this.#sums.addIgnored(scorer);
    }
  }

  /**
   * @param names The classes in order.
   * @param groups What the groups are, where there are some.
   */
  result(names: readonly string[], groups?: RowGroups): CrossEntropyResult {
    const nameOf = (code: number): string => names[code];
    const isPlain = this.#metrics === undefined;
    return {
      ...this.#sums.means(),
      byClass: isPlain ? undefined : names.map((name, code) => this.#classLoss(name, code)),
      by: groups && this.#groupLosses(groups),
      metrics: this.#metrics?.result(nameOf),
    };
  }

  #newSums(): RowSums {
    const isFastai = this.#rule.framework.classWeights === "nll";
    return isFastai ? new FastaiSums(this.#rule) : new RowSums(this.#rule);
  }

  #addToGroup(scorer: RowScorer, code: number, weight: number): void {
    let group = this.#groups.get(code);
    if (group === undefined) {
      group = { sums: this.#newSums(), correct: 0 };
      this.#groups.set(code, group);
    }
    group.sums.add(scorer, weight);
    group.correct += weight !== 0 && scorer.truth === scorer.predicted ? 1 : 0;
  }

  #addToClass(code: number, loss: number): void {
    const known = (this.#byClass[code] ??= { loss: new ExactSum(), rows: 0 });
    known.loss.add(loss);
    known.rows++;
  }

  #classLoss(name: string, code: number): ClassLoss {
    const { loss, rows } = this.#byClass[code] ?? {};
    return { name, count: rows ?? 0, mean: loss === undefined ? null : loss.value() / (rows ?? 0) };
  }

  #groupLosses(groups: RowGroups): GroupLoss[] {
    return groups.sorted().flatMap(({ value, code }) => {
      const group = this.#groups.get(code);
      if (group === undefined) {
        return [];
      }
      const rows = group.sums.counted;
      const accuracy = this.#metrics === undefined || rows === 0 ? null : group.correct / rows;
      return [{ value, rows, mean: group.sums.means().mean, accuracy }];
    });
  }
}
