/**
 * Temporal behind certificates of both sides, as deploy/make-secrets.sh makes them and compose.yaml names them: client and worker show
 * theirs and believe the server's; without one nobody gets in. The server is a stand-in that speaks enough gRPC to greet.
 */
import { createSecureServer, type Http2SecureServer } from "node:http2";
import { readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { TLSSocket } from "node:tls";
import { Connection } from "@temporalio/client";
import { NativeConnection } from "@temporalio/worker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { environment } from "../../settings/environment.js";
import { addressOf, readEmbeddedConfig } from "../../embedded/config.js";
import { composeEnvironment, makeSecrets } from "../support/deploy-files.js";

let secrets: string;
let server: Http2SecureServer;
let address: string;
const greeted: string[] = [];

beforeAll(async () => {
  secrets = makeSecrets();
  const pem = (name: string): Buffer => readFileSync(path.join(secrets, name));
  server = createSecureServer({
    cert: pem("temporal_server.crt"),
    key: pem("temporal_server.key"),
    ca: pem("temporal_ca.crt"),
    requestCert: true,
    rejectUnauthorized: true,
  });
  server.on("stream", (stream) => {
    greeted.push(String((stream.session?.socket as TLSSocket | undefined)?.getPeerCertificate().subject.CN));
    // An empty message of gRPC: a server that has nothing to tell of itself.
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(Buffer.alloc(5));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(secrets, { recursive: true, force: true });
});

const target = (env: NodeJS.ProcessEnv) => {
  const { temporal } = readEmbeddedConfig(environment({ ...env, TEMPORAL_ADDRESS: address }));
  if (!temporal) throw new Error("no address");
  return addressOf(temporal);
};

it.each(["worker-1", "api-1", "setup"])("%s shows its certificate", async (service) => {
  greeted.splice(0);
  const given = target(composeEnvironment(service, secrets));
  const connection = await Connection.connect({ ...given, connectTimeout: 5_000 });
  await connection.close();
  const native = await NativeConnection.connect(given);
  await native.close();
  expect(greeted.length).toBeGreaterThanOrEqual(2);
  expect(new Set(greeted)).toEqual(new Set(["duban"]));
});

it("lets nobody in without one, and is not believed under another name", async () => {
  const env = composeEnvironment("worker-1", secrets);
  const { TEMPORAL_TLS_CLIENT_CERT_PATH: _cert, TEMPORAL_TLS_CLIENT_KEY_PATH: _key, ...without } = env;
  greeted.splice(0);
  await expect(Connection.connect({ ...target(without), connectTimeout: 3_000 })).rejects.toThrow();
  const elsewhere = target({ ...env, TEMPORAL_TLS_SERVER_NAME: "temporal.example" });
  await expect(Connection.connect({ ...elsewhere, connectTimeout: 3_000 })).rejects.toThrow();
  expect(greeted).toEqual([]);
});
