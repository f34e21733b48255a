/**
 * An expression with its defined names written out in brackets. The definitions must not use each other in a circle; fields after a dot
 * and texts in quotes are left alone.
 */
export function expandDefinitions(text: string, definitions: ReadonlyMap<string, string>): string {
  return text.replace(/"[^"]*"|'[^']*'|\.\s*[A-Za-z_]\w*|[A-Za-z_]\w*/g, (word) =>
    definitions.has(word) ? `(${expandDefinitions(definitions.get(word)!, definitions)})` : word,
  );
}
