import { fileURLToPath } from "node:url";
import { usageError } from "../errors.js";
import { selectorOf } from "../selectors.js";

// What a program hands over in forms of its own, in the form that a command line has: inner code knows that one alone.

/** A path, also where it came as a file: URL. */
export function asPath<Place>(place: Place): Exclude<Place, URL> | string {
  if (!(place instanceof URL)) {
    return place as Exclude<Place, URL>;
  }
  if (place.protocol !== "file:") {
    throw usageError("BAD_OPTION", `${place} is no file: URL`, {
      hint: "Give a path, or a stream: Readable.fromWeb((await fetch(url)).body).",
    });
  }
  return fileURLToPath(place);
}

/** A selector, also where it came as column names, which stand for themselves whatever is in them. */
export function asSelector(columns: string | readonly string[] | undefined): string | undefined {
  return columns === undefined || typeof columns === "string" ? columns : selectorOf(columns);
}

/** Column types as `a=text,b=float64`, also where they came as an object. */
export function asTypeList(
  types: string | Readonly<Record<string, string>> | undefined,
): string | undefined {
  if (types === undefined || typeof types === "string") {
    return types;
  }
  const pairs = Object.entries(types).map(
    ([name, type]) => `${literally(name, /[\\,]/gu)}=${type}`,
  );
  return pairs.length === 0 ? undefined : pairs.join(",");
}

function literally(name: string, operators: RegExp): string {
  return name.replace(operators, String.raw`\$&`);
}
