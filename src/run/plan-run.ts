import { placed } from "../errors.js";
import { bind } from "../plan/bind.js";
import type { Plan } from "../plan/plan.js";
import type { Settings } from "../plan/settings.js";
import { fit, type FitRequest } from "./fit.js";
import type { Sources } from "./sources.js";

/** What is to be done: what was asked for, bound to what the data tells. */
export async function planRun(
  sources: Sources,
  settings: Settings,
  request: FitRequest,
): Promise<Plan> {
  const facts = await fit(sources, settings, request);
  try {
    return bind(settings, facts, request.outputFormat);
  } catch (error) {
    // What cannot be done with the columns of a dataset is said of its first file.
    throw placed(error, { file: sources.inputs[0].name });
  }
}
