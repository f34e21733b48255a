import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { temporaryFolder } from "../../../test/commands.js";

/** The owner of an object and another, with values on intervals. */
export const TRADE = `candor: 1
agents:
  Owner:
    types: uniform(0, 1)
  Other:
    types: beta(2, 3)
alternatives: { object: { to: all } }
values: own * gets
outside: { Owner: own, Other: 0 }
`;

/** A model file with this text. */
export function file(text: string, name = "world.yaml"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

/** What a command prints, and its exit code. */
export async function told(run: () => Promise<number>): Promise<{ code: number; text: string }> {
  const written: string[] = [];
  const spy = vi
    .spyOn(process.stdout, "write")
    .mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const code = await run();
  spy.mockRestore();
  return { code, text: written.join("") };
}
