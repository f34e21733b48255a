import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fail } from "@candor/core/numeric";

/**
 * Runs `body` with open temporary files in a folder of their own, which only this user can read. They are gone afterwards, whether it
 * ends, fails or is interrupted: Ctrl-C and SIGTERM end the process with 130 and 143. Errors: `unwritable`.
 */
export async function withTemporaryFiles<T>(
  folder: string,
  count: number,
  body: (descriptors: readonly number[]) => Promise<T>,
): Promise<T> {
  const own = create(folder);
  const remove = () => rmSync(own, { recursive: true, force: true });
  const stop = (signal: NodeJS.Signals) => {
    remove();
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const descriptors: number[] = [];
  try {
    for (let k = 0; k < count; k++) descriptors.push(openSync(join(own, `${k}`), "wx+"));
    // Where open files can be removed, nothing is left behind even if the process is killed outright.
    if (process.platform !== "win32") remove();
    return await body(descriptors);
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    for (const descriptor of descriptors) closeSync(descriptor);
    remove();
  }
}

function create(folder: string): string {
  try {
    return mkdtempSync(join(folder, "candor-"));
  } catch (error) {
    return fail(
      "unwritable",
      "--temporary",
      `${folder} cannot hold temporary files: ${(error as Error).message}.`,
    );
  }
}
