import type { ClassList } from "../classes/classes.js";
import { classesFromMetadata, parseClassFile } from "../classes/classes.js";
import { usageError } from "../errors.js";
import { loadFormat } from "../formats/index.js";
import { openInput } from "../io/source.js";
import { arrowFormatOf } from "./arrow-content.js";
import { option } from "../wording/option.js";

/**
 * The classes a file names, in any of the forms of `parseClassFile`, or an Arrow file by its schema metadata.
 * @param label Which ClassLabel is meant where a dataset has several.
 * @throws {DatasetError} If there is no such file, or no classes are in it (`BAD_CLASSES`).
 */
export async function readClassFile(path: string, label: string | undefined): Promise<ClassList> {
  const input = await openInput(path);
  try {
    const arrow = arrowFormatOf(await input.peek(8));
    if (arrow === undefined) {
      const blocks: Uint8Array[] = [];
      for await (const block of input.bytes()) {
        blocks.push(block);
      }
      return parseClassFile(textOf(Buffer.concat(blocks), path), path);
    }
    const { metadata } = await (await loadFormat(arrow)).inspect(input, {});
    const classes = classesFromMetadata(metadata, label);
    if (classes === undefined) {
      throw usageError(
        "BAD_CLASSES",
        `${option("classes")}: ${path} carries no class names in its metadata`,
        {
          file: path,
          hint: "Files written by smooth-dataset do, and Hugging Face datasets with a ClassLabel column.",
        },
      );
    }
    return classes;
  } finally {
    await input.close();
  }
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw usageError("BAD_CLASSES", `${option("classes")}: ${path} is not UTF-8 text`, {
      file: path,
      hint: "Convert the file first, for instance: iconv -f WINDOWS-1252 -t UTF-8.",
      cause,
    });
  }
}
