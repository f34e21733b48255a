export { type Integral, type IntegrationOptions, integrate } from "./integrate.js";
