/**
 * `npm run temporal:codec [-- --port 7312] [--origin URL]…`: decrypts for Temporal's page and command line what DUBAN_PAYLOAD_KEY has
 * encrypted. Listens on this machine only, until it is interrupted.
 */
import { readEmbeddedConfig } from "../embedded/config.js";
import { LOOPBACK } from "../embedded/ports.js";
import { codecServer } from "../gateway/codec-server.js";
import { EncryptingCodec } from "../gateway/payload-codec.js";
import { main, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

const USAGE = `npm run temporal:codec     decrypts for Temporal's page and command line what DUBAN_PAYLOAD_KEY has encrypted, on this machine only
  --port 7312              where it listens
  --origin URL             where the page is opened, e.g. http://127.0.0.1:7311; may be given several times`;

await main(async () => {
  const { values } = commandOptions(USAGE, {
    options: { port: { type: "string", default: "7312" }, origin: { type: "string", multiple: true, default: [] } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UserError(`--port takes a port number, not ${values.port}`);
  const unfit = values.origin.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (unfit !== undefined)
    throw new UserError(`--origin takes where a page is opened, e.g. http://127.0.0.1:7311, not ${unfit}`);
  const { payloadKeys } = readEmbeddedConfig();
  if (!payloadKeys)
    throw new UserError(
      "DUBAN_PAYLOAD_KEY is not set: without it nothing is encrypted, and there is nothing to decrypt",
    );
  const server = codecServer(new EncryptingCodec(payloadKeys), values.origin);
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(port, LOOPBACK, listening);
  });
  console.log(
    `decrypting at http://${LOOPBACK}:${port}; e.g. temporal workflow show --codec-endpoint http://${LOOPBACK}:${port} -w …`,
  );
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => server.close());
});
