import { isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument, visit } from "yaml";
import { CandorError, fail, type Problem } from "../../numeric/candor-error.js";

/** Largest model file read, in bytes. Tables beyond it belong into side files. */
export const LARGEST_SOURCE = 8 * 2 ** 20;

/** Plain data as the file states it: every scalar is its source text, so that "0.1" stays one tenth. */
export type Raw = string | readonly Raw[] | { readonly [key: string]: Raw };

/** A parsed file with a way back from a path to its place in the text. */
export interface Source {
  readonly data: Raw;
  locate(path: readonly (string | number)[]): { line: number; column: number } | undefined;
}

/** Bytes to text. Throws `not-utf8` or `too-large`. */
export function decodeSource(bytes: Uint8Array, name = "the file"): string {
  if (bytes.length > LARGEST_SOURCE)
    fail(
      "too-large",
      "",
      `${name} has ${(bytes.length / 2 ** 20).toFixed(0)} MiB; a model file may have ${LARGEST_SOURCE / 2 ** 20} MiB. Put large tables beside it as .npy and refer to them with {file: name.npy}.`,
    );
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return fail("not-utf8", "", `${name} is not UTF-8 text. Save it as UTF-8.`);
  }
}

/** YAML or JSON (which is YAML) to data and positions. Throws a CandorError that lists every syntax error with line and column. */
export function parseSource(text: string): Source {
  if (text.length > LARGEST_SOURCE) decodeSource(new TextEncoder().encode(text));
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: "failsafe",
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
  });
  const problems: Problem[] = document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { code: "syntax", path: "", message: `${error.message}.`, line, column: col };
  });
  if (problems.length > 0) throw new CandorError(problems);
  visit(document, {
    Scalar(_, node) {
      if (node.value === null) node.value = "";
    },
  });
  let data: Raw;
  try {
    data = document.toJS({ maxAliasCount: 100 }) as Raw;
  } catch (error) {
    return fail(
      "yaml-aliases",
      "",
      `${(error as Error).message}. Write the repeated parts out or put them into a side file.`,
    );
  }
  return { data, locate: (path) => position(document.contents, path, lines) };
}

function position(root: ParsedNode | null, path: readonly (string | number)[], lines: LineCounter) {
  let node: unknown = root;
  let start = root?.range[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === String(step));
      if (!pair) break;
      node = pair.value;
      start = (pair.key as unknown as { range?: number[] }).range?.[0] ?? start;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      start = (node as { range?: number[] } | undefined)?.range?.[0] ?? start;
    } else break;
    if (isAlias(node)) break;
  }
  if (start === undefined) return undefined;
  const { line, col } = lines.linePos(start);
  return { line, column: col };
}
