import { dirname, join, normalize } from "node:path/posix";

/** One import of a module. Type-only ones are gone at run time. */
export interface ModuleImport {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** Who may live in a room and what it may import. Own files are always allowed. */
export interface Room {
  readonly name: string;
  /** Paths within the source folder that belong to it. The first room that matches has the file. */
  readonly files: RegExp;
  readonly rooms: readonly string[];
  /** Packages and Node modules it may import. */
  readonly packages?: RegExp;
  /** The same, for types alone. */
  readonly typePackages?: RegExp;
}

/** The sources by their paths within the source folder. */
export type Sources = ReadonlyMap<string, string>;

/** All static and dynamic imports, re-exports and requires of a module. */
export function importsOf(source: string): ModuleImport[] {
  const code = source.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gmu, "");
  const patterns = [
    /^(?:import|export)\s(?<type>type\s)?[^;"]*?\bfrom\s+"(?<specifier>[^"]+)"/gmu,
    /^import\s+(?<type>(?!))?"(?<specifier>[^"]+)"/gmu,
    /\b(?:import|require)\((?<type>(?!))?\s*"(?<specifier>[^"]+)"/gu,
  ];
  return patterns.flatMap((pattern) =>
    [...code.matchAll(pattern)].map(({ groups }) => ({
      specifier: groups?.specifier ?? "",
      typeOnly: groups?.type !== undefined,
    })),
  );
}

/** Every import that the rooms do not allow, and every file that has no room. */
export function forbiddenImports(sources: Sources, rooms: readonly Room[]): string[] {
  return [...sources].flatMap(([path, source]) => {
    const room = roomOf(path, rooms);
    return room === undefined
      ? [`${path} belongs to no room`]
      : importsOf(source)
          .filter((each) => !isAllowed(path, room, each, rooms))
          .map(({ specifier }) => `${path} (${room.name}) imports ${specifier}`);
  });
}

/** The rings of modules that import each other's values, each as the path walked, its first module repeated at the end. */
export function importCycles(sources: Sources): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) {
      cycles.push([...way.slice(way.indexOf(path)), path].join(" > "));
    } else if (!done.has(path)) {
      const next = importsOf(sources.get(path) ?? "").filter(({ typeOnly }) => !typeOnly);
      for (const { specifier } of next.filter(isRelative)) {
        visit(target(path, specifier), [...way, path]);
      }
      done.add(path);
    }
  };
  for (const path of sources.keys()) {
    visit(path, []);
  }
  return cycles;
}

function isAllowed(
  path: string,
  room: Room,
  { specifier, typeOnly }: ModuleImport,
  rooms: readonly Room[],
): boolean {
  if (!isRelative({ specifier })) {
    return (
      room.packages?.test(specifier) === true ||
      (typeOnly && room.typePackages?.test(specifier) === true)
    );
  }
  const other = roomOf(target(path, specifier), rooms);
  return other !== undefined && (other === room || room.rooms.includes(other.name));
}

function isRelative({ specifier }: Pick<ModuleImport, "specifier">): boolean {
  return specifier.startsWith(".");
}

function roomOf(path: string, rooms: readonly Room[]): Room | undefined {
  return rooms.find(({ files }) => files.test(path));
}

function target(path: string, specifier: string): string {
  return normalize(join(dirname(path), specifier)).replace(/\.js$/u, ".ts");
}
