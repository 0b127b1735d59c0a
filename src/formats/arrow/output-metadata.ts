import type { TargetOutput } from "../../targets.js";

/**
 * The schema metadata of an output: the input's, with what was given set over it; where a class index is written, also
 * the Hugging Face features that make it a ClassLabel.
 */
export function outputMetadata(
  input: ReadonlyMap<string, string> | undefined,
  given: ReadonlyMap<string, string> | undefined,
  output: TargetOutput | undefined,
): ReadonlyMap<string, string> {
  const metadata = new Map([...(input ?? []), ...(given ?? [])]);
  if (output?.codes !== undefined) {
    const feature = { names: output.classes, _type: "ClassLabel" };
    metadata.set(FEATURES, withFeature(metadata.get(FEATURES), output.codes, feature));
  }
  return metadata;
}

const FEATURES = "huggingface";

function withFeature(known: string | undefined, name: string, feature: object): string {
  const all = members(parsed(known));
  const info = members(all.info);
  const features = { ...members(info.features), [name]: feature };
  return JSON.stringify({ ...all, info: { ...info, features } });
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // Metadata that nobody can read is as good as none.
    return undefined;
  }
}

function members(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
