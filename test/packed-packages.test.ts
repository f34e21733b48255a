import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "./architecture/source-files.js";
import { type Ran, ROOT, run } from "./commands.js";

const MODEL = "catalog/journals/jet/myerson-satterthwaite-1983/trade-on-three-points.yaml";
const LARGEST_TARBALL = 2_000_000;

const core = JSON.parse(textOf("packages/core/package.json"));
const SCHEMA = "./schema.json";
const subpaths = Object.keys(core.exports)
  .filter((key) => key !== SCHEMA)
  .map((key) => key.replace(/^\./, "@candor/core"));

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let folder = "";
let packed: Readonly<Record<string, Packed>> = {};
let installed: Ran;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "candor-packed-"));
  const ran = npm(
    ROOT,
    "pack",
    "--json",
    "--pack-destination",
    folder,
    "-w",
    "packages/core",
    "-w",
    "packages/cli",
    "-w",
    "packages/verifier",
  );
  if (ran.code !== 0) throw new Error(ran.stderr);
  const tarballs: Packed[] = Object.values(JSON.parse(ran.stdout));
  packed = Object.fromEntries(tarballs.map((tarball) => [tarball.name, tarball]));
  writeFileSync(join(folder, "package.json"), '{ "name": "consumer", "private": true, "type": "module" }');
  const files = tarballs.map(({ filename }) => `./${filename}`);
  installed = npm(folder, "install", "--prefer-offline", "--no-audit", "--no-fund", ...files);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(["@candor/core", "@candor/cli", "@candor/verifier"])("the tarball of %s", (name) => {
  const paths = () => packed[name].files.map(({ path }) => path);

  test("holds what is needed to run and nothing of the workshop", () => {
    expect(paths()).toContain("package.json");
    expect(
      paths().filter(
        (path) =>
          !/^(dist|src|bin|bundle|templates|schema)\/|^(package\.json|LICENSE|README\.md)$/.test(path),
      ),
    ).toEqual([]);
    expect(paths().filter((path) => /\.test\.|tsbuildinfo|(^|\/)test\//.test(path))).toEqual([]);
  });

  test(`is smaller than ${LARGEST_TARBALL / 1000} kB`, () => {
    const { size, unpackedSize, files } = packed[name];
    console.info(
      `${name}: ${(size / 1000).toFixed(0)} kB packed, ${(unpackedSize / 1000).toFixed(0)} kB unpacked, ${files.length} files`,
    );
    expect(size).toBeLessThan(LARGEST_TARBALL);
  });
});

test("the core's tarball holds for every source file what the compiler makes of it, and no leftovers", () => {
  const paths = packed["@candor/core"].files.map(({ path }) => path);
  const made = (extension: string) =>
    paths
      .filter((path) => path.startsWith("dist/") && path.endsWith(extension))
      .map((path) => path.slice("dist/".length, -extension.length))
      .sort();
  const sources = paths
    .filter((path) => path.startsWith("src/") && path.endsWith(".ts"))
    .map((path) => path.slice("src/".length, -".ts".length))
    .sort();
  expect(sources.length).toBeGreaterThan(5);
  expect(made(".d.ts")).toEqual(sources);
  expect(made(".js")).toEqual(sources);
});

test("the command line's tarball brings every template and the program", () => {
  const paths = packed["@candor/cli"].files.map(({ path }) => path);
  const templates = readdirSync(join(ROOT, "packages", "cli", "templates"));
  expect(templates.length).toBeGreaterThan(0);
  expect(paths).toEqual(
    expect.arrayContaining([
      "bin/candor.js",
      "bundle/LICENSES.txt",
      ...templates.map((name) => `templates/${name}`),
    ]),
  );
});

test("the bundled command line needs nothing but Node", () => {
  const bundle = join(ROOT, "packages", "cli", "bundle");
  const programs = readdirSync(bundle).filter((name) => name.endsWith(".js"));
  const foreign = programs.flatMap((name) =>
    [
      ...readFileSync(join(bundle, name), "utf8").matchAll(
        /^(?:import|export)\b[^"'\n]*["']([^"'\n]+)["'];?$/gm,
      ),
    ]
      .map((match) => match[1])
      .filter((specifier) => !specifier.startsWith(".") && !isBuiltin(specifier)),
  );
  expect(programs).toContain("main.js");
  expect(foreign).toEqual([]);
});

test("every layer with an index is exported, and every export exists", () => {
  const layers = readdirSync(join(ROOT, "packages", "core", "src")).filter((layer) =>
    existsSync(join(ROOT, "packages", "core", "src", layer, "index.ts")),
  );
  expect(Object.keys(core.exports).sort()).toEqual([...layers.map((layer) => `./${layer}`), SCHEMA].sort());
  const targets = Object.values(core.exports).flatMap((target) =>
    typeof target === "string" ? [target, target.replace(/\.js$/, ".d.ts")] : Object.values(target as object),
  );
  expect(targets.filter((target) => !existsSync(join(ROOT, "packages", "core", target)))).toEqual([]);
});

describe("an empty project with both tarballs installed", () => {
  test("installs", () => {
    expect(installed, installed.stderr).toMatchObject({ code: 0 });
    const modules = readdirSync(join(folder, "node_modules", "@candor"));
    expect(modules.sort()).toEqual(["cli", "core", "verifier"]);
  });

  test("npx candor checks a model", () => {
    copyFileSync(join(ROOT, MODEL), join(folder, "model.yaml"));
    const { code, stdout, stderr } = run(folder, "npx", "--no-install", "candor", "check", "model.yaml");
    expect({ code, stderr: withoutNpmWarnings(stderr) }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^ *holds +Dominant-strategy incentive compatibility/m);
    expect(stdout).toMatch(/^ *FAILS +No deficit, ex ante/m);
  });

  test("npx candor starts a model from a template", () => {
    const { code, stdout } = run(folder, "npx", "--no-install", "candor", "new");
    expect(code).toBe(0);
    expect(stdout.trim().split("\n").length).toBeGreaterThan(0);
    const [name] = stdout.split(/\s/, 1);
    expect(run(folder, "npx", "--no-install", "candor", "new", name).stdout).toContain("candor: 1");
  });

  test("every subpath can be imported, and none other", () => {
    const program = `
      for (const name of ${JSON.stringify(subpaths)}) {
        const names = Object.keys(await import(name));
        if (names.length === 0) throw new Error(name + " exports nothing");
      }
      for (const name of ["@candor/core", "@candor/core/dist/io/load.js"])
        await import(name).then(() => { throw new Error(name + " is exported"); }, (error) => {
          if (error.code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw error;
        });
      console.log("imported");`;
    writeFileSync(join(folder, "all.mjs"), program);
    expect(run(folder, process.execPath, "all.mjs")).toEqual({ code: 0, stdout: "imported\n", stderr: "" });
  });

  test("a strict TypeScript program compiles against the types and runs", () => {
    const program = `
      import { readFileSync } from "node:fs";
      import { parseModel, withModel } from "@candor/core/io";
      import { secondPrice } from "@candor/core/mechanisms";
      import { PROPERTIES, type Verdict } from "@candor/core/properties";
      const model = parseModel(readFileSync("model.yaml", "utf8"));
      const verdicts: readonly Verdict[] = withModel(model, "exact", undefined, ({ mechanism }) =>
        PROPERTIES.map((property) => property.check(mechanism!, {})),
      );
      const id: string = secondPrice.id;
      // @ts-expect-error a status is one of four words
      const wrong = verdicts[0].status === "yes";
      console.log(id, verdicts.find(({ property }) => property === "no-deficit-ex-ante")?.epsilon?.exact, wrong);`;
    const everything = subpaths.map((name, k) => `import * as layer${k} from "${name}";`).join("\n");
    const names = subpaths.map((_, k) => `layer${k}`).join(", ");
    writeFileSync(join(folder, "consumer.ts"), program);
    writeFileSync(join(folder, "everything.ts"), `${everything}\nconsole.log([${names}].length);\n`);
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: false,
      module: "nodenext",
      target: "es2022",
      // Only to write the consumer: the packages' own types need neither Node's nor the browser's.
      typeRoots: [join(ROOT, "node_modules", "@types")],
      types: ["node"],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
    expect(run(folder, process.execPath, compiler, "-p", ".")).toMatchObject({ code: 0, stdout: "" });
    expect(run(folder, process.execPath, "consumer.js")).toMatchObject({
      code: 0,
      stdout: "second-price 2/9 false\n",
    });
  });
});

function npm(cwd: string, ...commandLine: readonly string[]): Ran {
  return run(cwd, "npm", "--loglevel=error", ...commandLine);
}

function withoutNpmWarnings(text: string): string {
  return text.replace(/^npm (warn|notice).*\n/gm, "");
}
