/** API tokens in requests. */
import type { Request } from "express";

/** The token that a request came with (`Authorization: Bearer …`); null where it came with none. */
export const bearerOf = ({ headers }: Pick<Request, "headers">): string | null =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? null;
