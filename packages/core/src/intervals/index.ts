export type { Distribution } from "./distribution.js";
