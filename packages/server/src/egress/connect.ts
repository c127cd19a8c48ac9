/** Dials what was checked: a name is resolved once per connection, every answer is judged, and the socket gets those. */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import { judgeAddress, type AddressClass } from './address.ts';

/** A name or address that no credential is sent to; the class says why. */
export class AddressBlocked extends Error {
  override readonly name = 'AddressBlocked';
  readonly addressClass: AddressClass;

  constructor(host: string, addressClass: AddressClass) {
    super(`${host} is not dialled: ${addressClass}`);
    this.addressClass = addressClass;
  }
}

/** All addresses of a name. */
export type Resolve = (hostname: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;

export const systemResolve: Resolve = (hostname, done) => systemLookup(hostname, { all: true }, done);

/** Makes the function that opens sockets, given the lookup it must use. */
export type Dialer = (lookup: LookupFunction) => buildConnector.connector;

export interface ConnectOptions {
  unsafeAllowLoopback: boolean;
  connectMs: number;
  resolve: Resolve;
  dialer?: Dialer | undefined;
  onOpen(socket: Socket): void;
}

/** A connector for undici that can open no socket to an address that was not judged. */
export function checkedConnector(options: ConnectOptions): buildConnector.connector {
  const dialer = options.dialer ?? systemDialer(options.connectMs);
  const dial = dialer(checkedLookup(options));
  return (target, callback) => {
    // A literal is dialled without a lookup, so it is judged here. WHATWG URL has already made one form of all spellings.
    const decision = isIP(target.hostname) === 0 ? null : judgeAddress(target.hostname, options);
    if (decision?.kind === 'deny') {
      callback(new AddressBlocked(target.hostname, decision.class), null);
      return;
    }
    dial(target, (...[error, socket]) => {
      if (error) {
        callback(error, null);
        return;
      }
      options.onOpen(socket);
      callback(null, socket);
    });
  };
}

const systemDialer =
  (connectMs: number): Dialer =>
  (lookup) =>
    buildConnector({
      allowH2: false,
      timeout: connectMs,
      lookup,
      autoSelectFamily: true,
    });

/** One bad answer refuses the name: a name that points inside at all is not a public API. */
function checkedLookup(options: ConnectOptions): LookupFunction {
  return (hostname, wanted, callback) => {
    options.resolve(hostname, (error, addresses) => {
      if (error) {
        callback(error, '', 0);
        return;
      }
      const denied = addresses.map(({ address }) => judgeAddress(address, options)).find(({ kind }) => kind === 'deny');
      const [first] = addresses;
      if (denied || !first) callback(new AddressBlocked(hostname, denied?.class ?? 'unreadable'), '', 0);
      else if (wanted.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
