/** The only source of randomness. */
import { randomBytes, randomUUID } from 'node:crypto';

/** A lower-case UUID (version 4). */
export const newId = (): string => randomUUID();

/** `bytes` random bytes as unpadded base64url; 16 bytes are 128 bits. */
export const randomToken = (bytes: number): string => randomBytes(bytes).toString('base64url');

export const random = (bytes: number): Buffer => randomBytes(bytes);
