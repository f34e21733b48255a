import { printModel } from "@candor/core/io";
import { EXIT } from "../exit.js";
import { openModel } from "../files.js";

export async function print(path: string): Promise<number> {
  process.stdout.write(printModel(openModel(path).model));
  return EXIT.holds;
}
