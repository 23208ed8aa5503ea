/** `npm run -s openapi`: prints the OpenAPI 3.1 document of the API. */
import { readFileSync } from "node:fs";
import { openApiDocument } from "../api/serving/openapi.js";
import { ROUTES } from "../api/routes.js";
import { main } from "./cli.js";
import { commandOptions } from "./options.js";

await main(async () => {
  commandOptions("npm run -s openapi         prints the OpenAPI 3.1 document of the API. It takes no options.", {});
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  process.stdout.write(`${JSON.stringify(openApiDocument(ROUTES, version), null, 1)}\n`);
});
