import { Date as DateTable } from "apache-arrow/fb/date";
import { DateUnit } from "apache-arrow/fb/date-unit";
import { Decimal } from "apache-arrow/fb/decimal";
import { Duration } from "apache-arrow/fb/duration";
import { FixedSizeBinary } from "apache-arrow/fb/fixed-size-binary";
import { FixedSizeList } from "apache-arrow/fb/fixed-size-list";
import { FloatingPoint } from "apache-arrow/fb/floating-point";
import { Int } from "apache-arrow/fb/int";
import { Interval } from "apache-arrow/fb/interval";
import { IntervalUnit } from "apache-arrow/fb/interval-unit";
import { Map as MapTable } from "apache-arrow/fb/map";
import { Precision } from "apache-arrow/fb/precision";
import { Time } from "apache-arrow/fb/time";
import { TimeUnit } from "apache-arrow/fb/time-unit";
import { Timestamp } from "apache-arrow/fb/timestamp";
import { Type } from "apache-arrow/fb/type";
import { Union } from "apache-arrow/fb/union";
import { UnionMode } from "apache-arrow/fb/union-mode";
import type { Builder } from "flatbuffers";
import type { ColumnType } from "../../batch.js";

/** Writes the table of a type and gives its place. For a dictionary: the type of its values. */
export function encodeType(builder: Builder, type: ColumnType): number {
  switch (type.kind) {
    case "dictionary":
      return encodeType(builder, type.values);
    case "int":
      return Int.createInt(builder, type.bits, type.signed);
    case "float":
      return FloatingPoint.createFloatingPoint(builder, PRECISIONS[type.bits]);
    case "decimal":
      return Decimal.createDecimal(builder, type.precision, type.scale, type.bits);
    case "date":
      return DateTable.createDate(
        builder,
        type.unit === "day" ? DateUnit.DAY : DateUnit.MILLISECOND,
      );
    case "time":
      return Time.createTime(builder, UNITS[type.unit], type.bits);
    case "timestamp":
      return encodeTimestamp(builder, type);
    case "duration":
      return Duration.createDuration(builder, UNITS[type.unit]);
    case "interval":
      return Interval.createInterval(builder, INTERVALS[type.unit]);
    case "fixed-binary":
      return FixedSizeBinary.createFixedSizeBinary(builder, type.width);
    case "fixed-list":
      return FixedSizeList.createFixedSizeList(builder, type.size);
    case "map":
      return MapTable.createMap(builder, type.sorted);
    case "union":
      return encodeUnion(builder, type);
    default:
      // The tables of all other types are empty.
      builder.startObject(0);
      return builder.endObject();
  }
}

/** The name of a type's table. For a dictionary: the type of its values. */
export function typeTag(type: ColumnType): Type {
  return type.kind === "dictionary" ? typeTag(type.values) : TAGS[type.kind as Written];
}

function encodeTimestamp(
  builder: Builder,
  { unit, timezone }: Extract<ColumnType, { kind: "timestamp" }>,
): number {
  const place = timezone === undefined ? 0 : builder.createString(timezone);
  return Timestamp.createTimestamp(builder, UNITS[unit], place);
}

function encodeUnion(
  builder: Builder,
  { mode, typeIds }: Extract<ColumnType, { kind: "union" }>,
): number {
  const ids = Union.createTypeIdsVector(builder, [...typeIds]);
  return Union.createUnion(builder, mode === "dense" ? UnionMode.Dense : UnionMode.Sparse, ids);
}

const PRECISIONS = { 16: Precision.HALF, 32: Precision.SINGLE, 64: Precision.DOUBLE } as const;

const UNITS = {
  s: TimeUnit.SECOND,
  ms: TimeUnit.MILLISECOND,
  us: TimeUnit.MICROSECOND,
  ns: TimeUnit.NANOSECOND,
} as const;

const INTERVALS = {
  "year-month": IntervalUnit.YEAR_MONTH,
  "day-time": IntervalUnit.DAY_TIME,
  "month-day-nano": IntervalUnit.MONTH_DAY_NANO,
} as const;

/** Columns of other types do not get as far as here. */
type Written = Exclude<ColumnType["kind"], "dictionary" | "unsupported">;

const TAGS: Record<Written, Type> = {
  null: Type.Null,
  bool: Type.Bool,
  utf8: Type.Utf8,
  "large-utf8": Type.LargeUtf8,
  "utf8-view": Type.Utf8View,
  binary: Type.Binary,
  "large-binary": Type.LargeBinary,
  "binary-view": Type.BinaryView,
  int: Type.Int,
  float: Type.FloatingPoint,
  decimal: Type.Decimal,
  date: Type.Date,
  time: Type.Time,
  timestamp: Type.Timestamp,
  duration: Type.Duration,
  interval: Type.Interval,
  "fixed-binary": Type.FixedSizeBinary,
  list: Type.List,
  "large-list": Type.LargeList,
  "fixed-list": Type.FixedSizeList,
  struct: Type.Struct_,
  map: Type.Map,
  union: Type.Union,
};
