// Makes a checkout ready: dependencies as in the lock file, every package built. Needs Node and npm, nothing else.
// Quiet when there is nothing to do. Exits with the code of the step that failed.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [20, 16];
const QUIET = ["--no-audit", "--no-fund", "--loglevel=error"];

/** Returns the exit code: 0 when the checkout is ready. */
export function setup() {
  return requireNode() || installDependencies() || build();
}

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return 0;
  return complain(`candor needs Node ${OLDEST_NODE.join(".")} or later; this is ${process.versions.node}.`);
}

function installDependencies() {
  const state = dependencies();
  if (state === "current") return 0;
  console.error(`${state === "missing" ? "Installing" : "Updating"} the dependencies…`);
  const { status, output } = state === "missing" ? installFromLock() : installWhatChanged();
  if (status === 0) return 0;
  process.stderr.write(output);
  if (/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/.test(output))
    return complain(
      "The package registry cannot be reached. The first run needs a network connection (or a filled npm cache) to install the dependencies; check the connection and npm's proxy settings, then run the same command again.",
      status,
    );
  return complain("npm could not install the dependencies; its message is above.", status);
}

function installFromLock() {
  const clean = npm(["ci", ...QUIET]);
  // npm refuses a lock file written where an optional package of another platform could not be seen.
  return /can only install packages when/.test(clean.output) ? installWhatChanged() : clean;
}

/** Leaves the lock file as it is. */
function installWhatChanged() {
  return npm(["install", "--no-save", ...QUIET]);
}

/** Compares the lock file with npm's record of what it installed. */
function dependencies() {
  const record = join(ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return "missing";
  const wanted = readJson(join(ROOT, "package-lock.json")).packages;
  const installed = readJson(record).packages;
  const agrees = ([path, entry]) =>
    installed[path] === undefined
      ? entry.optional || entry.peer || !path.includes("node_modules/")
      : installed[path].version === entry.version && existsSync(join(ROOT, path));
  return Object.entries(wanted).every(agrees) ? "current" : "outdated";
}

function build() {
  const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const packages = readJson(join(ROOT, "tsconfig.json")).references.map(({ path }) => join(ROOT, path));
  for (const path of packages) forgetMissingBuild(path);
  const { status } = spawnSync(process.execPath, [compiler, "-b"], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) return complain("The build failed; the compiler's messages are above.", status ?? 1);
  for (const path of packages) removeOrphans(path);
  return bundle();
}

/** Bundles the command line again when something that goes into it is newer. */
function bundle() {
  const script = join(ROOT, "packages", "cli", "scripts", "bundle.mjs");
  const parts = ["core", "verifier", "cli"].map((name) => join(ROOT, "packages", name, "dist"));
  const inputs = [script, join(ROOT, "node_modules", ".package-lock.json"), ...parts.flatMap(filesIn)];
  const output = join(ROOT, "packages", "cli", "bundle", "main.js");
  const made = existsSync(output) ? statSync(output).mtimeMs : 0;
  if (inputs.every((path) => statSync(path).mtimeMs <= made)) return 0;
  const { status } = spawnSync(process.execPath, [script], { cwd: ROOT, stdio: "inherit" });
  return status === 0 ? 0 : complain("Bundling the command line failed; see above.", status ?? 1);
}

/** The compiler trusts its record of the last build, also when `dist` was deleted since. */
function forgetMissingBuild(path) {
  if (!existsSync(join(path, "dist"))) rmSync(join(path, "tsconfig.tsbuildinfo"), { force: true });
}

/** The compiler leaves behind what it made of a source file that was renamed or deleted since. */
function removeOrphans(path) {
  const dist = join(path, "dist");
  for (const file of filesIn(dist)) {
    const stem = relative(dist, file).replace(/(\.d\.ts|\.js|\.js\.map)$/, "");
    const made = stem !== relative(dist, file);
    if (made && ![".ts", ".tsx"].some((extension) => existsSync(join(path, "src", stem + extension))))
      rmSync(file);
  }
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function npm(commandLine) {
  const shell = process.platform === "win32";
  const { status, stdout, stderr, error } = spawnSync("npm", commandLine, {
    cwd: ROOT,
    shell,
    encoding: "utf8",
  });
  return { status: status ?? 1, output: error ? `${error.message}\n` : `${stdout}${stderr}` };
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function complain(message, status = 1) {
  console.error(message);
  return status || 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = setup();
