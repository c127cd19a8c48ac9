import { canonicalJson } from '../../audit/chain.ts';
import type { Principal } from '../store.ts';
import { canonical } from './table.ts';

/** The same person or system is the same text, so that a column can be compared and indexed. */
export const principalText = (principal: Principal): string => canonicalJson(principal);

export const canonicalPrincipal = canonical<Principal>(principalText);
