/** One refresh per grant at a time in this process: who comes meanwhile shares it. */
import { refresh } from './machine.ts';
import type { Cause, RefreshEnd, RefreshRequest } from './refresh.ts';
import type { MachineParts } from './run.ts';

export interface Flights {
  /** Joins the refresh that is under way, or begins one. */
  begin(request: RefreshRequest): Promise<RefreshEnd>;
  settled(): Promise<void>;
}

interface Flight {
  cause: Cause;
  end: Promise<RefreshEnd>;
}

export function createFlights(parts: MachineParts): Flights {
  const flights = new Map<string, Flight>();

  const start = (request: RefreshRequest): Promise<RefreshEnd> => {
    const { id } = request.grant;
    const end = refresh(parts, request).finally(() => flights.delete(id));
    flights.set(id, { cause: request.cause, end });
    return end;
  };

  const begin = async (request: RefreshRequest): Promise<RefreshEnd> => {
    const running = flights.get(request.grant.id);
    if (!running) return start(request);
    const end = await running.end;
    // Ahead of time less is dared than when the token is needed.
    const enough = end.kind === 'renewed' || running.cause !== 'ahead' || request.cause === 'ahead';
    return enough ? end : begin(request);
  };

  return {
    begin,
    async settled() {
      await Promise.allSettled(Array.from(flights.values(), ({ end }) => end));
    },
  };
}
