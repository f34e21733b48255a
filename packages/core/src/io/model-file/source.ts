import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { CandorError, fail, type Problem } from "../../numeric/candor-error.js";
import { type Path, printPath } from "./path.js";

/** Largest model file read, in bytes. Tables beyond it belong into side files. */
export const LARGEST_SOURCE = 8 * 2 ** 20;

/** How deep lists and maps may be nested: one level a section, one an agent. */
const DEEPEST = 100;

/** How many entries a file may have once its aliases (*name) are written out. */
const MOST_ENTRIES = 4 * 10 ** 6;

/** How many syntax errors are listed; the rest usually follows from the first. */
const MOST_ERRORS = 5;

/** Plain data as the file states it: every scalar is its source text, so that "0.1" stays one tenth. */
export type Raw = string | readonly Raw[] | { readonly [key: string]: Raw };

/** A parsed file with a way back from a path to its place in the text. */
export interface Source {
  readonly data: Raw;
  /** Names that stand twice or cannot be names. */
  readonly problems: readonly Problem[];
  locate(path: Path): { line: number; column: number } | undefined;
}

/** Bytes to text. Throws `not-utf8` or `too-large`. */
export function decodeSource(bytes: Uint8Array, name = "the file"): string {
  if (bytes.length > LARGEST_SOURCE)
    fail(
      "too-large",
      "",
      `${name} has ${(bytes.length / 2 ** 20).toPrecision(3)} MiB; a model file may have ${LARGEST_SOURCE / 2 ** 20} MiB. Put large tables beside it as .npy and refer to them with {file: name.npy}.`,
    );
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return fail("not-utf8", "", `${name} is not UTF-8 text. Save it as UTF-8.`);
  }
}

/**
 * YAML or JSON (which is YAML) to data and positions. Maps have no prototype and keep the order of the file, see
 * {@link entriesOf}. Throws a CandorError that lists the syntax errors with line and column.
 */
export function parseSource(text: string): Source {
  if (text.length > LARGEST_SOURCE) decodeSource(new TextEncoder().encode(text));
  const lines = new LineCounter();
  // Duplicate keys are found below: the parser compares every key of a map with every other.
  const options = { schema: "failsafe", lineCounter: lines, prettyErrors: false, stringKeys: true } as const;
  refuseControlCharacters(text);
  const document = parseDocument(text, { ...options, uniqueKeys: false });
  if (document.errors.length > 0) throw new CandorError(syntaxProblems(document.errors, lines));
  const builder = new Builder(lines);
  const data = builder.build(document.contents, [], 0);
  if (data === "")
    fail("empty", "", "The file states no model; candor new starts one.", { line: 1, column: 1 });
  const { problems } = builder;
  return { data, problems, locate: (path) => builder.position(document.contents, path) };
}

/** Control characters other than tabs and line ends: the parser would take NUL for the end of the file. */
function refuseControlCharacters(text: string): void {
  const offset = text.search(/(?![\t\r\n])\p{Cc}/u);
  if (offset < 0) return;
  const before = text.slice(0, offset).split("\n");
  const code = text.codePointAt(offset)!.toString(16).toUpperCase().padStart(4, "0");
  fail("syntax", "", `Here stands a control character (U+${code}); remove it.`, {
    line: before.length,
    column: before[before.length - 1].length + 1,
  });
}

function syntaxProblems(errors: readonly YAMLError[], lines: LineCounter): Problem[] {
  const overflow = errors.find((error) => error.message.includes("call stack"));
  const problem = (code: string, message: string, offset: number): Problem => {
    const { line, col } = lines.linePos(offset);
    return { code, path: "", message, line, column: col };
  };
  if (overflow) return [problem("too-deep", tooDeep(), overflow.pos[0])];
  const listed = errors.slice(0, MOST_ERRORS).map((error) => {
    const words =
      error.code === "MULTIPLE_DOCS" ? "A file states one model; remove the second ---" : error.message;
    return problem("syntax", `${words.replace(/\.?$/, "")}.`, error.pos[0]);
  });
  const more = errors.length - listed.length;
  if (more > 0) listed.push({ code: "syntax", path: "", message: `… and ${more} more errors of syntax.` });
  return listed;
}

function tooDeep(): string {
  return `Lists and maps are nested more than ${DEEPEST} deep here; a table needs one level an agent.`;
}

