import ts from 'typescript';

/** What the rules need to know of one source file. */
export interface ModuleFacts {
  /** Relative to the clone, with forward slashes. */
  file: string;
  imports: Import[];
  /** `object.member` as written, e.g. `process.env`; `new Date()` when it has no arguments. */
  uses: At[];
  /** String literals that are not module names. */
  texts: At[];
}

export interface Import {
  specifier: string;
  /** Gone after compilation. */
  typeOnly: boolean;
  /** Names taken from a module; empty for `import *`, `export *` and `import()`. */
  names: string[];
  /** `import()`: loaded when the call runs. */
  dynamic: boolean;
  line: number;
}

export interface At {
  text: string;
  line: number;
}

export function moduleFacts(file: string, source: string): ModuleFacts {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, false);
  const facts: ModuleFacts = { file, imports: [], uses: [], texts: [] };
  const lineOf = (node: ts.Node): number => tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

  const visit = (node: ts.Node): void => {
    const line = lineOf(node);
    const imported = importOf(node);
    if (imported !== null) {
      facts.imports.push({ dynamic: ts.isCallExpression(node), ...imported, line });
      return;
    }
    const use = useOf(node);
    if (use !== null) facts.uses.push({ text: use, line });
    if (ts.isStringLiteralLike(node)) facts.texts.push({ text: node.text, line });
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(tree, visit);
  return facts;
}

function importOf(node: ts.Node): Omit<Import, 'line' | 'dynamic'> | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
    return staticImport(node, node.moduleSpecifier.text);
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
    const elements =
      node.exportClause !== undefined && ts.isNamedExports(node.exportClause) ? [...node.exportClause.elements] : [];
    return { specifier: node.moduleSpecifier.text, ...named(node.isTypeOnly, elements) };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { specifier: node.argument.literal.text, typeOnly: true, names: [] };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    if (argument !== undefined && ts.isStringLiteralLike(argument))
      return { specifier: argument.text, typeOnly: false, names: [] };
  }
  return null;
}

function staticImport(node: ts.ImportDeclaration, specifier: string): Omit<Import, 'line' | 'dynamic'> {
  const clause = node.importClause;
  if (clause === undefined) return { specifier, typeOnly: false, names: [] };
  const bindings = clause.namedBindings;
  const elements = bindings !== undefined && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
  const wholeType = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const { typeOnly, names } = named(wholeType, elements);
  return { specifier, typeOnly: wholeType || (typeOnly && clause.name === undefined), names };
}

function named(
  wholeType: boolean,
  elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[],
): { typeOnly: boolean; names: string[] } {
  const eachType = elements.length > 0 && elements.every((element) => element.isTypeOnly);
  return {
    typeOnly: wholeType || eachType,
    names: elements.map((element) => (element.propertyName ?? element.name).text),
  };
}

function useOf(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) {
    return ts.isIdentifier(node.expression) ? `${node.expression.text}.${node.name.text}` : null;
  }
  const isNow = ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date';
  return isNow && (node.arguments?.length ?? 0) === 0 ? 'new Date()' : null;
}
