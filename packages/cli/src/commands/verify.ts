import { readFileSync } from "node:fs";
import { fail } from "@candor/core/numeric";
import { verifyText } from "@candor/verifier";
import { EXIT } from "../exit.js";

/** `candor verify FILE.json`: what the independent verifier says of a certificate. Exit code 0 accepted, 1 rejected, 2 unreadable. */
export async function verify(path: string): Promise<number> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return fail("unreadable", "", `${path} cannot be read: ${(error as Error).message}.`);
  }
  const { status, message } = verifyText(text);
  process.stdout.write(`${message}\n`);
  return { accepted: EXIT.holds, rejected: EXIT.fails, unreadable: EXIT.badInput }[status];
}
