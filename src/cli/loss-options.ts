import type { OptionGroup } from "./option-table.js";
import { readNumber } from "./option-values.js";

/** How the loss of predictions is reckoned. */
export const LOSS: OptionGroup = {
  title: "Loss:",
  options: [
    {
      name: "like",
      property: "like",
      value: "NAME",
      help: "Whose loss: torch, keras, tfjs, fairseq, fastai, sklearn, xgboost or lightgbm. They differ in clipping, weights and what the mean is divided by. Default torch",
    },
    {
      name: "class-weights",
      property: "classWeights",
      value: "LIST",
      help: "Weights of the classes: name=value,..., in order after --classes, a file, or balanced",
    },
    {
      name: "sample-weight",
      property: "sampleWeight",
      value: "COL",
      help: "The column that holds a weight for each row",
    },
    {
      name: "mean-over",
      property: "meanOver",
      value: "WHAT",
      help: "weights or rows. Default: as the framework does",
    },
    {
      name: "clip",
      property: "clip",
      value: "C",
      read: readNumber,
      help: "Normalise probabilities and clip them to C and 1-C",
    },
    {
      name: "by",
      property: "by",
      value: "COL",
      help: "Rows, loss and accuracy by the values of this column, such as a fold",
    },
    {
      name: "loss-name",
      property: "lossName",
      value: "NAME",
      help: "The name of the column with the loss of each row. Default loss",
    },
    {
      name: "ece-bins",
      property: "eceBins",
      value: "N",
      read: readNumber,
      help: "The bins of the calibration error. Default 15",
    },
    {
      name: "ece-convention",
      property: "eceConvention",
      value: "NAME",
      help: "Where a confidence on the edge of two bins goes: histogram, torchmetrics or right-closed. Default histogram",
    },
  ],
};
