import type { Refuse } from "../expression/scope.js";

/** Numbers, texts in quotes, fields after a dot, and names, which may hold any letters. */
const WORDS =
  /(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\.\s*[a-z_$\u0080-\uffff][\w$\u0080-\uffff]*|[a-z_$\u0080-\uffff][\w$\u0080-\uffff]*/gi;

/** Expressions are no longer. */
const LONGEST = 4000;

/**
 * An expression with its defined names written out in brackets; fields after a dot and texts in quotes are left alone. Errors, by `refuse`:
 * `expression` for definitions that use each other in a circle or become too long.
 */
export function expandDefinitions(
  text: string,
  definitions: ReadonlyMap<string, string>,
  refuse: Refuse,
  inside: readonly string[] = [],
): string {
  const expanded = text.replace(WORDS, (word) => {
    const definition = definitions.get(word);
    if (definition === undefined) return word;
    const chain = [...inside, word];
    if (inside.includes(word)) refuse("expression", `The definitions are circular: ${chain.join(" → ")}.`);
    return `(${expandDefinitions(definition, definitions, refuse, chain)})`;
  });
  if (expanded.length > LONGEST)
    refuse(
      "expression",
      `An expression is longer than ${LONGEST} characters once its definitions are put in.`,
    );
  return expanded;
}
