import { showValue } from "./show-value.js";

/** Any value a program handed over, as it stands in a message: `5`, `the string "a"`, `a Float32Array`, `nothing`. */
export function showFound(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "string":
      return `the string ${showValue(value)}`;
    case "bigint":
      return `the bigint ${value}`;
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    case "object":
      return value === null ? "null" : showObject(value);
    default:
      return String(value);
  }
}

function showObject(value: object): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty array" : `an array that begins with ${first(value)}`;
  }
  const name = Object.prototype.toString.call(value).slice("[object ".length, -1);
  const own = name === "Object" ? value.constructor?.name : name;
  return own === undefined || own === "Object"
    ? "an object"
    : `${/^[AEIO]/u.test(own) ? "an" : "a"} ${own}`;
}

function first(values: readonly unknown[]): string {
  return Array.isArray(values[0]) ? "an array" : showFound(values[0]);
}
