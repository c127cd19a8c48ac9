/** One place that breaks a rule, as it is printed. */
export interface Breach {
  file: string;
  line: number;
  message: string;
}

export const printed = ({ file, line, message }: Breach): string => `${file}:${String(line)}  ${message}`;
