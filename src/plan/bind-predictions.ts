import type { Facts, Plan } from "./plan.js";
import { expectedKind } from "./score-settings.js";
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
    kind: asked.kind ?? expectedKind(settings),
    kindFrom: kindFrom(settings),
    matched: asked.on === undefined ? found.settled.matched : "key",
    positive: found.settled.form === "positive" ? positive : undefined,
    file: found.file,
    on: asked.on,
  };
}

/** Who says what predictions are. */
function kindFrom({ predictions, given }: Settings): "given" | "like" | "default" {
  if (predictions?.kind !== undefined) {
    return "given";
  }
  return given.includes("like") ? "like" : "default";
}
