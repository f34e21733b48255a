import { jsonSchema } from "@candor/core/io";
import { EXIT } from "../exit.js";

export async function schema(): Promise<number> {
  process.stdout.write(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
  return EXIT.holds;
}
