/** The form of `openapi.json` as far as we write it, so that what reads it here is checked. @see OpenAPI 3.1 */
import type { ErrorEntry } from './errors.ts';

export interface ApiDocument {
  openapi: string;
  info: { title: string; version: string; license: { name: string; identifier: string } };
  servers: { url: string }[];
  /** Stations, in the order of the line. */
  tags: { name: string; 'x-displayName': string; description: string }[];
  /** By path, then by method. */
  paths: Record<string, Record<string, ApiOperation>>;
  components: {
    securitySchemes: Record<string, Record<string, string>>;
    schemas: Record<string, JsonSchema>;
    /** Every code that a refusal can have. */
    'x-alter-errors': Record<string, ErrorEntry>;
    /** Every scope that a key can have, in words. */
    'x-alter-scopes': Record<string, string>;
  };
}

export interface ApiOperation {
  operationId: string;
  tags: string[];
  summary: string;
  /** What the key needs. */
  'x-alter-scope'?: string;
  security: Record<string, never[]>[];
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: JsonSchema }[];
  requestBody?: { required: true; content: ApiContent };
  /** By status. */
  responses: Record<string, ApiResponse>;
}

export interface ApiResponse {
  description: string;
  content?: ApiContent;
  /** Codes that a refusal with this status can have here. */
  'x-alter-codes'?: string[];
}

export interface ApiContent {
  'application/json': { schema: JsonSchema };
}

/** What Zod writes of JSON Schema 2020-12. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  format?: string;
  pattern?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  maxItems?: number;
}
