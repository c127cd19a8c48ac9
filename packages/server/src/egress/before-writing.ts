import type { Dispatcher } from 'undici';

/**
 * The same connections; `beforeWrite` is called when a connection is there and the request is about to be written to it.
 * What it throws ends the request, and nothing is written.
 */
export function beforeWriting(dispatcher: Dispatcher, beforeWrite: () => void): Dispatcher {
  return dispatcher.compose((dispatch) => (options, handler) => dispatch(options, watched(handler, beforeWrite)));
}

/** Everything is the given handler's own, but for the moment before the first byte. */
function watched(handler: Dispatcher.DispatchHandler, beforeWrite: () => void): Dispatcher.DispatchHandler {
  return Object.create(handler, {
    onRequestStart: {
      value(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>) {
        beforeWrite();
        handler.onRequestStart?.apply(this as Dispatcher.DispatchHandler, args);
      },
    },
  }) as Dispatcher.DispatchHandler;
}
