import { type ParsedModel, parseModel } from "./model-file/parse.js";
import { printModel } from "./model-file/print.js";
import type { Raw } from "./model-file/source.js";

/**
 * The model with changed data, which are a copy (no part shared by aliases changes with another) and are looked up in the text of the
 * original.
 */
export function changedModel(
  model: ParsedModel,
  change: (data: { [key: string]: Raw }) => void,
): ParsedModel {
  // Printed and parsed: a plain copy would forget the order of names that read as whole numbers.
  const { source } = parseModel(printModel(model));
  change(source.data as { [key: string]: Raw });
  return { file: source.data as ParsedModel["file"], source: { ...model.source, data: source.data } };
}
