/** Why a call that was under way did not run to its end. */
export class CallEnded extends Error {
  override readonly name = 'CallEnded';
  readonly by: 'client' | 'shutdown' | 'idle';

  constructor(by: CallEnded['by']) {
    super(`the call was ended: ${by}`);
    this.by = by;
  }
}
