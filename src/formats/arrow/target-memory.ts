import type { Column, ColumnType, Field, Values } from "../../batch.js";
import type { Arena } from "../../columns/arena.js";
import { offsetWriter } from "../../columns/offsets.js";
import { toFloat16 } from "../../kernels/float16.js";
import type { TargetDtype } from "../../targets.js";

/** Numbers of the types that targets are written in. */
export type FloatValues = Extract<Values, Uint16Array | Float32Array | Float64Array>;

const ARRAYS = { float16: Uint16Array, float32: Float32Array, float64: Float64Array } as const;
const BITS = { float16: 16, float32: 32, float64: 64 } as const;

/** Arrays of the type that targets are written in; float16 as its bits. */
export class TargetMemory {
  readonly type: ColumnType;

  constructor(
    readonly dtype: TargetDtype,
    readonly arena: Arena,
  ) {
    this.type = { kind: "float", bits: BITS[dtype] };
  }

  /** An array that holds anything. */
  take(length: number): FloatValues {
    return this.arena.take<FloatValues>(ARRAYS[this.dtype], length);
  }

  /** The values in the output's type. */
  cast(values: ArrayLike<number>): FloatValues {
    return castInto(this.take(values.length), values);
  }
}

/** The values in the type of an array as long as they are, written into it; float16 as its bits. */
export function castInto(cast: FloatValues, values: ArrayLike<number>): FloatValues {
  if (cast instanceof Uint16Array) {
    return toFloat16(values, cast);
  }
  cast.set(values);
  return cast;
}

/** A column without nulls, unless the parts say otherwise. */
export function newColumn(
  name: string,
  type: ColumnType,
  length: number,
  parts: Partial<Column>,
): Column {
  // Readers compare with fields that their own libraries make, which are nullable unless told otherwise.
  const field: Field = { name, type, nullable: true };
  return { field, length, nullCount: 0, ...parts };
}

/** A column of int64 with these values, whole numbers from 0 on. */
export function wholeNumbers(name: string, values: ArrayLike<number>, arena: Arena): Column {
  const { length } = values;
  const data = arena.take(BigInt64Array, length);
  // They lie in memory as offsets do.
  const write = offsetWriter(data);
  for (let at = 0; at < length; at++) {
    write(at, values[at]);
  }
  return newColumn(name, { kind: "int", bits: 64, signed: true }, length, { data });
}
