import { Notices } from "../plan/notices.js";
import type { Task } from "../plan/score-settings.js";
import type { SmoothOptions } from "../plan/settings.js";

/** What is known of a run while it goes, for those who are told of it, also where it does not come to its end. */
export class RunLog {
  readonly notices: Notices;
  #rows = 0;
  readonly #started = performance.now();

  constructor(
    readonly options: SmoothOptions,
    readonly task: Task = "smooth",
  ) {
    this.notices = new Notices(options);
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  /** Rows handed to the output. */
  get rows(): number {
    return this.#rows;
  }

  progress({ rows }: { readonly rows: number }): void {
    this.#rows = rows;
    this.options.onProgress?.({ rows });
  }
}
