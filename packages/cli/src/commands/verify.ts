import { isDeepStrictEqual } from "node:util";
import { environmentData, finiteTables } from "@candor/core/design";
import { buildEnvironment } from "@candor/core/io";
import { exact, fail } from "@candor/core/numeric";
import { verifyText } from "@candor/verifier";
import { EXIT } from "../exit.js";
import { openModel, readText } from "../files.js";

/**
 * `candor verify FILE.json`: what the independent verifier says of a certificate; with a model also whether the certificate is
 * about that model. Exit code 0 accepted, 1 rejected, 2 unreadable.
 */
export async function verify(path: string, { model }: { readonly model?: string }): Promise<number> {
  const text = readText(path);
  if (/^candor:/m.test(text)) fail("not-a-certificate", "", `${path} is a model file; give it as --model.`);
  const { status, message } = verifyText(text);
  process.stdout.write(`${message}\n`);
  if (status === "accepted" && model !== undefined) {
    const other = differingPart(JSON.parse(text).environment, model);
    process.stdout.write(
      other === undefined
        ? `about ${model}: yes, every number agrees\n`
        : `about ${model}: no, ${other} differ\n`,
    );
    if (other !== undefined) return EXIT.fails;
  }
  return { accepted: EXIT.holds, rejected: EXIT.fails, unreadable: EXIT.badInput }[status];
}

/** The first part of the environment that is not what the model says. */
function differingPart(stated: Readonly<Record<string, unknown>>, path: string): string | undefined {
  const { model, files } = openModel(path);
  const meant = environmentData(finiteTables(buildEnvironment(model, exact, files).environment));
  const own = JSON.parse(JSON.stringify(meant)) as Readonly<Record<string, unknown>>;
  const keys = new Set([...Object.keys(own), ...Object.keys(stated)]);
  return [...keys].find((key) => !isDeepStrictEqual(own[key], stated[key]));
}
