/**
 * The table of points where a test may end or stop a process: before and after each step of a refresh, and where the token
 * call is written to the network. In production nothing stands at them.
 */
import { kill, pid } from 'node:process';

/** Of `machine.ts`, in order; `release` comes last however a refresh ends. */
export const stepNames = ['lease', 'look', 'name', 'intend', 'call', 'settle', 'tell', 'record', 'release'] as const;
export type StepName = (typeof stepNames)[number];

export type FaultPoint = `${StepName}.${'before' | 'after'}` | 'call.written';

export const faultPoints: readonly FaultPoint[] = stepNames.flatMap((name): FaultPoint[] =>
  name === 'call' ? ['call.before', 'call.written', 'call.after'] : [`${name}.before`, `${name}.after`],
);

/** What stands at the points. `call.written` does not wait for it: the bytes go out when it returns. */
export type AtPoint = (point: FaultPoint, grantId: string) => void | Promise<void>;

export const nothing: AtPoint = () => undefined;

/**
 * `kill@<point>` or `pause@<point>`, once: the process is gone, or stands still until it is continued (SIGCONT).
 * @throws RangeError for another action or point
 */
export function faultAt(text: string | null): AtPoint {
  if (text === null) return nothing;
  const [action = '', point = '', ...rest] = text.split('@');
  const known = faultPoints.find((one) => one === point);
  if (!known || rest.length > 0 || (action !== 'kill' && action !== 'pause'))
    throw new RangeError(`not a fault of a refresh: ${text}; wanted kill@<point> or pause@<point>`);
  let armed = true;
  return (reached) => {
    if (reached !== known || !armed) return;
    armed = false;
    kill(pid, action === 'kill' ? 'SIGKILL' : 'SIGSTOP');
  };
}
