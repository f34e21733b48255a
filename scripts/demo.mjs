// What `npm start` shows: a well-known mechanism checked for everything, and what to try next.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODEL = "catalog/notes/efficient-mechanism-design/expected-externality-in-trade.yaml";
const NEXT = "npx candor new bilateral-trade -o my.yaml && npx candor check my.yaml";

console.log(`npx candor check ${MODEL}\n`);
const candor = join(ROOT, "packages", "cli", "bin", "candor.js");
const { status } = spawnSync(process.execPath, [candor, "check", MODEL], { cwd: ROOT, stdio: "inherit" });
if (status === 0) console.log(`\nNext, a model of your own: ${NEXT}`);
process.exitCode = status ?? 1;
