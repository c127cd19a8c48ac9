/** Turns of the event loop that a group may wait for more. */
const maxTurns = 3;

/**
 * Calls `go` when a turn of the event loop has brought nothing more. A thread that has much to do brings more in each turn, and
 * what shares a call then saves it more than the wait costs; a lone caller waits for the end of its own turn.
 * @param count of what waits
 */
export function whenSettled(count: () => number, go: () => void, turn = 1): void {
  const before = count();
  setImmediate(() => {
    if (turn < maxTurns && count() > before) whenSettled(count, go, turn + 1);
    else go();
  });
}
