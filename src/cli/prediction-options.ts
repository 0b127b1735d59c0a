import type { OptionGroup } from "./option-table.js";

/** What a model said of the rows, and the loss of it. */
export const PREDICTIONS: OptionGroup = {
  title: "Predictions:",
  options: [
    {
      name: "pred",
      property: "pred",
      value: "COLS",
      help: "The prediction columns, one for each class, or one list column: names, globs ('logit_*') and ranges",
    },
    {
      name: "pred-kind",
      property: "predKind",
      value: "KIND",
      help: "logits (log-probabilities are logits) or probs. Default logits",
    },
    {
      name: "pred-file",
      property: "predFile",
      value: "FILE",
      help: "Predictions in a file of their own, CSV, TSV, Arrow or .npy: row by row, or with --on by key",
    },
    {
      name: "on",
      property: "on",
      value: "KEY",
      help: "The column by which predictions of --pred-file are found: id, or id=image_id where they call it otherwise",
    },
  ],
};