/** Key orders of maps in which an object would move keys that read as whole numbers to the front. */
const orders = new WeakMap<object, readonly string[]>();

/** The keys of a map in the order of the file. */
export function keysOf(map: object): readonly string[] {
  return orders.get(map) ?? Object.keys(map);
}

/** The entries of a map in the order of the file. */
export function entriesOf<T>(map: { readonly [key: string]: T }): [string, T][] {
  return keysOf(map).map((key) => [key, map[key]]);
}

/** Turns the parser's nodes into plain data and remembers what aliases stand for. */
class Builder {
  readonly problems: Problem[] = [];
  private readonly lines: LineCounter;
  private readonly anchors = new Map<string, { node: unknown; data: Raw; entries: number }>();
  private readonly targets = new Map<unknown, unknown>();
  private entries = 0;

  constructor(lines: LineCounter) {
    this.lines = lines;
  }

  build(node: unknown, path: Path, depth: number): Raw {
    if (depth > DEEPEST) throw new CandorError([this.problem("too-deep", path, tooDeep(), node)]);
    this.count(1, path, node);
    const before = this.entries;
    const data = this.dataOf(node, path, depth);
    const anchor = (node as { anchor?: string } | null)?.anchor;
    if (anchor !== undefined) this.anchors.set(anchor, { node, data, entries: this.entries - before + 1 });
    return data;
  }

  /** Where a path leads in the text: the nearest part of it that is there. */
  position(root: unknown, path: Path): { line: number; column: number } | undefined {
    let node = root;
    let start = startOf(root);
    for (const step of path) {
      node = this.targets.get(node) ?? node;
      if (isMap(node)) {
        const pair = node.items.find((item) => textOf(item.key) === String(step));
        if (!pair) break;
        node = pair.value;
        start = startOf(pair.key) ?? start;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        start = startOf(node) ?? start;
      } else break;
    }
    if (start === undefined) return undefined;
    const { line, col } = this.lines.linePos(start);
    return { line, column: col };
  }

  private dataOf(node: unknown, path: Path, depth: number): Raw {
    if (isMap(node)) return this.map(node, path, depth);
    if (isSeq(node))
      return (node as YAMLSeq).items.map((item, k) => this.build(item, [...path, k], depth + 1));
    if (isAlias(node)) return this.alias(node, path);
    return textOf(node) ?? "";
  }

  private map(node: YAMLMap, path: Path, depth: number): Raw {
    const map: { [key: string]: Raw } = Object.create(null);
    const keys: string[] = [];
    for (const { key, value } of node.items as Pair[]) {
      const name = textOf(key) ?? "";
      const at = [...path, name];
      const report = (code: string, message: string) =>
        this.problems.length < MOST_ERRORS && this.problems.push(this.problem(code, at, message, key));
      if (name === "__proto__") report("reserved-name", '"__proto__" cannot be a name; choose another.');
      else if (Object.hasOwn(map, name))
        report("duplicate-name", `"${name}" stands here twice; each name may stand once.`);
      else keys.push(name);
      map[name] = this.build(value, at, depth + 1);
    }
    if (keys.some((key) => /^\d+$/.test(key))) orders.set(map, keys);
    return map;
  }

  private alias(node: Alias, path: Path): Raw {
    const anchor = this.anchors.get(node.source);
    if (anchor === undefined)
      throw new CandorError([
        this.problem(
          "yaml-aliases",
          path,
          `*${node.source} refers to nothing that stands before it (&${node.source}).`,
          node,
        ),
      ]);
    this.targets.set(node, anchor.node);
    this.count(anchor.entries, path, node);
    return anchor.data;
  }

  private count(more: number, path: Path, node: unknown): void {
    this.entries += more;
    if (this.entries <= MOST_ENTRIES) return;
    const message = `With its aliases (*name) written out, this file has more than ${MOST_ENTRIES} entries. Put the repeated parts into a side file.`;
    throw new CandorError([this.problem("yaml-aliases", path, message, node)]);
  }

  private problem(code: string, path: Path, message: string, node: unknown): Problem {
    const start = startOf(node);
    if (start === undefined) return { code, path: printPath(path), message };
    const { line, col } = this.lines.linePos(start);
    return { code, path: printPath(path), message, line, column: col };
  }
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] } | null | undefined)?.range?.[0];
}

/** The text of a scalar; an empty one is "". */
function textOf(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  return node.value === null || node.value === undefined ? "" : String(node.value);
}
