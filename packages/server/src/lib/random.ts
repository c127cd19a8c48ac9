/** The only source of randomness. */
import { randomBytes, randomUUID } from 'node:crypto';

/** A lower-case UUID (version 4). */
export const newId = (): string => randomUUID();

/** `bytes` random bytes as unpadded base64url; 16 bytes are 128 bits. */
export const randomToken = (bytes: number): string => randomBytes(bytes).toString('base64url');

export const random = (bytes: number): Buffer => randomBytes(bytes);

/** Whether text has the form of an id; what has another is nobody's. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
