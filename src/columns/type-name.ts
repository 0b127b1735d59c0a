import type { ColumnType } from "../batch.js";

/** A column type in words people know from Arrow: `int64`, `timestamp[us, UTC]`, `fixed_size_list<float32>[3]`. */
export function typeName(type: ColumnType): string {
  switch (type.kind) {
    case "int":
      return `${type.signed ? "" : "u"}int${type.bits}`;
    case "float":
      return `float${type.bits}`;
    case "decimal":
      return `decimal${type.bits}(${type.precision}, ${type.scale})`;
    case "date":
      return type.unit === "day" ? "date32" : "date64";
    case "time":
      return `time${type.bits}[${type.unit}]`;
    case "timestamp":
      return type.timezone === undefined
        ? `timestamp[${type.unit}]`
        : `timestamp[${type.unit}, ${type.timezone}]`;
    case "duration":
    case "interval":
      return `${type.kind}[${type.unit}]`;
    case "fixed-binary":
      return `fixed_size_binary[${type.width}]`;
    case "list":
    case "large-list":
    case "map":
      return `${type.kind.replace("-", "_")}<${typeName(type.child.type)}>`;
    case "fixed-list":
      return `fixed_size_list<${typeName(type.child.type)}>[${type.size}]`;
    case "struct":
    case "union":
      return `${type.kind}<${type.children.map((child) => `${child.name}: ${typeName(child.type)}`).join(", ")}>`;
    case "unsupported":
      return type.name;
    case "dictionary":
      return `dictionary<${typeName(type.values)}, ${typeName(type.index)}>`;
    default:
      return type.kind.replace("-", "_");
  }
}

/** About how many bytes a value takes; 16 where that differs from row to row. */
export function typeBytes(type: ColumnType): number {
  switch (type.kind) {
    case "null":
      return 0;
    case "bool":
      return 1 / 8;
    case "int":
    case "float":
    case "decimal":
    case "time":
      return type.bits / 8;
    case "date":
      return type.unit === "day" ? 4 : 8;
    case "timestamp":
    case "duration":
      return 8;
    case "fixed-binary":
      return type.width;
    case "fixed-list":
      return type.size * typeBytes(type.child.type);
    case "struct":
    case "union":
      return type.children.reduce((sum, child) => sum + typeBytes(child.type), 0);
    case "dictionary":
      return typeBytes(type.index);
    default:
      return 16;
  }
}
