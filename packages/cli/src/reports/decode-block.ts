import { isAscii, isUtf8 } from "node:buffer";

const NEWLINE = 10;

/** The text of a block, or the numbers of its first lines that are not UTF-8. */
export function decodeBlock(
  bytes: Uint8Array,
): { readonly text: string } | { readonly wrongLines: number[] } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (isAscii(buffer)) return { text: buffer.toString("latin1") };
  if (isUtf8(buffer)) return { text: buffer.toString("utf8") };
  const wrongLines: number[] = [];
  let line = 0;
  for (let from = 0; from < buffer.length; line++) {
    const end = buffer.indexOf(NEWLINE, from);
    const to = end < 0 ? buffer.length : end;
    if (!isUtf8(buffer.subarray(from, to))) wrongLines.push(line);
    from = to + 1;
  }
  return { wrongLines };
}

/** How many lines a block has; a last one without an end counts. */
export function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return bytes.length > 0 && bytes[bytes.length - 1] !== NEWLINE ? lines + 1 : lines;
}
