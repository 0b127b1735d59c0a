/** Something that becomes visible in two steps, so that several of them can do so together. */
export interface Committable {
  /** All that may fail, as far as it leaves what was there before as it is. Once is enough; more often does no harm. */
  save(): Promise<void>;
  /** Makes it visible under its name. */
  publish(): Promise<void>;
  /** Gives up what is not published: a file that was there before stays as it was, and nothing else remains. */
  discard(): Promise<void>;
}

/**
 * Makes several outputs visible, in their order, once all of them are safe on the disk: what fails before leaves all
 * files as they were, and no output is seen before the ones it speaks of. On failure what is not visible is discarded.
 *
 * @param signal Stops it up to the moment where the first output would become visible.
 */
export async function commit(outputs: readonly Committable[], signal?: AbortSignal): Promise<void> {
  try {
    for (const output of outputs) {
      await output.save();
    }
    signal?.throwIfAborted();
    for (const output of outputs) {
      await output.publish();
    }
  } catch (error) {
    await Promise.all(outputs.map((output) => output.discard()));
    throw error;
  }
}
