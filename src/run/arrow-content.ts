/** Which Arrow container some first bytes belong to; undefined where they are not Arrow. */
export function arrowFormatOf(start: Uint8Array): "arrow" | "arrows" | undefined {
  if (Buffer.from(start).subarray(0, 6).toString("latin1") === "ARROW1") {
    return "arrow";
  }
  const isStream = start.length >= 4 && start.subarray(0, 4).every((byte) => byte === 0xff);
  return isStream ? "arrows" : undefined;
}
