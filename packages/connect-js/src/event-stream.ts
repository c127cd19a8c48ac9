export interface Frame {
  id: string;
  data: string;
}

/**
 * A reader for the pieces of an event stream: give it text as it comes, get the frames that are whole. Comments and
 * frames without data (heartbeats) are passed over; our data is JSON, so it is one line.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function frameReader(): (text: string) => Frame[] {
  let rest = '';
  return (text) => {
    const blocks = (rest + text).split(/\r\n\r\n|\n\n|\r\r/);
    rest = blocks.pop() ?? '';
    return blocks.map(readFrame).filter((frame) => frame.data);
  };
}

function readFrame(block: string): Frame {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)`, 'm').exec(block)?.[1] ?? '';
  return { id: field('id'), data: field('data') };
}
