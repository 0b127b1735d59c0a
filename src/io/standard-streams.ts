const STDIN: ReadonlySet<string> = new Set(["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]);

const STDOUT: ReadonlySet<string> = new Set(["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]);

/** Whether a path is one of the names of standard output. */
export function isStdout(path: string): boolean {
  return STDOUT.has(path);
}

/** Whether a path is one of the names of standard input or output. */
export function isStandardStream(path: string): boolean {
  return STDIN.has(path) || STDOUT.has(path);
}
