import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  isIntervalWorld,
  parseModel,
  readIntervalWorld,
  readPopulation,
  statedCounts,
  withModel,
} from "@candor/core/io";
import { describe, expect, test } from "vitest";
import { filesUnder, textOf } from "./architecture/source-files.js";
import { candor, folderWithCatalog, type Ran, ROOT, run, temporaryFolder } from "./commands.js";
import { type Fence, fencesIn, matchesPrinted, stepsIn, wordsOf } from "./markdown.js";

const documents = filesUnder(".").filter((path) => /^(docs\/.*|[^/]+)\.md$/.test(path));

test("there is a README, and it shows how to run and test candor", () => {
  expect(documents).toContain("README.md");
  expect(textOf("README.md")).toMatch(/\bnpm start\b/);
  expect(textOf("README.md")).toMatch(/\bnpm test\b/);
});

describe.each(documents)("%s", (document) => {
  const fences = fencesIn(textOf(document));
  const at = ({ line }: Fence) => `${document}:${line}`;

  test("links to files that exist", () => {
    const prose = textOf(document).replace(/^([ \t]*)(```+)[\s\S]*?^\1\2/gm, "");
    const targets = [...prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1]);
    const local = targets.filter((target) => !/^[a-z]+:/.test(target));
    expect(local.filter((target) => !existsSync(join(ROOT, dirname(document), target)))).toEqual([]);
  });

  test("names scripts that exist", () => {
    const commands = [...textOf(document).matchAll(/\bnpm run ([\w:-]+)(?:.* -w (\S+))?/g)];
    const missing = commands.filter(([, name, folder = "."]) => {
      const { scripts = {} } = JSON.parse(textOf(join(folder, "package.json")));
      return !(name in scripts);
    });
    expect(missing.map(([command]) => command)).toEqual([]);
  });

  // A block ```yaml my.yaml is that file for the commands below it; blocks of one document share a folder.
  test("prints what its commands print", { timeout: 120_000 }, () => {
    if (!fences.some(({ language }) => language === "console")) return;
    const folder = folderWithCatalog();
    for (const fence of fences) {
      const name = fence.marks.find((mark) => /^[\w./-]+\.(ya?ml|json|ndjson|csv)$/.test(mark));
      if (name !== undefined) writeFileSync(join(folder, name), fence.text);
      if (fence.language !== "console") continue;
      for (const { command, printed } of stepsIn(fence.text)) {
        const output = outputOf(folder, command);
        if (output !== undefined && !matchesPrinted(output, printed))
          expect(`$ ${command}\n${output.trimEnd()}`, at(fence)).toBe(`$ ${command}\n${printed}`);
      }
    }
  });

  test("shows models that parse and build", () => {
    for (const fence of fences) {
      if (fence.language !== "yaml" || !/^candor: 1$/m.test(fence.text)) continue;
      const model = parseModel(fence.text);
      // Larger groups than this are read as populations only.
      const large = [...statedCounts(model).values()].some((count) => count > 10_000);
      const read = isIntervalWorld(model)
        ? () => readIntervalWorld(model)
        : () => (large ? readPopulation(model) : withModel(model, "auto", undefined, () => {}));
      expect(read, at(fence)).not.toThrow();
    }
  });

  test("shows programs that compile and run", { timeout: 120_000 }, () => {
    const programs = fences.filter(({ language, marks }) => language === "ts" && marks.includes("runnable"));
    if (programs.length > 0) runPrograms(programs);
  });
});

/** What the commands of one line print together; undefined for npm's own, which run in this test already. */
function outputOf(folder: string, line: string): string | undefined {
  const outputs: string[] = [];
  for (const command of line.split(" && ")) {
    const [program, ...rest] = wordsOf(command.replace(/^npx candor\b/, "candor"));
    if (program === "npm" && rest[0] !== "start") return undefined;
    if (program !== "npm" && program !== "candor")
      throw new Error(`Console blocks show candor and npm; put "${command}" into a block \`\`\`sh.`);
    const ran =
      program === "candor"
        ? candor(folder, ...rest)
        : run(ROOT, process.execPath, join(ROOT, "scripts", "demo.mjs"));
    outputs.push(ran.stdout + ran.stderr);
    if (ran.code !== 0) break;
  }
  return outputs.join("");
}

function runPrograms(programs: readonly Fence[]): void {
  const folder = temporaryFolder();
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@candor"), { recursive: true });
  symlinkSync(join(ROOT, "packages", "core"), join(modules, "@candor", "core"), "junction");
  symlinkSync(join(ROOT, "node_modules", "@types"), join(modules, "@types"), "junction");
  const compilerOptions = {
    strict: true,
    target: "es2022",
    module: "nodenext",
    lib: ["es2023", "dom"],
    types: ["node"],
    skipLibCheck: true,
    outDir: "out",
    rootDir: ".",
  };
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  for (const { line, text } of programs) writeFileSync(join(folder, `line-${line}.ts`), text);
  const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  expectSuccess(run(folder, process.execPath, compiler, "-p", "."), "compiling");
  for (const { line } of programs)
    expectSuccess(run(folder, process.execPath, join("out", `line-${line}.js`)), `line ${line}`);
}

function expectSuccess({ code, stdout, stderr }: Ran, what: string): void {
  expect(code, `${what}\n${stdout}${stderr}`).toBe(0);
}
