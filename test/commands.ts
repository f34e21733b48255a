import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { ROOT } from "./architecture/source-files.js";

export { ROOT };

export const CANDOR = join(ROOT, "packages", "cli", "bin", "candor.js");

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, without the variables that an outer npm or vitest has set. */
export function run(cwd: string, program: string, ...commandLine: readonly string[]): Ran {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VITEST|NODE_OPTIONS$|FORCE_COLOR$)/i.test(name),
  );
  const env = { ...Object.fromEntries(inherited), NO_COLOR: "1" };
  const { status, stdout, stderr, error } = spawnSync(program, commandLine, {
    cwd,
    env,
    encoding: "utf8",
    shell: process.platform === "win32" && program === "npm",
    timeout: 110_000,
  });
  if (error) throw error;
  return { code: status ?? 1, stdout, stderr };
}

/** Runs `candor` as built in this checkout. */
export function candor(cwd: string, ...commandLine: readonly string[]): Ran {
  return run(cwd, process.execPath, CANDOR, ...commandLine);
}

/** An empty folder, removed after the test that asks for it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "candor-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder where the paths of the documentation exist. */
export function folderWithCatalog(): string {
  const folder = temporaryFolder();
  for (const name of ["catalog", "examples"])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  return folder;
}
