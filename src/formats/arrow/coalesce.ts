/** The same bytes in fewer pieces: small ones are copied together, large ones pass as they are. Empty ones vanish. */
export function* coalesced(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for (const piece of pieces) {
    if (piece.length >= LARGE || length + piece.length > LARGE) {
      yield* joined(waiting, length);
      waiting = [];
      length = 0;
    }
    if (piece.length >= LARGE) {
      yield piece;
    } else {
      waiting.push(piece);
      length += piece.length;
    }
  }
  yield* joined(waiting, length);
}

// Copying as much takes about as long as handing on one more piece.
const LARGE = 2 ** 16;

function* joined(pieces: readonly Uint8Array[], length: number): Iterable<Uint8Array> {
  if (length === 0) {
    return;
  }
  const bytes = new Uint8Array(length);
  let end = 0;
  for (const piece of pieces) {
    bytes.set(piece, end);
    end += piece.length;
  }
  yield bytes;
}
