import { usageError } from "../errors.js";
import { Notices } from "../plan/notices.js";
import { outputFormat } from "../plan/output-format.js";
import type { Plan } from "../plan/plan.js";
import type { Task } from "../plan/score-settings.js";
import { resolve, type SmoothOptions } from "../plan/settings.js";
import { planRun } from "./plan-run.js";
import { withSources } from "./sources.js";

/**
 * What `smoothDataset` would do with these options, without doing it.
 * @throws {DatasetError} As `smoothDataset`; and for standard input, which is not consumed for this (`STDIN_PLAN`).
 */
export function planDataset(options: SmoothOptions): Promise<Plan> {
  return planTask("smooth", options);
}

/** What a run for this task would do. */
export async function planTask(task: Task, options: SmoothOptions): Promise<Plan> {
  const settings = resolve(options, task);
  const inputs = [...settings.inputs, settings.predictions?.file];
  if (inputs.some((input) => typeof input === "object" || input === "-")) {
    throw usageError("STDIN_PLAN", "a stream is not consumed just to plan a run", {
      hint: "Give a file.",
    });
  }
  const { signal } = options;
  return withSources(settings, signal, (sources) =>
    planRun(sources, settings, {
      outputFormat: outputFormat(settings, sources.name),
      wholeTypes: false,
      signal,
      notices: new Notices(options),
    }),
  );
}
