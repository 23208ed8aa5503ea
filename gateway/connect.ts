/** Clients of a Temporal server, by its settings. */
import { Client, type ClientOptions, Connection } from "@temporalio/client";
import { addressOf, type TemporalTarget } from "../embedded/config.js";
import { EncryptingCodec } from "./payload-codec.js";

export interface TemporalLink {
  readonly connection: Connection;
  readonly client: Client;
}

type Interceptors = Pick<ClientOptions, "interceptors">;

/** Resolves once the server has answered. */
export async function connectTemporal(target: TemporalTarget): Promise<TemporalLink> {
  const connection = await Connection.connect(addressOf(target));
  return { connection, client: clientOf(connection, target) };
}

/** Connects with the first call: for a process that must start before Temporal does. */
export function linkTemporal(target: TemporalTarget, interceptors: Interceptors = {}): TemporalLink {
  const connection = Connection.lazy(addressOf(target));
  return { connection, client: clientOf(connection, target, interceptors) };
}

function clientOf(connection: Connection, target: TemporalTarget, interceptors: Interceptors = {}): Client {
  return new Client({ connection, namespace: target.namespace, ...dataConverterOf(target), ...interceptors });
}

/** For clients and workers: how payloads are encrypted; nothing where they are not. */
export const dataConverterOf = ({ payloadKeys }: Pick<TemporalTarget, "payloadKeys">) =>
  payloadKeys ? { dataConverter: { payloadCodecs: [new EncryptingCodec(payloadKeys)] } } : {};
