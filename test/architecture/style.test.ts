import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { codeOf, filesUnder, packageNames, sourcesOf, textOf } from "./source-files.js";

const LONGEST_FILE = 300;
const tree = filesUnder(".");
const programs = tree.filter((path) => /\.(ts|tsx|mjs|js|as)$/.test(path) && !path.endsWith("/generated.ts"));
const packaged = packageNames().flatMap(sourcesOf);
const tests = programs.filter((path) => path.endsWith(".test.ts"));

describe("files", () => {
  test(`no program is longer than ${LONGEST_FILE} lines`, () => {
    const long = programs
      .map((path) => ({ path, lines: textOf(path).trimEnd().split("\n").length }))
      .filter(({ lines }) => lines > LONGEST_FILE);
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
  });

  test("no file is called utils or the like", () => {
    expect(programs.filter((path) => /^(utils?|helpers?|misc)\./.test(basename(path)))).toEqual([]);
  });

  test("names are in kebab case", () => {
    const odd = programs.filter((path) => !/^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)+$/.test(basename(path)));
    expect(odd).toEqual([]);
  });
});

describe("exports", () => {
  test("packages export by name", () => {
    expect(packaged.filter((path) => /^export default\b/m.test(codeOf(textOf(path))))).toEqual([]);
  });

  test("a file with one export is named after it", () => {
    const misnamed = packaged
      .filter((path) => basename(path) !== "index.ts" && !path.endsWith("/generated.ts"))
      .map((path) => ({ path, names: exportedNames(codeOf(textOf(path))) }))
      .filter(({ path, names }) => names.length === 1 && !names.some((name) => named(path, name)));
    expect(misnamed.map(({ path, names }) => `${path} exports ${names}`)).toEqual([]);
  });
});

describe("tests", () => {
  test("none is skipped, singled out or left to do", () => {
    const idle =
      /\b(?:it|test|describe|suite|bench)(?:\.\w+)*\.(?:skip|only|todo|fails|skipIf|runIf)\b|\bxit\(|\bfit\(/;
    expect(tests.filter((path) => idle.test(codeOf(textOf(path))))).toEqual([]);
  });

  test("none depends on unseeded randomness", () => {
    expect(tests.filter((path) => /\bMath\.random\b/.test(codeOf(textOf(path))))).toEqual([]);
  });
});

describe("the tree", () => {
  const texts = tree.filter((path) => !/\.(npy|wasm|png|jpg|gif|ico|woff2?)$/.test(path));

  test("names no machine and no registry", () => {
    // In pieces, so that this file does not match itself.
    const folders = ["work", "root", "home", "Users"].join("|");
    const hosts = ["registry.npmjs", "registry.yarnpkg", "npmjs.com/packages", "artifactory"].join("|");
    const local = new RegExp(`(?:^|[\\s"'\`(=:])/(?:${folders})/\\w|[A-Z]:\\\\\\\\?Users|${hosts}`, "m");
    const own = "test/architecture/style.test.ts";
    expect(texts.filter((path) => path !== own && local.test(textOf(path)))).toEqual([]);
  });

  test("the lock file names packages, not addresses", () => {
    expect(textOf("package-lock.json")).not.toMatch(/"resolved": "(?!packages\/)/);
  });

  test("the lock file knows the optional packages of every platform", () => {
    const { packages } = JSON.parse(textOf("package-lock.json"));
    const paths = Object.keys(packages);
    const optional = paths.flatMap((path) => Object.keys(packages[path].optionalDependencies ?? {}));
    expect(optional.filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)))).toEqual(
      [],
    );
  });

  test("text files end in one newline and have no carriage returns", () => {
    const odd = texts.filter((path) => {
      const text = textOf(path);
      return text.includes("\r") || (text !== "" && !/[^\n]\n$/.test(text));
    });
    expect(odd).toEqual([]);
  });
});

function exportedNames(code: string): string[] {
  const declared =
    /^export (?:async )?(?:abstract )?(?:const|let|function\*?|class|type|interface|enum) (\w+)/gm;
  return [...new Set([...code.matchAll(declared)].map((match) => match[1]))];
}

/**
 * Whether the words of the file name stand in a row in the export's: ex-post-ic.ts exports exPostIC, range.ts valueRange,
 * rules.ts buildRule. A registry exports its table; `new` cannot be the name of a function.
 */
function named(path: string, name: string): boolean {
  const stem = basename(path).replace(/\.tsx?$/, "");
  if (stem === "registry" || stem === "new") return true;
  const joined = name.replaceAll("_", "").toLowerCase();
  const words = stem.replaceAll("-", "");
  return joined.includes(words) || joined.includes(words.replace(/s$/, ""));
}
