// Adds what TensorFlow.js says to test/golden/frameworks.json, which frameworks.py has written. See README.md.
import { readFileSync, writeFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { version_cpu as backend } from "@tensorflow/tfjs-backend-cpu";
import { metrics } from "@tensorflow/tfjs-layers";

const target = new URL("../../test/golden/frameworks.json", import.meta.url);
const { NONE, SUM, SUM_BY_NONZERO_WEIGHTS } = tf.Reduction;
const version = tf.version_core;
const epsilons = [0, 0.1, 0.5];

const plain = (value) =>
  Array.isArray(value) ? value.map(plain) : Number.isFinite(value) ? value : String(value);
const oneHot = (codes, classes) =>
  codes.map((code) => Array.from({ length: classes }, (_, k) => +(k === code)));
const sampleWeights = (rows) =>
  Array.from({ length: rows }, (_, row) => (row % 3 === 1 ? 0 : 0.5 + row / 4));

/** softmaxCrossEntropy: the default reduction is the mean; rows are unweighted. */
function softmaxCase({ name, input, epsilon, weights }, kind) {
  const logits = tf.tensor2d(input.logits);
  const targets = kind === "codes" ? oneHot(input.codes, input.logits[0].length) : input[kind];
  const loss = (some, reduction) =>
    plain(
      tf.losses
        .softmaxCrossEntropy(
          tf.tensor2d(targets, undefined, "float32"),
          logits,
          some,
          epsilon,
          reduction,
        )
        .arraySync(),
    );
  return {
    like: "tfjs",
    input: name,
    target: kind,
    epsilon,
    prediction: "logits",
    ...(weights && { sampleWeights: weights }),
    rows: loss(undefined, NONE),
    sum: loss(weights, SUM),
    mean: loss(weights, SUM_BY_NONZERO_WEIGHTS),
    // Its log-sum-exp adds the row's maximum in float32 before it is taken away again.
    tolerance: name === "extreme logits" ? 1e-4 : 2e-6,
    obtained: `ran: @tensorflow/tfjs-core ${version} (cpu backend ${backend}, float32), losses.softmaxCrossEntropy`,
  };
}

/** sigmoidCrossEntropy: the mean is over rows and classes; row weights must be a column, a flat list would weigh classes. */
function sigmoidCase({ name, input, epsilon, weights }) {
  const column = weights && tf.tensor2d(weights, [weights.length, 1]);
  const loss = (some, reduction) =>
    tf.losses.sigmoidCrossEntropy(
      tf.tensor2d(input.multi, undefined, "float32"),
      tf.tensor2d(input.logits),
      some,
      epsilon,
      reduction,
    );
  return {
    like: "tfjs",
    input: name,
    target: "multi",
    epsilon,
    prediction: "logits",
    loss: "sigmoidCrossEntropy",
    ...(weights && { sampleWeights: weights }),
    rows: plain(tf.mean(loss(undefined, NONE), 1).arraySync()),
    mean: plain(loss(column, SUM_BY_NONZERO_WEIGHTS).arraySync()),
    tolerance: 2e-6,
    obtained: `ran: @tensorflow/tfjs-core ${version} (cpu backend ${backend}, float32), losses.sigmoidCrossEntropy`,
  };
}

/** What model.fit's loss "categoricalCrossentropy" computes: it takes probabilities and smooths nothing. */
function layersCase(input, name) {
  const targets = tf.tensor2d(oneHot(input.codes, input.probs[0].length));
  return {
    like: "tfjs layers",
    input: name,
    target: "codes",
    epsilon: 0,
    prediction: "probs",
    rows: plain(metrics.categoricalCrossentropy(targets, tf.tensor2d(input.probs)).arraySync()),
    tolerance: 2e-6,
    obtained: `ran: @tensorflow/tfjs-layers ${version} (cpu backend ${backend}, float32), metrics.categoricalCrossentropy`,
  };
}

/** Every ε, without and with weights. */
function settings(name, input) {
  const rows = input.logits?.length ?? 0;
  return epsilons.flatMap((epsilon) => [
    { name, input, epsilon, weights: undefined },
    { name, input, epsilon, weights: sampleWeights(rows) },
  ]);
}

function* cases(inputs) {
  for (const [name, input] of Object.entries(inputs)) {
    for (const setting of "logits" in input ? settings(name, input) : []) {
      if ("codes" in input) yield softmaxCase(setting, "codes");
      if ("soft" in input) yield softmaxCase(setting, "soft");
      if ("multi" in input) yield sigmoidCase(setting);
    }
    if ("probs" in input && "codes" in input) yield layersCase(input, name);
  }
}

function* edges() {
  const targets = tf.tensor2d([[1, 0, 0]]);
  const loss = (logits, some) =>
    plain(tf.losses.softmaxCrossEntropy(targets, tf.tensor2d([logits]), some, 0.1).arraySync());
  yield ["all sample weights 0", loss([2, 1, 0], [0])];
  yield ["a NaN in a row of weight 0", loss([NaN, NaN, NaN], [0])];
  yield ["−∞ logit of another class, ε = 0.1", loss([1, 2, -Infinity])];
  const none = tf.losses.softmaxCrossEntropy(tf.zeros([0, 3]), tf.zeros([0, 3]));
  yield ["no rows", plain(none.arraySync())];
  const zero = tf.losses.softmaxCrossEntropy(targets, tf.tensor2d([[1, 2, -Infinity]]));
  yield ["−∞ logit under a target of 0", plain(zero.arraySync())];
}

await tf.setBackend("cpu");
const golden = JSON.parse(readFileSync(target, "utf8"));
const others = (list) => list.filter(({ like }) => !like.startsWith("tfjs"));
golden.cases = [...others(golden.cases), ...cases(golden.inputs)];
golden.edges = [
  ...others(golden.edges),
  ...Array.from(edges(), ([what, said]) => ({ like: "tfjs", what, said })),
];
const lines = (list) => list.map((each) => JSON.stringify(each)).join(",\n");
const inputs = Object.entries(golden.inputs).map(
  ([name, each]) => `${JSON.stringify(name)}: ${JSON.stringify(each)}`,
);
writeFileSync(
  target,
  `{\n"tolerance": ${JSON.stringify(golden.tolerance)},\n"made": ${JSON.stringify(golden.made)},\n"inputs": {\n${inputs.join(",\n")}\n},\n` +
    `"cases": [\n${lines(golden.cases)}\n],\n"edges": [\n${lines(golden.edges)}\n]\n}\n`,
);
console.log(golden.cases.length, "cases,", golden.edges.length, "edges");
