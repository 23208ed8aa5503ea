/** Makes a Temporal server given by address ready for duban: namespace and search attributes. */
import { Connection } from "@temporalio/client";
import { addressOf, ConfigError, type TemporalTarget } from "./config.js";
import { type AttributeType, ensureSearchAttributes } from "./temporal.js";
import { until } from "./wait.js";

/** Of closed workflows; whatever is older is in the ledger. */
const RETENTION_SECONDS = 90 * 24 * 60 * 60;
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;
const refused = (error: unknown): boolean => [PERMISSION_DENIED, UNIMPLEMENTED].some((code) => codeOf(error) === code);

/**
 * Registers the namespace and the search attributes that are missing; what is there is left as it is. A server that lets
 * clients do neither (Temporal Cloud) must have them already: ConfigError says what to create where.
 */
export async function prepareNamespace(
  target: TemporalTarget,
  attributes: Record<string, AttributeType>,
): Promise<{ readonly created: boolean }> {
  const { namespace } = target;
  const connection = await Connection.connect(addressOf(target));
  try {
    const created = await ensureNamespace(connection, namespace);
    try {
      await ensureSearchAttributes(connection, namespace, attributes);
    } catch (error) {
      if (!refused(error)) throw error;
      const names = Object.entries(attributes).map(([name, type]) => `${name} (${type})`);
      throw new ConfigError(
        `namespace ${namespace}: this Temporal server does not let us add search attributes; create ${names.join(" and ")} there, then run this again`,
        { cause: error },
      );
    }
    return { created };
  } finally {
    await connection.close();
  }
}

async function ensureNamespace(connection: Connection, namespace: string): Promise<boolean> {
  const described = (): Promise<boolean> =>
    connection.workflowService.describeNamespace({ namespace }).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === NOT_FOUND) return false;
        throw error;
      },
    );
  if (await described()) return false;
  type Register = Parameters<typeof connection.workflowService.registerNamespace>[0];
  try {
    const request = { namespace, workflowExecutionRetentionPeriod: { seconds: RETENTION_SECONDS } };
    await connection.workflowService.registerNamespace(request as unknown as Register);
  } catch (error) {
    if (refused(error))
      throw new ConfigError(
        `there is no namespace ${namespace}, and this Temporal server does not let us register it; create it there, or set TEMPORAL_NAMESPACE to one that exists`,
        { cause: error },
      );
    if (codeOf(error) !== ALREADY_EXISTS) throw error; // another was quicker
  }
  // Servers cache the list of namespaces for some seconds; describing one passes by that cache, listing its attributes does not.
  await until(
    `namespace ${namespace} is usable`,
    async () => {
      await connection.operatorService.listSearchAttributes({ namespace });
      return true;
    },
    { timeoutMs: 60_000, everyMs: 200 },
  );
  return true;
}
