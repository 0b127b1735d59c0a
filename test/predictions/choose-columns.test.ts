import { describe, expect, it } from "vitest";
import { chooseColumns } from "../../src/predictions/choose-columns.js";
import { faultIn } from "../faults.js";

interface Known {
  readonly isNamed?: boolean;
  readonly isLearned?: boolean;
  readonly key?: string;
}

function chosen(columns: string, classes: string, known: Known = {}): string[] {
  const names = columns.split(",");
  const fields = names.map((name) => ({
    name,
    type: { kind: "float", bits: 64 } as const,
    nullable: true,
  }));
  const request = { fields, classes: classes.split(","), isNamed: true, isLearned: false };
  return chooseColumns({ ...request, ...known }).map((index) => names[index]);
}

describe("chooseColumns", () => {
  it.each<[string, string, Known, string[]]>([
    ["z_b,z_a", "a,b", {}, ["z_a", "z_b"]],
    ["id,b,a,note", "a,b", {}, ["a", "b"]],
    ["z_a,x,z_b", "a,b", { isLearned: true }, ["z_a", "z_b"]],
    ["id,u,v", "a,b", { key: "id" }, ["u", "v"]],
    [",u,v", "a,b", {}, ["u", "v"]],
    ["Unnamed: 0,id,u,v", "a,b", { key: "id" }, ["u", "v"]],
    ["Unnamed: 0,a,b", "a,b", { isLearned: true }, ["a", "b"]],
    // An index is at the front; what is further on is a column like others.
    ["u,Unnamed: 0", "a,b", {}, ["u", "Unnamed: 0"]],
    ["u", "a,b", {}, ["u"]],
    ["p0,p1", "0,1", { isNamed: false }, ["p0", "p1"]],
  ])("of %j takes for the classes %j with %j: %j", (columns, classes, known, expected) => {
    expect(chosen(columns, classes, known)).toEqual(expected);
  });

  it.each<[string, string, Known, string]>([
    [
      "u,v,w",
      "a,b",
      {},
      "found 3 columns that may hold predictions (u, v, w) for 2 classes (a, b)",
    ],
    [
      "z_a,z_b,z_c",
      "a,b",
      { isLearned: true },
      "beside the columns that are named after the learned classes there are others (z_c), which may be classes without a row",
    ],
    [
      "z_a,z_b,p_a,p_b",
      "a,b",
      {},
      'several sets of columns are named after the classes: those that begin with "z_" and "p_"',
    ],
  ])("of %j takes none for the classes %j with %j", (columns, classes, known, message) => {
    expect(faultIn(() => chosen(columns, classes, known))).toMatchObject({
      kind: "usage",
      code: "PREDICTION_COLUMNS",
      message,
    });
  });
});
