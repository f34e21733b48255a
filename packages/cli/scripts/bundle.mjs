// Bundles the compiled command line into a few files, so that `candor` starts in a fraction of the time that loading some
// three hundred modules takes. Collects the licences of what is bundled in beside it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(dirname(fileURLToPath(import.meta.url)));
const OUT = join(HERE, "bundle");

rmSync(OUT, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: {
    main: join(HERE, "dist", "main.js"),
    worker: join(HERE, "dist", "dense", "worker.js"),
    "tally-worker": join(HERE, "dist", "reports", "tally-worker.js"),
  },
  outdir: OUT,
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20.16",
  // Finds its WebAssembly beside itself, so it stays a package of its own.
  external: ["highs"],
  metafile: true,
  logLevel: "error",
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
});

const packages = new Set(
  Object.keys(metafile.inputs).flatMap(
    (input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
  ),
);
const licences = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), "utf8").trim() : ""}\n`;
});
writeFileSync(join(OUT, "LICENSES.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));
