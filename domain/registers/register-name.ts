/** Names of the streams of registers: `register/projects`. */
const PREFIX = "register/";

export const registerStream = (register: string): string => `${PREFIX}${register}`;
export const isRegisterStream = (stream: string): boolean => stream.startsWith(PREFIX);
/** The register of a stream. */
export const registerOfStream = (stream: string): string => stream.slice(PREFIX.length);
