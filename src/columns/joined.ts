import type { Values } from "../batch.js";
import type { Arena } from "./arena.js";
import type { ValuesConstructor } from "./layout.js";

/** All values of all arrays, one array after another. */
export function joined(parts: readonly Values[], array: ValuesConstructor, arena: Arena): Values {
  const length = sum(parts, (part) => part.length);
  const values = arena.take(array, length);
  let at = 0;
  for (const part of parts) {
    values.set(part as never, at);
    at += part.length;
  }
  return values;
}

/** The sum of what is measured of each item. */
export function sum<Item>(items: readonly Item[], measure: (item: Item) => number): number {
  return items.reduce((total, item) => total + measure(item), 0);
}
