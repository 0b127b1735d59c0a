import type { Facts, Plan } from "./plan.js";
import type { Settings } from "./settings.js";

/** Everything about predictions: where they are, what they are, and how they were matched with classes and rows. */
export function bindPredictions(settings: Settings, facts: Facts): Plan["predictions"] {
  const { predictions: asked, positive } = settings;
  const { predictions: found } = facts;
  if (asked === undefined || found === undefined) {
    return undefined;
  }
  return {
    columns: found.settled.names,
    kind: asked.kind ?? "logits",
    kindFrom: asked.kind === undefined ? "default" : "given",
    matched: asked.on === undefined ? found.settled.matched : "key",
    positive: found.settled.form === "positive" ? positive : undefined,
    file: found.file,
    on: asked.on,
  };
}
