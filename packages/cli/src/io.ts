/** Everything a command touches of the process, so that it touches nothing else. */
export interface Io {
  /** A line of the answer. */
  print: (line: string) => void;
  /** A line beside the answer: warnings, notes. */
  note: (line: string) => void;
  /** All of standard input as text. */
  readInput: () => Promise<string>;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}

export const processIo: Io = {
  print: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
  async readInput() {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  },
  env: process.env,
  cwd: process.cwd(),
};
