/** The reference page, made once from the document that `/openapi.json` answers with. */
import { openapi } from '@alter/protocol/openapi';
import { fileOf, type StaticFile } from '../files.ts';
import { referenceHtml } from './document.ts';
import { referenceSheet } from './sheet.ts';

export interface Reference {
  page: StaticFile;
  sheet: StaticFile;
}

/** Made when it is first asked for. */
export function lazyReference(origin: string, sheetPath: string): () => Reference {
  let made: Reference | null = null;
  return () => (made ??= makeReference(origin, sheetPath));
}

/** @param origin the vault's public origin. @param sheetPath where the style sheet is served */
export function makeReference(origin: string, sheetPath: string): Reference {
  const page = referenceHtml(openapi(origin), sheetPath);
  return {
    page: fileOf(Buffer.from(page), 'text/html; charset=utf-8'),
    sheet: fileOf(Buffer.from(referenceSheet), 'text/css; charset=utf-8'),
  };
}
