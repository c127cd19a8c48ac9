/** `docs/errors.md` from the error table. */
import { errors, flowErrors, type ErrorEntry, type FlowErrorEntry } from '../../packages/protocol/src/errors.ts';
import { generatedFile } from '../generated-file.ts';

const rows = Object.entries(errors as Record<string, ErrorEntry>).map(
  ([code, { status, message }]) => `| <a id="${code}"></a>\`${code}\` | ${status} | ${message} |`,
);
const flowRows = Object.entries(flowErrors as Record<string, FlowErrorEntry>).map(
  ([code, { message, poll }]) => `| \`${code}\` | ${poll ? `\`${poll}\`` : 'the same'} | ${message} |`,
);

await generatedFile(
  new URL('../../docs/errors.md', import.meta.url),
  `# Errors

Made by \`tools/generate/errors.ts\` from \`packages/protocol/src/errors.ts\`. Every refusal is one JSON object, \`error\`,
\`message\` and \`request_id\`, with the code's own fields beside them, and the header \`x-alter-outcome: alter\`: a provider's
own answer says \`provider\` there, so that the two are never confused.

| Code | Status | Meaning, and what to do |
| --- | --- | --- |
${rows.join('\n')}

## What can go wrong in the browser

The code in the element's event, in the published browser message, in the redirect parameters and in the audit; and the code
that \`poll\` answers with, where the published client knows another.

| Code | In \`poll\` | Meaning |
| --- | --- | --- |
${flowRows.join('\n')}
`,
);
