/** The version of the command line. */
export const VERSION = "0.1.0";
/** How pages and files name the program that made them. */
export const MADE_BY = `candor ${VERSION}`;
