const STDOUT: ReadonlySet<string> = new Set(["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]);

/** Whether a path is one of the names of standard output. */
export function isStdout(path: string): boolean {
  return STDOUT.has(path);
}
