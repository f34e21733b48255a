import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const IGNORED = new Set(["node_modules", "dist", "bundle", ".git", "coverage", ".data"]);

/** Paths of all files of the checkout that are not made by a tool, from the root, with forward slashes, sorted. */
export function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !IGNORED.has(entry.name))
    .flatMap((entry) => {
      const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(path);
      return entry.isFile() && !/\.(tsbuildinfo|tgz)$/.test(path) ? [path] : [];
    })
    .sort();
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** The packages of the workspace, by the name of their folder. */
export function packageNames(): string[] {
  return readdirSync(join(ROOT, "packages")).sort();
}

/** The TypeScript files of a package's `src`. */
export function sourcesOf(name: string): string[] {
  return filesUnder(`packages/${name}/src`).filter((path) => /\.tsx?$/.test(path));
}

const COMMENT = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`;
const STRING = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|${"`"}(?:\\.|[^${"`"}\\])*${"`"}`;
// A slash opens a regular expression where a value may begin.
const PATTERN = String.raw`(?<=(?:[=(,:!&|?{};[]|=>|return|^)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*`;
const TOKENS = new RegExp(`(${COMMENT})|(${STRING})|(${PATTERN})`, "gm");

/** The text without comments. */
export function withoutComments(text: string): string {
  return text.replace(TOKENS, (token, comment) => (comment === undefined ? token : " "));
}

/** The text without comments and with empty strings: what is left is executed or typed. */
export function codeOf(text: string): string {
  return text.replace(TOKENS, (_, comment, string) => (comment ? " " : string ? '""' : "/ /"));
}

const IMPORTS = [
  /^\s*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']/gm,
  /^\s*import\s*["']([^"']+)["']/gm,
  /\b(?:import|require)\(\s*["']([^"']+)["']\s*\)/g,
  /\bimport\.meta\.resolve\(\s*["']([^"']+)["']/g,
  /\bnew URL\(\s*["'](\.{1,2}\/[^"']+\.js)["']\s*,\s*import\.meta\.url/g,
];

/** The modules a file names: static, type-only and dynamic imports, re-exports and worker files. */
export function importsIn(text: string): string[] {
  const code = withoutComments(text);
  return IMPORTS.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1]));
}

/** A relative import as a path from the root, with the source extension. */
export function resolveImport(from: string, specifier: string): string {
  const path = join(ROOT, dirname(from), specifier);
  return relative(ROOT, path).split(sep).join("/").replace(/\.js$/, ".ts");
}

/** file → files it imports by relative path. */
export function importGraph(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    files.map((file) => [
      file,
      importsIn(textOf(file))
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => resolveImport(file, specifier)),
    ]),
  );
}

/** One cycle per strongly connected component that has any, as a list of nodes. */
export function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string) => {
    const start = path.indexOf(node);
    if (start >= 0) cycles.push([...path.slice(start), node]);
    if (start >= 0 || done.has(node)) return;
    path.push(node);
    for (const next of graph.get(node) ?? []) visit(next);
    path.pop();
    done.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return cycles;
}
